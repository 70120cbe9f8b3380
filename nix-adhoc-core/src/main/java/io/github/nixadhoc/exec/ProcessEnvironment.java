package io.github.nixadhoc.exec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The environment of a process, as changes to the one it would inherit.
 *
 * <p>Immutable and thread-safe; each method returns a changed copy. {@link #toString()} shows names, never values.
 *
 * @param base what is inherited in place of the JVM's own environment; null for the JVM's own
 * @param kept when present, only these names are inherited
 * @param changes names to set, and names to remove where the value is empty, in the order they were given
 * @param secrets the names among the changes whose values must never be shown
 * @since 0.1
 */
public record ProcessEnvironment(
        @Nullable Map<String, String> base,
        Optional<Set<String>> kept,
        Map<String, Optional<String>> changes,
        Set<String> secrets) {

    private static final ProcessEnvironment INHERITED =
            new ProcessEnvironment(null, Optional.empty(), Map.of(), Set.of());

    /**
     * Copies the collections, keeping their order.
     *
     * @param base what is inherited in place of the JVM's own environment, or null
     * @param kept when present, only these names are inherited
     * @param changes names to set, and names to remove where the value is empty
     * @param secrets the names whose values must never be shown
     */
    public ProcessEnvironment {
        base = base == null ? null : Map.copyOf(base);
        kept = kept.map(Set::copyOf);
        changes = Collections.unmodifiableMap(new LinkedHashMap<>(changes));
        secrets = Set.copyOf(secrets);
    }

    /**
     * Returns the environment of this JVM, unchanged.
     *
     * @return the inherited environment
     */
    public static ProcessEnvironment inherited() {
        return INHERITED;
    }

    /**
     * Returns a copy that inherits the given variables in place of those of the JVM.
     *
     * @param variables all variables that are inherited; copied
     * @return the changed copy
     */
    public ProcessEnvironment onTopOf(Map<String, String> variables) {
        variables.forEach(ProcessEnvironment::check);
        return new ProcessEnvironment(variables, kept, changes, secrets);
    }

    /**
     * Returns a copy in which a variable is set.
     *
     * @param name the name: not empty, without {@code =} and NUL
     * @param value the value: without NUL
     * @return the changed copy
     * @throws IllegalArgumentException if name or value cannot be passed to a process
     */
    public ProcessEnvironment set(String name, String value) {
        check(name, value);
        Set<String> remaining = new LinkedHashSet<>(secrets);
        remaining.remove(name);
        return new ProcessEnvironment(base, kept, changed(name, Optional.of(value)), remaining);
    }

    /**
     * Returns a copy in which a variable is set to a value that is never shown.
     *
     * @param name the name: not empty, without {@code =} and NUL
     * @param value the value: without NUL
     * @return the changed copy
     * @throws IllegalArgumentException if name or value cannot be passed to a process; the message does not show the
     *     value
     */
    public ProcessEnvironment setSecret(String name, String value) {
        check(name, value);
        Set<String> more = new LinkedHashSet<>(secrets);
        more.add(name);
        return new ProcessEnvironment(base, kept, changed(name, Optional.of(value)), more);
    }

    /**
     * Returns a copy in which a variable is not set, inherited or not.
     *
     * @param name the name
     * @return the changed copy
     * @throws IllegalArgumentException if the name cannot be one of a variable
     */
    public ProcessEnvironment unset(String name) {
        check(name, "");
        Set<String> remaining = new LinkedHashSet<>(secrets);
        remaining.remove(name);
        return new ProcessEnvironment(base, kept, changed(name, Optional.empty()), remaining);
    }

    /**
     * Returns a copy that inherits only the named variables; what was set by name stays set.
     *
     * @param names the variables to inherit
     * @return the changed copy
     */
    public ProcessEnvironment keepOnly(Set<String> names) {
        return new ProcessEnvironment(base, Optional.of(names), changes, secrets);
    }

    /**
     * Changes a map of inherited variables into the one that the process gets.
     *
     * @param variables the variables of this JVM; replaced when {@link #base()} is present
     */
    public void applyTo(Map<String, String> variables) {
        if (base != null) {
            variables.clear();
            variables.putAll(base);
        }
        kept.ifPresent(names -> variables.keySet().retainAll(names));
        changes.forEach(
                (name, value) -> value.ifPresentOrElse(set -> variables.put(name, set), () -> variables.remove(name)));
    }

    private Map<String, Optional<String>> changed(String name, Optional<String> value) {
        Map<String, Optional<String>> copy = new LinkedHashMap<>(changes);
        copy.remove(name);
        copy.put(name, value);
        return copy;
    }

    private static void check(String name, String value) {
        Objects.requireNonNull(value, name);
        if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a variable's name must not be empty and must not hold '=' or NUL: \""
                    + name.replace('\0', '?') + "\"");
        }
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("the value of the variable " + name + " must not hold NUL");
        }
    }

    @Override
    public String toString() {
        return "ProcessEnvironment[" + (base == null ? "inherited" : base.size() + " variables")
                + kept.map(names -> ", only " + names).orElse("") + ", changes " + changes.keySet() + "]";
    }
}
