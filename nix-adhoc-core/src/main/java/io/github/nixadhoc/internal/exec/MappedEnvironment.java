package io.github.nixadhoc.internal.exec;

import io.github.nixadhoc.exec.ProcessEnvironment;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An environment in which each name and each value is replaced with another string, such as one that the JDK encodes to
 * specific bytes.
 */
final class MappedEnvironment {

    private final ProcessEnvironment environment;
    private final UnaryOperator<String> mapping;

    /**
     * Creates the mapped environment.
     *
     * @param environment the environment
     * @param mapping returns the replacement of a name or a value; must be injective
     */
    MappedEnvironment(ProcessEnvironment environment, UnaryOperator<String> mapping) {
        this.environment = environment;
        this.mapping = mapping;
    }

    /** Returns all names and values of an environment, except those that it inherits from this JVM. */
    static Stream<String> strings(ProcessEnvironment environment) {
        Map<String, String> base = environment.base();
        Stream<String> inherited = base == null
                ? Stream.empty()
                : base.entrySet().stream().flatMap(entry -> Stream.of(entry.getKey(), entry.getValue()));
        Stream<String> changed = environment.changes().entrySet().stream()
                .flatMap(entry -> Stream.concat(Stream.of(entry.getKey()), Stream.ofNullable(entry.getValue())));
        return Stream.of(inherited, environment.kept().stream().flatMap(Set::stream), changed)
                .flatMap(strings -> strings);
    }

    /**
     * Changes a map of inherited variables into the environment of the process.
     *
     * @param variables the variables of this JVM, already mapped
     */
    void applyTo(Map<String, String> variables) {
        Map<String, String> base = environment.base();
        if (base != null) {
            variables.clear();
            base.forEach((name, value) -> variables.put(mapping.apply(name), mapping.apply(value)));
        }
        environment
                .kept()
                .ifPresent(names ->
                        variables.keySet().retainAll(names.stream().map(mapping).collect(Collectors.toSet())));
        environment.changes().forEach((name, value) -> {
            if (value == null) {
                variables.remove(mapping.apply(name));
            } else {
                variables.put(mapping.apply(name), mapping.apply(value));
            }
        });
    }
}
