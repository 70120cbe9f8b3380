package io.github.nixadhoc.policy;

import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.EqualByContent;
import java.nio.file.Path;
import java.time.Duration;
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
 * The changes that a policy demands before a command may run. The changed command is reviewed again.
 *
 * <p>Immutable and thread-safe; each method returns a changed copy. {@link #toString()} shows no value of a variable.
 *
 * @since 0.1
 */
public final class PlannedChange extends EqualByContent {

    private static final PlannedChange NONE = new PlannedChange(null, Map.of(), Set.of(), null, null, null);

    private final @Nullable List<String> arguments;
    private final Map<String, String> environment;
    private final Set<String> removedVariables;
    private final @Nullable Path directory;
    private final @Nullable Duration timeout;
    private final @Nullable ByteSize maxOutput;

    private PlannedChange(
            @Nullable List<String> arguments,
            Map<String, String> environment,
            Set<String> removedVariables,
            @Nullable Path directory,
            @Nullable Duration timeout,
            @Nullable ByteSize maxOutput) {
        this.arguments = arguments;
        this.environment = environment;
        this.removedVariables = removedVariables;
        this.directory = directory;
        this.timeout = timeout;
        this.maxOutput = maxOutput;
    }

    /**
     * Returns an empty change, from which others are made.
     *
     * @return no change
     */
    public static PlannedChange none() {
        return NONE;
    }

    /**
     * Returns the arguments that replace those of the command.
     *
     * @return all arguments; empty if they stay as they are
     */
    public Optional<List<String>> arguments() {
        return Optional.ofNullable(arguments);
    }

    /**
     * Returns the variables to set.
     *
     * @return their values by name; unmodifiable
     */
    public Map<String, String> environment() {
        return Collections.unmodifiableMap(environment);
    }

    /**
     * Returns the variables to remove.
     *
     * @return their names; unmodifiable
     */
    public Set<String> removedVariables() {
        return Collections.unmodifiableSet(removedVariables);
    }

    /**
     * Returns the directory that replaces that of the command.
     *
     * @return the directory; empty if it stays as it is
     */
    public Optional<Path> directory() {
        return Optional.ofNullable(directory);
    }

    /**
     * Returns the time limit of the program.
     *
     * @return the time; empty if it stays as it is
     */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    /**
     * Returns the limit of the output that is kept of each stream.
     *
     * @return the size; empty if it stays as it is
     */
    public Optional<ByteSize> maxOutput() {
        return Optional.ofNullable(maxOutput);
    }

    /**
     * Replaces the arguments of the program. The text of a script is not an argument: the arguments of a script are
     * {@code $1} and the following. A policy that wants another script denies the command.
     *
     * @param changed all arguments
     * @return the changed copy
     */
    public PlannedChange arguments(List<String> changed) {
        return new PlannedChange(List.copyOf(changed), environment, removedVariables, directory, timeout, maxOutput);
    }

    /**
     * Sets a variable.
     *
     * @param name the name: not empty, without {@code =}, NUL and half surrogate pairs
     * @param value the value: without NUL and half surrogate pairs
     * @return the changed copy
     * @throws IllegalArgumentException if name or value cannot be passed to a process; the message does not show the
     *     value
     */
    public PlannedChange env(String name, String value) {
        Variable.require(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
        return withVariables(Map.of(name, value), Set.of());
    }

    /**
     * Removes a variable.
     *
     * @param name the name
     * @return the changed copy
     * @throws IllegalArgumentException if the name cannot be one of a variable
     */
    public PlannedChange unsetEnv(String name) {
        Variable.require(name, "");
        return withVariables(Map.of(), Set.of(name));
    }

    /**
     * Replaces the working directory.
     *
     * @param changed the directory
     * @return the changed copy
     */
    public PlannedChange directory(Path changed) {
        return new PlannedChange(
                arguments,
                environment,
                removedVariables,
                Objects.requireNonNull(changed, "changed"),
                timeout,
                maxOutput);
    }

    /**
     * Limits the time.
     *
     * @param changed the time within which the program must end, positive
     * @return the changed copy
     * @throws IllegalArgumentException if it is not positive
     */
    public PlannedChange timeout(Duration changed) {
        if (changed.isZero() || changed.isNegative()) {
            throw new IllegalArgumentException("the timeout must be positive: " + changed);
        }
        return new PlannedChange(arguments, environment, removedVariables, directory, changed, maxOutput);
    }

    /**
     * Limits the output that is kept of each stream.
     *
     * @param changed the size
     * @return the changed copy
     */
    public PlannedChange maxOutput(ByteSize changed) {
        return new PlannedChange(
                arguments,
                environment,
                removedVariables,
                directory,
                timeout,
                Objects.requireNonNull(changed, "changed"));
    }

    /**
     * Adds another change. If both change the same part, the other change wins; the smaller of two limits wins.
     *
     * @param other the other change
     * @return both
     */
    public PlannedChange plus(PlannedChange other) {
        PlannedChange variables = withVariables(other.environment, other.removedVariables);
        return new PlannedChange(
                other.arguments == null ? arguments : other.arguments,
                variables.environment,
                variables.removedVariables,
                other.directory == null ? directory : other.directory,
                smaller(timeout, other.timeout),
                smaller(maxOutput, other.maxOutput));
    }

    /**
     * Returns whether another change would add nothing to this one.
     *
     * @param other the other change
     * @return true if this change includes it, and its limits are not smaller
     */
    public boolean includes(PlannedChange other) {
        return plus(other).equals(this);
    }

    /**
     * Returns whether another change sets a part to a different value. Limits never contradict each other: the smaller
     * one satisfies both.
     */
    boolean contradicts(PlannedChange other) {
        return differ(arguments, other.arguments)
                || differ(directory, other.directory)
                || contradictsVariablesOf(other)
                || other.contradictsVariablesOf(this);
    }

    private boolean contradictsVariablesOf(PlannedChange other) {
        return environment.entrySet().stream()
                .anyMatch(each -> other.removedVariables.contains(each.getKey())
                        || differ(each.getValue(), other.environment.get(each.getKey())));
    }

    private static boolean differ(@Nullable Object one, @Nullable Object other) {
        return one != null && other != null && !one.equals(other);
    }

    private PlannedChange withVariables(Map<String, String> set, Set<String> removed) {
        Map<String, String> environmentToo = new LinkedHashMap<>(environment);
        environmentToo.putAll(set);
        environmentToo.keySet().removeAll(removed);
        Set<String> removedToo = new LinkedHashSet<>(removedVariables);
        removedToo.removeAll(set.keySet());
        removedToo.addAll(removed);
        return new PlannedChange(arguments, environmentToo, removedToo, directory, timeout, maxOutput);
    }

    private static <T extends Comparable<T>> @Nullable T smaller(@Nullable T one, @Nullable T other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) <= 0 ? one : other;
    }

    @Override
    protected List<@Nullable Object> parts() {
        return Arrays.asList(arguments, environment, removedVariables, directory, timeout, maxOutput);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("change");
        arguments().ifPresent(changed -> text.append(" arguments to ").append(WordQuoting.of(changed)));
        environment.keySet().forEach(name -> text.append(" set ").append(WordQuoting.of(name)));
        removedVariables.forEach(name -> text.append(" unset ").append(WordQuoting.of(name)));
        directory().ifPresent(changed -> text.append(" directory to ").append(WordQuoting.of(changed.toString())));
        timeout().ifPresent(changed -> text.append(" timeout to ").append(changed));
        maxOutput().ifPresent(changed -> text.append(" kept output to ").append(changed));
        return text.toString();
    }
}
