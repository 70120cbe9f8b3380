package io.github.nixadhoc.exec;

import io.github.nixadhoc.internal.text.Words;
import io.github.nixadhoc.model.EqualByContent;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
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
 * @since 0.1
 */
public final class ProcessEnvironment extends EqualByContent {

    private static final ProcessEnvironment INHERITED = new ProcessEnvironment(null, null, Map.of(), Set.of());

    private final @Nullable Map<String, String> base;
    private final @Nullable Set<String> kept;
    // a variable without a value is removed
    private final Map<String, @Nullable String> changes;
    private final Set<String> secrets;

    private ProcessEnvironment(
            @Nullable Map<String, String> base,
            @Nullable Set<String> kept,
            Map<String, @Nullable String> changes,
            Set<String> secrets) {
        this.base = base;
        this.kept = kept;
        this.changes = changes;
        this.secrets = secrets;
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
        Map<String, String> copy = Map.copyOf(variables);
        for (Map.Entry<String, String> variable : copy.entrySet()) {
            check(variable.getKey(), variable.getValue());
        }
        return new ProcessEnvironment(copy, kept, changes, secrets);
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
        check(name, value);
        return with(name, value, false);
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
        check(name, value);
        return with(name, value, true);
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
        return with(name, null, false);
    }

    /**
     * Returns a copy that inherits only the named variables; variables that are set stay set.
     *
     * @param names the variables to inherit
     * @return the changed copy
     * @throws IllegalArgumentException if a name cannot be one of a variable
     */
    public ProcessEnvironment keepOnly(Set<String> names) {
        Set<String> copy = Set.copyOf(names);
        for (String name : copy) {
            check(name, "");
        }
        return new ProcessEnvironment(base, copy, changes, secrets);
    }

    private ProcessEnvironment with(String name, @Nullable String value, boolean secret) {
        Map<String, @Nullable String> changed = new LinkedHashMap<>(changes);
        // a variable that is set again moves to the end
        changed.remove(name);
        changed.put(name, value);
        Set<String> changedSecrets = secrets;
        if (secrets.contains(name) != secret) {
            changedSecrets = new LinkedHashSet<>(secrets);
            boolean unused = secret ? changedSecrets.add(name) : changedSecrets.remove(name);
        }
        return new ProcessEnvironment(
                base, kept, Collections.unmodifiableMap(changed), Collections.unmodifiableSet(changedSecrets));
    }

    /**
     * Returns the variables that are inherited in place of those of the JVM.
     *
     * @return the variables; null if those of the JVM are inherited
     */
    public @Nullable Map<String, String> base() {
        return base;
    }

    /**
     * Returns the names of the variables that are inherited, if only some are.
     *
     * @return the names; empty if all variables are inherited
     */
    public Optional<Set<String>> kept() {
        return Optional.ofNullable(kept);
    }

    /**
     * Returns the variables that are set or removed, in the order of the calls that did so.
     *
     * @return an immutable map from the name to the value; the value is null where the variable is removed
     */
    public Map<String, @Nullable String> changes() {
        return changes;
    }

    /**
     * Returns the variables whose values must never be shown.
     *
     * @return names among those that are set
     */
    public Set<String> secrets() {
        return secrets;
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
        if (kept != null) {
            variables.keySet().retainAll(kept);
        }
        changes.forEach((name, value) -> {
            if (value == null) {
                variables.remove(name);
            } else {
                variables.put(name, value);
            }
        });
    }

    /**
     * Returns the value that a process sees in a variable.
     *
     * @param name the name
     * @return its value; empty if it is not set
     */
    public Optional<String> value(String name) {
        if (changes.containsKey(name)) {
            return Optional.ofNullable(changes.get(name));
        }
        if (kept != null && !kept.contains(name)) {
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
        if (kept != null) {
            names.retainAll(kept);
        }
        changes.forEach((name, value) -> {
            if (value == null) {
                names.remove(name);
            } else {
                names.add(name);
            }
        });
        return names;
    }

    private static void check(String name, String value) {
        Objects.requireNonNull(value, name);
        if (name.isEmpty() || name.indexOf('=') >= 0 || !Words.isPassable(name)) {
            throw new IllegalArgumentException(
                    "a variable's name must not be empty and must not hold '=', NUL or half of a surrogate pair: \""
                            + name.replace('\0', '?') + "\"");
        }
        if (!Words.isPassable(value)) {
            throw new IllegalArgumentException(
                    "the value of the variable " + name + " must not hold NUL or half of a surrogate pair");
        }
    }

    @Override
    protected List<@Nullable Object> parts() {
        return Arrays.asList(base, kept, changes, secrets);
    }

    @Override
    public String toString() {
        return "ProcessEnvironment[" + (base == null ? "inherited" : base.size() + " variables")
                + (kept == null ? "" : ", only " + kept) + ", changes " + changes.keySet() + "]";
    }
}
