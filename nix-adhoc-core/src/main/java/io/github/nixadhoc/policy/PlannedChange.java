package io.github.nixadhoc.policy;

import io.github.nixadhoc.model.ByteSize;
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
 * What a policy wants changed before a command may run. The changed command is reviewed again.
 *
 * <p>Immutable and thread-safe; each method returns a changed copy. {@link #toString()} shows no value of a variable.
 *
 * @since 0.1
 */
public final class PlannedChange {

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
     * Returns no change, to begin with.
     *
     * @return no change
     */
    public static PlannedChange none() {
        return NONE;
    }

    /**
     * Returns the arguments in place of those of the command.
     *
     * @return all arguments; empty to leave them
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
     * Returns the directory in place of that of the command.
     *
     * @return the directory; empty to leave it
     */
    public Optional<Path> directory() {
        return Optional.ofNullable(directory);
    }

    /**
     * Returns the time within which the program must end.
     *
     * @return the time; empty to leave it
     */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    /**
     * Returns how much of each stream is kept.
     *
     * @return the size; empty to leave it
     */
    public Optional<ByteSize> maxOutput() {
        return Optional.ofNullable(maxOutput);
    }

    /**
     * Replaces the arguments of the program. The text of a script is none of them: its arguments are what it finds in
     * {@code $1} and after, so a new list would leave the script as it is. A policy that wants another script denies it.
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
     * @param name the name
     * @param value the value
     * @return the changed copy
     */
    public PlannedChange env(String name, String value) {
        return withVariables(
                Map.of(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value")), Set.of());
    }

    /**
     * Removes a variable.
     *
     * @param name the name
     * @return the changed copy
     */
    public PlannedChange unsetEnv(String name) {
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
     * Limits what is kept of each stream.
     *
     * @param changed the size of what is kept
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
     * Adds another change, which wins where both change the same; of two limits the smaller one does.
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
     * @return whether all that it changes is changed in the same way here, and its limits are no smaller
     */
    public boolean includes(PlannedChange other) {
        return plus(other).equals(this);
    }

    /** Returns whether another change wants the same to be something else; of two limits the smaller one is both. */
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
    public boolean equals(@Nullable Object other) {
        return other instanceof PlannedChange that && content().equals(that.content());
    }

    @Override
    public int hashCode() {
        return content().hashCode();
    }

    private List<@Nullable Object> content() {
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
