package io.github.nixadhoc.exec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
     * Checks the variables and copies the collections, keeping their order.
     *
     * @param base what is inherited in place of the JVM's own environment, or null
     * @param kept when present, only these names are inherited
     * @param changes names to set, and names to remove where the value is empty
     * @param secrets the names whose values must never be shown
     * @throws IllegalArgumentException if a name or a value cannot be passed to a process; the message shows no value
     */
    public ProcessEnvironment {
        base = base == null ? null : Map.copyOf(base);
        kept = kept.isEmpty() ? kept : Optional.of(Set.copyOf(kept.get()));
        changes = Collections.unmodifiableMap(new LinkedHashMap<>(changes));
        secrets = Set.copyOf(secrets);
        if (base != null) {
            for (Map.Entry<String, String> variable : base.entrySet()) {
                check(variable.getKey(), variable.getValue());
            }
        }
        for (String name : kept.orElse(Set.of())) {
            check(name, "");
        }
        for (Map.Entry<String, Optional<String>> change : changes.entrySet()) {
            check(change.getKey(), change.getValue().orElse(""));
        }
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
     * @throws IllegalArgumentException if a variable cannot be passed to a process; the message shows no value
     */
    public ProcessEnvironment onTopOf(Map<String, String> variables) {
        return new ProcessEnvironment(variables, kept, changes, secrets);
    }

    /**
     * Returns a copy in which a variable is set.
     *
     * @param name the name: not empty, without {@code =}, NUL and half surrogate pairs
     * @param value the value: without NUL and half surrogate pairs
     * @return the changed copy
     * @throws IllegalArgumentException if name or value cannot be passed to a process
     */
    public ProcessEnvironment set(String name, String value) {
        Set<String> remaining = new LinkedHashSet<>(secrets);
        remaining.remove(name);
        return new ProcessEnvironment(base, kept, changed(name, Optional.of(value)), remaining);
    }

    /**
     * Returns a copy in which a variable is set to a value that is never shown.
     *
     * @param name the name: not empty, without {@code =}, NUL and half surrogate pairs
     * @param value the value: without NUL and half surrogate pairs
     * @return the changed copy
     * @throws IllegalArgumentException if name or value cannot be passed to a process; the message does not show the
     *     value
     */
    public ProcessEnvironment setSecret(String name, String value) {
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
        Set<String> remaining = new LinkedHashSet<>(secrets);
        remaining.remove(name);
        return new ProcessEnvironment(base, kept, changed(name, Optional.empty()), remaining);
    }

    /**
     * Returns a copy that inherits only the named variables; what was set by name stays set.
     *
     * @param names the variables to inherit
     * @return the changed copy
     * @throws IllegalArgumentException if a name cannot be one of a variable
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
        if (kept.isPresent()) {
            variables.keySet().retainAll(kept.get());
        }
        for (Map.Entry<String, Optional<String>> change : changes.entrySet()) {
            if (change.getValue().isPresent()) {
                variables.put(change.getKey(), change.getValue().get());
            } else {
                variables.remove(change.getKey());
            }
        }
    }

    /**
     * Returns what a process finds in a variable.
     *
     * @param name the name
     * @return its value; empty if it is not set
     */
    public Optional<String> value(String name) {
        Optional<String> changed = changes.get(name);
        if (changed != null) {
            return changed;
        }
        if (kept.isPresent() && !kept.get().contains(name)) {
            return Optional.empty();
        }
        return Optional.ofNullable(base == null ? System.getenv(name) : base.get(name));
    }

    /**
     * Returns the names of all variables that the process will see, if the JVM's own environment does not change.
     *
     * @return the names
     */
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>((base == null ? System.getenv() : base).keySet());
        kept.ifPresent(names::retainAll);
        changes.forEach((name, value) -> {
            if (value.isPresent()) {
                names.add(name);
            } else {
                names.remove(name);
            }
        });
        return names;
    }

    private Map<String, Optional<String>> changed(String name, Optional<String> value) {
        Map<String, Optional<String>> copy = new LinkedHashMap<>(changes);
        copy.remove(name);
        copy.put(name, value);
        return copy;
    }

    /** Returns all names and values that a process is to get from here. */
    Stream<String> strings() {
        Stream<String> inherited = base == null
                ? Stream.empty()
                : base.entrySet().stream().flatMap(entry -> Stream.of(entry.getKey(), entry.getValue()));
        return Stream.of(
                        inherited,
                        kept.stream().flatMap(Set::stream),
                        changes.keySet().stream(),
                        changes.values().stream().flatMap(Optional::stream))
                .flatMap(strings -> strings);
    }

    /** Returns a copy with another string in the place of each name and value. */
    ProcessEnvironment mapped(UnaryOperator<String> other) {
        Map<String, Optional<String>> mappedChanges = new LinkedHashMap<>();
        changes.forEach((name, value) -> mappedChanges.put(other.apply(name), value.map(other)));
        Map<String, String> mappedBase = null;
        if (base != null) {
            mappedBase = base.entrySet().stream()
                    .collect(Collectors.toMap(
                            entry -> other.apply(entry.getKey()), entry -> other.apply(entry.getValue())));
        }
        return new ProcessEnvironment(
                mappedBase,
                kept.map(names -> names.stream().map(other).collect(Collectors.toSet())),
                mappedChanges,
                secrets.stream().map(other).collect(Collectors.toSet()));
    }

    private static void check(String name, String value) {
        Objects.requireNonNull(value, name);
        if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0 || NativeText.hasHalfAPair(name)) {
            throw new IllegalArgumentException(
                    "a variable's name must not be empty and must not hold '=', NUL or half of a surrogate pair: \""
                            + name.replace('\0', '?') + "\"");
        }
        if (value.indexOf('\0') >= 0 || NativeText.hasHalfAPair(value)) {
            throw new IllegalArgumentException(
                    "the value of the variable " + name + " must not hold NUL or half of a surrogate pair");
        }
    }

    // not left to the record, which links such methods when they are first called: that takes a new JVM 10 ms
    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof ProcessEnvironment that
                        && Objects.equals(base, that.base)
                        && kept.equals(that.kept)
                        && changes.equals(that.changes)
                        && secrets.equals(that.secrets);
    }

    @Override
    public int hashCode() {
        return Objects.hash(base, kept, changes, secrets);
    }

    @Override
    public String toString() {
        return "ProcessEnvironment[" + (base == null ? "inherited" : base.size() + " variables")
                + kept.map(names -> ", only " + names).orElse("") + ", changes " + changes.keySet() + "]";
    }
}
