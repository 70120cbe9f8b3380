package io.github.nixadhoc.architecture;

import static java.util.stream.Collectors.joining;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The classes that use each other, by their bytecode, and the packages that do.
 *
 * @param classes for each top-level class those that it or a class nested in it uses
 * @param packages for each package the others that its classes use
 * @param examples for each arrow between packages ({@code from -> to}) one place that makes it
 */
public record Arrows(
        SortedMap<String, Set<String>> classes,
        SortedMap<String, Set<String>> packages,
        SortedMap<String, String> examples) {

    /** Reads the arrows between the imported classes; what these use outside of them is left out. */
    public static Arrows between(JavaClasses imported) {
        Arrows arrows = new Arrows(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        for (JavaClass type : imported) {
            arrows.classes.computeIfAbsent(topLevel(type), name -> new TreeSet<>());
            arrows.packages.computeIfAbsent(type.getPackageName(), name -> new TreeSet<>());
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                if (imported.contain(target.getName())) {
                    arrows.add(type, target, dependency);
                }
            }
        }
        return arrows;
    }

    private void add(JavaClass from, JavaClass to, Dependency dependency) {
        if (!topLevel(from).equals(topLevel(to))) {
            classes.get(topLevel(from)).add(topLevel(to));
        }
        if (!from.getPackageName().equals(to.getPackageName())) {
            packages.get(from.getPackageName()).add(to.getPackageName());
            examples.merge(
                    from.getPackageName() + " -> " + to.getPackageName(), dependency.getDescription(), Arrows::shorter);
        }
    }

    private static String shorter(String one, String other) {
        return other.length() < one.length() ? other : one;
    }

    private static String topLevel(JavaClass type) {
        String name = type.getBaseComponentType().getName();
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }

    /** Groups of classes that use each other in a circle, the largest first. */
    public List<Set<String>> classCycles() {
        return Cycles.in(classes);
    }

    /** Groups of packages that use each other in a circle, the largest first. */
    public List<Set<String>> packageCycles() {
        return Cycles.in(packages);
    }

    /** The arrows inside of a group of packages, each with a place that makes it, one a line. */
    public String explain(Set<String> cycle) {
        return cycle.stream()
                .flatMap(from ->
                        packages.get(from).stream().filter(cycle::contains).map(to -> from + " -> " + to))
                .map(arrow -> arrow + "\n      " + examples.get(arrow))
                .collect(joining("\n  ", "  ", ""));
    }
}
