package io.github.nixadhoc.policy;

import io.github.nixadhoc.model.ByteSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a policy wants changed before a command may run. The changed command is reviewed again.
 *
 * <p>Immutable and thread-safe; each method returns a changed copy. {@link #toString()} shows no value of a variable.
 *
 * @param arguments the arguments in place of those of the command; empty to leave them
 * @param environment variables to set, and to remove where the value is empty
 * @param directory the directory in place of that of the command; empty to leave it
 * @param timeout the time within which the program must end, positive; empty to leave it
 * @param maxOutput how much of each stream is kept; empty to leave it
 * @since 0.1
 */
public record PlannedChange(
        Optional<List<String>> arguments,
        Map<String, Optional<String>> environment,
        Optional<Path> directory,
        Optional<Duration> timeout,
        Optional<ByteSize> maxOutput) {

    private static final PlannedChange NONE =
            new PlannedChange(Optional.empty(), Map.of(), Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * Copies the collections.
     *
     * @param arguments the arguments in place of those of the command
     * @param environment variables to set or to remove
     * @param directory the directory in place of that of the command
     * @param timeout the time within which the program must end
     * @param maxOutput how much of each stream is kept
     * @throws IllegalArgumentException if the timeout is not positive
     */
    public PlannedChange {
        arguments = arguments.isEmpty() ? arguments : Optional.of(List.copyOf(arguments.get()));
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        if (timeout.isPresent() && (timeout.get().isZero() || timeout.get().isNegative())) {
            throw new IllegalArgumentException("the timeout must be positive: " + timeout.get());
        }
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
     * Replaces the arguments of the program. The text of a script is none of them: its arguments are what it finds in
     * {@code $1} and after, so a new list would leave the script as it is. Whoever wants that of a script denies it.
     *
     * @param changed all arguments
     * @return the changed copy
     */
    public PlannedChange arguments(List<String> changed) {
        return new PlannedChange(Optional.of(changed), environment, directory, timeout, maxOutput);
    }

    /**
     * Sets a variable.
     *
     * @param name the name
     * @param value the value
     * @return the changed copy
     */
    public PlannedChange env(String name, String value) {
        return with(name, Optional.of(value));
    }

    /**
     * Removes a variable.
     *
     * @param name the name
     * @return the changed copy
     */
    public PlannedChange unsetEnv(String name) {
        return with(name, Optional.empty());
    }

    /**
     * Replaces the working directory.
     *
     * @param changed the directory
     * @return the changed copy
     */
    public PlannedChange directory(Path changed) {
        return new PlannedChange(arguments, environment, Optional.of(changed), timeout, maxOutput);
    }

    /**
     * Limits the time.
     *
     * @param changed the time within which the program must end, positive
     * @return the changed copy
     * @throws IllegalArgumentException if it is not positive
     */
    public PlannedChange timeout(Duration changed) {
        return new PlannedChange(arguments, environment, directory, Optional.of(changed), maxOutput);
    }

    /**
     * Limits what is kept of each stream.
     *
     * @param changed the size of what is kept
     * @return the changed copy
     */
    public PlannedChange maxOutput(ByteSize changed) {
        return new PlannedChange(arguments, environment, directory, timeout, Optional.of(changed));
    }

    /**
     * Adds another change, which wins where both change the same; of two limits the smaller one does.
     *
     * @param other the other change
     * @return both
     */
    public PlannedChange plus(PlannedChange other) {
        Map<String, Optional<String>> variables = new LinkedHashMap<>(environment);
        variables.putAll(other.environment);
        return new PlannedChange(
                other.arguments.or(() -> arguments),
                variables,
                other.directory.or(() -> directory),
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
                || environment.entrySet().stream()
                        .anyMatch(each -> other.environment.containsKey(each.getKey())
                                && !each.getValue().equals(other.environment.get(each.getKey())));
    }

    private static boolean differ(Optional<?> one, Optional<?> other) {
        return one.isPresent() && other.isPresent() && !one.equals(other);
    }

    private PlannedChange with(String name, Optional<String> value) {
        Map<String, Optional<String>> variables = new LinkedHashMap<>(environment);
        variables.put(name, value);
        return new PlannedChange(arguments, variables, directory, timeout, maxOutput);
    }

    private static <T extends Comparable<T>> Optional<T> smaller(Optional<T> one, Optional<T> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.or(() -> other);
        }
        return one.get().compareTo(other.get()) <= 0 ? one : other;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("change");
        arguments.ifPresent(changed -> text.append(" arguments to ").append(Shown.of(changed)));
        environment.forEach((name, value) ->
                text.append(value.isPresent() ? " set " : " unset ").append(Shown.of(name)));
        directory.ifPresent(changed -> text.append(" directory to ").append(Shown.of(changed.toString())));
        timeout.ifPresent(changed -> text.append(" timeout to ").append(changed));
        maxOutput.ifPresent(changed -> text.append(" kept output to ").append(changed));
        return text.toString();
    }
}
