package io.github.nixadhoc.policy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The environment in which programs start: variables, a directory and a time limit. The settings of a command are added
 * to it. Nix itself keeps the environment of the client.
 *
 * <p>Immutable and thread-safe; each method returns a changed copy. {@link #toString()} shows no values.
 *
 * @since 0.1
 */
public final class CleanRoom {

    private final List<Glob> kept;
    private final List<Glob> dropped;
    private final Map<String, String> variables;
    private final @Nullable Path directory;
    private final @Nullable Duration timeout;
    private final boolean hidesProcesses;

    private CleanRoom(
            List<Glob> kept,
            List<Glob> dropped,
            Map<String, String> variables,
            @Nullable Path directory,
            @Nullable Duration timeout,
            boolean hidesProcesses) {
        this.kept = List.copyOf(kept);
        this.dropped = List.copyOf(dropped);
        this.variables = variables;
        this.directory = directory;
        this.timeout = timeout;
        this.hidesProcesses = hidesProcesses;
    }

    /**
     * Returns the room without any variable, in the directory of the JVM, without time limit.
     *
     * @return the room
     */
    public static CleanRoom empty() {
        return new CleanRoom(List.of(), List.of(), Map.of(), null, null, false);
    }

    /**
     * Returns the room for programs that an agent starts. A program inherits {@code PATH}, {@code HOME}, {@code USER},
     * {@code LOGNAME}, {@code TZ}, {@code TMPDIR}, {@code LANG}, {@code LC_*}, and the variables that locate certificates
     * and locales. It inherits no socket of an SSH agent, no keys, no display and no variable that loads code into
     * programs. The room sets {@code NO_COLOR=1}, {@code TERM=dumb}, {@code PAGER=cat}, {@code GIT_PAGER=cat} and
     * {@code GIT_TERMINAL_PROMPT=0}. The time limit of a command is 120 seconds, unless the command has its own.
     *
     * <p>The room {@linkplain #hideProcesses hides the processes} of this machine, since the environment of the JVM could
     * be read from its process.
     *
     * @return the room
     */
    public static CleanRoom forAgents() {
        return empty().hideProcesses()
                .inherit("PATH", "HOME", "USER", "LOGNAME", "TZ", "TMPDIR", "LANG", "LANGUAGE", "LC_*")
                .inherit("SSL_CERT_FILE", "NIX_SSL_CERT_FILE", "LOCALE_ARCHIVE", "TZDIR")
                .set("NO_COLOR", "1")
                .set("TERM", "dumb")
                .set("PAGER", "cat")
                .set("GIT_PAGER", "cat")
                .set("GIT_TERMINAL_PROMPT", "0")
                .timeout(Duration.ofMinutes(2));
    }

    /**
     * Lets programs inherit more variables.
     *
     * @param patterns their names, or patterns of these: {@code *} stands for any text
     * @return the changed copy
     * @throws IllegalArgumentException if one is empty
     */
    public CleanRoom inherit(String... patterns) {
        List<Glob> more = new ArrayList<>(kept);
        more.addAll(Glob.all(patterns));
        return new CleanRoom(more, dropped, variables, directory, timeout, hidesProcesses);
    }

    /**
     * Stops programs from inheriting some variables, also those that other patterns let through. Variables that are
     * {@linkplain #set set} stay set.
     *
     * @param patterns their names, or patterns of these: {@code *} stands for any text
     * @return the changed copy
     * @throws IllegalArgumentException if one is empty
     */
    public CleanRoom drop(String... patterns) {
        List<Glob> more = new ArrayList<>(dropped);
        more.addAll(Glob.all(patterns));
        return new CleanRoom(kept, more, variables, directory, timeout, hidesProcesses);
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
    public CleanRoom set(String name, String value) {
        Variable.require(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
        Map<String, String> more = new LinkedHashMap<>(variables);
        more.put(name, value);
        return new CleanRoom(kept, dropped, more, directory, timeout, hidesProcesses);
    }

    /**
     * Sets the directory of commands that have none.
     *
     * @param changed the directory
     * @return the changed copy
     */
    public CleanRoom directory(Path changed) {
        return new CleanRoom(kept, dropped, variables, changed.toAbsolutePath(), timeout, hidesProcesses);
    }

    /**
     * Sets the time limit of commands that have none. For a detached program it limits the work of Nix before the start,
     * not the program: {@link Policies#maxDuration} denies detached programs.
     *
     * @param changed the time, positive
     * @return the changed copy
     * @throws IllegalArgumentException if it is not positive
     */
    public CleanRoom timeout(Duration changed) {
        if (changed.isZero() || changed.isNegative()) {
            throw new IllegalArgumentException("the timeout must be positive: " + changed);
        }
        return new CleanRoom(kept, dropped, variables, directory, changed, hidesProcesses);
    }

    /**
     * Hides the processes of this machine from programs, so that none reads the environment and the command line of the
     * JVM in {@code /proc}. Each program is started by the {@code bwrap} on the client's PATH, on Linux.
     *
     * <p>Where that is not possible, a warning is logged when the client is built, or else before the first program, and
     * programs start without it. {@code runInTerminal()} and {@code startGui()} start without it in any case. This stops
     * programs that look around, not those that act for it: with the files and the network of the user, a program can have
     * another one started outside. {@link Confinement} is the wall against that.
     *
     * @return the changed copy
     */
    public CleanRoom hideProcesses() {
        return new CleanRoom(kept, dropped, variables, directory, timeout, true);
    }

    /**
     * Returns whether the processes of this machine are hidden from programs.
     *
     * @return true if they are, where that is possible
     */
    public boolean hidesProcesses() {
        return hidesProcesses;
    }

    /**
     * Returns the directory of commands that have none.
     *
     * @return the directory; empty for the directory of the JVM
     */
    public Optional<Path> directory() {
        return Optional.ofNullable(directory);
    }

    /**
     * Returns the time limit of commands that have none.
     *
     * @return the time; empty for no limit
     */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    /**
     * Returns an environment as programs in this room see it.
     *
     * @param outside all variables outside
     * @return all variables inside
     */
    public Map<String, String> variables(Map<String, String> outside) {
        Map<String, String> inside = new LinkedHashMap<>();
        outside.forEach((name, value) -> {
            if (Glob.any(kept, name) && !Glob.any(dropped, name)) {
                inside.put(name, value);
            }
        });
        inside.putAll(variables);
        return inside;
    }

    @Override
    public String toString() {
        return "CleanRoom[keeps " + kept.stream().map(Glob::text).toList()
                + (dropped.isEmpty()
                        ? ""
                        : " but for " + dropped.stream().map(Glob::text).toList())
                + ", sets " + variables.keySet()
                + (directory == null ? "" : ", in " + directory) + (timeout == null ? "" : ", for " + timeout)
                + (hidesProcesses ? ", hides processes" : "") + "]";
    }
}
