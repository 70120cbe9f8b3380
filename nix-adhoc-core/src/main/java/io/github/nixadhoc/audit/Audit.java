package io.github.nixadhoc.audit;

import io.github.nixadhoc.internal.audit.ChainedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * An audit record of every decision and every run of a client. It is a file of JSON lines, each with its own SHA-256 and
 * that of the line before.
 *
 * <p>A decision about a command ({@code "event":"decision"}) is written before anything is downloaded or built. The end
 * of the program ({@code "event":"run"}, with the same {@code id}) is written with its termination, its duration and the
 * sizes of its output, or as {@code NotStarted} with the kind of failure if Nix failed or the time was up before. If a
 * command is reviewed again, its run belongs to the last decision. A denial of names is an {@code admission}. Pins and
 * prefetches run nothing, so they have decisions only.
 *
 * <p>A client with an audit records the revision of each flake. Nix is called once more for it, unless a cached answer
 * has it.
 *
 * <p>Several clients, threads and JVMs may write to one file. The record holds the arguments as they were given. It never
 * holds values of variables, stdin, output, or passwords and tokens in flake references. The operating system has
 * received a line before the program starts; the client does not wait for the disk. If another process keeps the file
 * locked {@linkplain #patience(Duration) for too long}, the line is not written. Half a line on a full disk is removed.
 * Half a line of a killed JVM stays: {@link #verify} reports it, and the next line follows from it.
 *
 * <p>A new file is readable and writable only by its owner ({@code 0600}); an existing file keeps its permissions.
 * Writers lock an empty file beside it, whose name ends with {@code .lock}. It must not be removed while a process
 * writes. If the folder is not writable, writers lock the record itself. A JVM that writes such a record should read it
 * only with {@link #verify}, since a process that closes a file loses its locks of it.
 *
 * <p>The record holds the kind of stdin, the path of a file, and the size and SHA-256 of bytes that are known before. A
 * reader of the record can try texts until one has this hash, so a short password in stdin can be guessed. A password in
 * {@code secretEnv} cannot.
 *
 * <p>The hashes show that a line was changed, but not by whom. A user who can write the file can also write all of it
 * again, or cut lines off at its end. A copy of {@link AuditVerification#lastHash()} in another place shows that. A JVM that
 * goes on writing notices it too: it logs a warning, and its next line follows from its own last one, which {@link #verify}
 * then finds missing.
 *
 * <p>Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class Audit {

    /** A line takes microseconds, so a process that holds the file for that long hangs. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** The largest duration that can be added to the clock. */
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
     * Returns an audit that appends to a file, in the name of the user of this JVM. If a line cannot be written, a
     * warning is logged and the command goes on, unless the audit is {@linkplain #required() required}.
     *
     * @param file the file; created when the first line is written; its folder must exist; links are followed now, so that
     *     a link that is changed later leads nowhere else
     * @return the audit
     */
    public static Audit to(Path file) {
        return new Audit(real(file), System.getProperty("user.name", ""), false, PATIENCE);
    }

    private static Path real(Path file) {
        try {
            return ChainedFile.real(file);
        } catch (IOException e) {
            return file.toAbsolutePath();
        }
    }

    /**
     * Returns the file.
     *
     * @return its absolute path, without links
     */
    public Path file() {
        return file;
    }

    /**
     * Sets the requester of the commands: an agent, a conversation or a tenant.
     *
     * @param name the name
     * @return the changed copy
     */
    public Audit by(String name) {
        return new Audit(file, Objects.requireNonNull(name, "name"), required, patience);
    }

    /**
     * Returns the requester of the commands.
     *
     * @return the name
     */
    public String who() {
        return who;
    }

    /**
     * Denies commands that cannot be recorded. If only the end of a program cannot be recorded, a warning is logged.
     *
     * @return the changed copy
     */
    public Audit required() {
        return new Audit(file, who, true, patience);
    }

    /**
     * Sets the longest wait for another process that has locked the file; 10 seconds by default. A command waits not
     * longer than its own timeout, and at most 2 seconds for the record of its end.
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
     * Returns the longest wait for another process that has locked the file.
     *
     * @return the time
     */
    public Duration patience() {
        return patience;
    }

    /**
     * Returns whether commands that cannot be recorded are denied.
     *
     * @return true if they are
     */
    public boolean isRequired() {
        return required;
    }

    /**
     * Verifies that each line of a record is as it was written and follows from the line before. It finds edited,
     * removed, added and moved lines, times that go back by more than a second, and a run without a decision that allowed
     * it. It cannot find whole lines that were cut off at the end, or lines that were all written again from some line on
     * without such a contradiction.
     *
     * @param file the file
     * @return the result
     * @throws UncheckedIOException if it cannot be read
     */
    public static AuditVerification verify(Path file) {
        try {
            return ChainCheck.of(List.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Verifies a record that was rotated, as {@link #verify(Path)}. If a file is renamed while a client writes to it, the
     * client goes on in a new file, whose first line follows from the last one of the renamed file.
     *
     * @param files the files, the oldest first
     * @return the result for all lines; a problem begins with the name of its file
     * @throws UncheckedIOException if one cannot be read
     */
    public static AuditVerification verify(List<Path> files) {
        try {
            return ChainCheck.of(List.copyOf(files));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "Audit[" + file + " by " + who + (required ? ", required" : "") + "]";
    }
}
