package io.github.nixadhoc.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * A record of every decision and every run, and where it is: lines of JSON, each with its SHA-256 and that of the one
 * before. A client that is given one writes it.
 *
 * <p>A decision about a command ({@code "event":"decision"}) is written before anything of it is downloaded or built, and
 * what became of it ({@code "event":"run"}, with the same {@code id}) when the program has ended: how, after which time
 * and how many bytes, or {@code NotStarted} with the kind of failure, where Nix failed or time was up before. Where a
 * command is decided upon again, changed or with its size known, the last decision is the one that has a run. What a
 * policy denies by the names alone is an {@code admission}. Pins and prefetches, which run nothing, are decisions only.
 *
 * <p>A client with an audit finds out which revision of a flake is used, and so calls Nix once more where it has not
 * been asked before; what is remembered has it.
 *
 * <p>Several clients, threads and JVMs may write to one file. Values of variables, stdin and output are never in it, nor
 * passwords and tokens in flake references; arguments are, as they were given. A line is handed to the operating system
 * before the program starts; that it has reached the disk is not waited for. Whoever cannot have the file to itself
 * {@linkplain #patience(Duration) in time} has not written; half a line on a full disk is taken back. The half line of a
 * JVM that was killed is left as it is: {@link #verify} tells of it, and the next line follows from it.
 *
 * <p>A file that is not there is created for its owner alone ({@code 0600}); one that is there keeps its permissions. Beside
 * it an empty one is created, with {@code .lock} after its name, which writers lock: it may stay, and must not be removed
 * while somebody writes. Where the folder cannot be written to, writers lock the record itself; then no JVM that writes
 * should read it but by {@link #verify}, as a process that closes a file loses its lock of it.
 *
 * <p>Of what a program reads from stdin the kind is recorded, the path of a file, and the size and SHA-256 of what is known
 * before. Who has the record can try texts until one has this hash: a password that is given by stdin can be guessed if it
 * is short, one given by {@code secretEnv} cannot.
 *
 * <p>The hashes show a change to whoever has the last one, not who made it: who may write the file can also write all of it
 * anew, or cut lines off at its end. Keep {@link AuditVerification#lastHash()} elsewhere to find that out.
 *
 * <p>Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class Audit {

    /** A line takes microseconds: whoever holds the file for that long has stopped. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** What can be added to the clock. */
    private static final Duration LONGEST = Duration.ofDays(365);

    private final Path file;
    private final String who;
    private final boolean required;
    private final Duration patience;

    private Audit(Path file, String who, boolean required, Duration patience) {
        this.file = file;
        this.who = who;
        this.required = required;
        this.patience = patience;
    }

    /**
     * Returns an audit that appends to a file, in the name of the user of this JVM. Where that cannot be written, a warning
     * is logged and the command goes on, unless it is {@linkplain #required() required}.
     *
     * @param file the file; created when the first line is written; its folder must exist
     * @return the audit
     */
    public static Audit to(Path file) {
        return new Audit(file.toAbsolutePath(), System.getProperty("user.name", ""), false, PATIENCE);
    }

    /**
     * Returns the file that is appended to.
     *
     * @return its absolute path
     */
    public Path file() {
        return file;
    }

    /**
     * Says who asks for the commands: an agent, a conversation, a tenant.
     *
     * @param name the name
     * @return the changed copy
     */
    public Audit by(String name) {
        return new Audit(file, Objects.requireNonNull(name, "name"), required, patience);
    }

    /**
     * Returns who asks for the commands.
     *
     * @return the name
     */
    public String who() {
        return who;
    }

    /**
     * Denies what cannot be recorded. What has run by then has run: if only its end cannot be recorded, a warning is logged.
     *
     * @return the changed copy
     */
    public Audit required() {
        return new Audit(file, who, true, patience);
    }

    /**
     * Says how long to wait at most for another process that has the file locked, 10 seconds if it is not said. A command
     * waits no longer than its own timeout; for the record of its end, 2 seconds at most.
     *
     * @param atMost the time
     * @return the changed copy
     * @throws IllegalArgumentException if it is negative
     */
    public Audit patience(Duration atMost) {
        if (atMost.isNegative()) {
            throw new IllegalArgumentException("a time to wait cannot be negative: " + atMost);
        }
        return new Audit(file, who, required, atMost.compareTo(LONGEST) > 0 ? LONGEST : atMost);
    }

    /**
     * Returns how long to wait at most for another process that has the file locked.
     *
     * @return the time
     */
    public Duration patience() {
        return patience;
    }

    /**
     * Returns whether what cannot be recorded is denied.
     *
     * @return whether it is
     */
    public boolean isRequired() {
        return required;
    }

    /**
     * Checks whether each line of a record is as it was written and follows from the one before. Edited, removed, added and
     * moved lines are found. What cannot be found by the file alone: whole lines cut off at its end, and a file that was
     * written anew as a whole or from some line on.
     *
     * @param file the file
     * @return what was found
     * @throws UncheckedIOException if it cannot be read
     */
    public static AuditVerification verify(Path file) {
        try {
            return ChainCheck.of(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "Audit[" + file + " by " + who + (required ? ", required" : "") + "]";
    }
}
