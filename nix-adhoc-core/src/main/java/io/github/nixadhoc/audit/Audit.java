package io.github.nixadhoc.audit;

import io.github.nixadhoc.internal.nix.Secrets;
import io.github.nixadhoc.model.Termination;
import io.github.nixadhoc.policy.Decision;
import io.github.nixadhoc.policy.PlannedCommand;
import io.github.nixadhoc.policy.PlannedInput;
import io.github.nixadhoc.policy.PlannedPackage;
import io.github.nixadhoc.policy.RequestedPackage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes a record of every decision and every run: lines of JSON, each with its SHA-256 and that of the one before.
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

    private static final AtomicLong COUNT = new AtomicLong();

    /** A line takes microseconds: whoever holds the file for that long has stopped. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** What can be added to the clock. */
    private static final Duration LONGEST = Duration.ofDays(365);

    private static final long PID = ProcessHandle.current().pid();

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

    /**
     * Records what was decided about names.
     *
     * @param packages what was asked for
     * @param decision what was decided
     * @throws UncheckedIOException if it cannot be written, or the thread is interrupted while another process has the file
     */
    public void admitted(List<RequestedPackage> packages, Decision decision) {
        beforehand(line -> {
            line.put("event", "admission");
            decision(line, decision);
            line.put(
                    "packages",
                    packages.stream()
                            .map(each -> Secrets.masked(each.installable().toString()))
                            .toList());
        });
    }

    /**
     * Records what was decided about a command.
     *
     * @param command the command
     * @param decision what was decided
     * @return the number by which its end is recorded
     * @throws UncheckedIOException if it cannot be written, or the thread is interrupted while another process has the file
     */
    public String decided(PlannedCommand command, Decision decision) {
        String id = PID + "-" + Long.toHexString(System.currentTimeMillis()) + "-" + COUNT.incrementAndGet();
        beforehand(line -> {
            line.put("event", "decision");
            line.put("id", id);
            decision(line, decision);
            line.put("kind", command.kind().name().toLowerCase(Locale.ROOT));
            line.put("command", words(command));
            line.putObjects(
                    "packages",
                    command.packages().stream().map(Audit::described).toList());
            line.put("directory", command.directory().map(Path::toString).orElse(""));
            line.put("variables", command.environmentNames().stream().sorted().toList());
            input(line, command.input());
            line.put("background", command.isBackground());
            line.put("graphical", command.isGraphical());
            command.confinement().ifPresent(confinement -> line.put("confinement", confinement));
            command.timeout().ifPresent(timeout -> line.put("timeoutMillis", timeout.toMillis()));
        });
        return id;
    }

    /**
     * Records the end of a program.
     *
     * @param id the number of the decision by which it was started
     * @param termination how it ended
     * @param stdoutBytes how much it printed to stdout, as far as this JVM has read it
     * @param stderrBytes how much it printed to stderr, as far as this JVM has read it
     * @param startedAt when it was started
     * @param duration from its start until its end
     * @throws UncheckedIOException if it cannot be written
     */
    public void ended(
            String id,
            Termination termination,
            long stdoutBytes,
            long stderrBytes,
            Instant startedAt,
            Duration duration) {
        afterwards(line -> {
            line.put("event", "run");
            line.put("id", id);
            line.put("termination", termination.getClass().getSimpleName());
            if (termination instanceof Termination.Exited exited) {
                line.put("exitCode", exited.code());
            }
            line.put("stdoutBytes", stdoutBytes);
            line.put("stderrBytes", stderrBytes);
            line.put("startedAt", startedAt.toString());
            line.put("micros", duration.toNanos() / 1000);
        });
    }

    /**
     * Records the start of a program that outlives this JVM, and whose end therefore nobody records.
     *
     * @param id the number of the decision by which it was started
     * @param program the id by which a later JVM finds it
     * @param startedAt when it was started
     * @throws UncheckedIOException if it cannot be written
     */
    public void detached(String id, String program, Instant startedAt) {
        afterwards(line -> {
            line.put("event", "run");
            line.put("id", id);
            line.put("termination", "Detached");
            line.put("program", program);
            line.put("startedAt", startedAt.toString());
        });
    }

    /**
     * Records that a program was not started, though it was allowed.
     *
     * @param id the number of the decision by which it was to be started
     * @param failure the kind of failure, such as {@code BuildFailedException}; not its message, which may tell of anything
     * @throws UncheckedIOException if it cannot be written
     */
    public void notStarted(String id, String failure) {
        afterwards(line -> {
            line.put("event", "run");
            line.put("id", id);
            line.put("termination", "NotStarted");
            line.put("failure", failure);
        });
    }

    /**
     * Records that a program was stopped since what it printed or was to read could not be passed on, so that nothing more
     * is known of its end.
     *
     * @param id the number of the decision by which it was started
     * @param failure the kind of failure, such as {@code OutputConsumerException}
     * @throws UncheckedIOException if it cannot be written
     */
    public void failed(String id, String failure) {
        afterwards(line -> {
            line.put("event", "run");
            line.put("id", id);
            line.put("termination", "Failed");
            line.put("failure", failure);
        });
    }

    private interface Content {
        void writeTo(JsonLine line);
    }

    /** What has been interrupted while it waited has not begun, and need not. */
    private void beforehand(Content content) {
        append(content, true);
    }

    private void afterwards(Content content) {
        append(content, false);
    }

    private void append(Content content, boolean yields) {
        try {
            ChainedFile.at(file)
                    .append(
                            previous -> {
                                JsonLine line = ChainedLine.after(previous);
                                line.put("time", Instant.now().toString());
                                line.put("who", who);
                                content.writeTo(line);
                                return line;
                            },
                            patience,
                            yields);
        } catch (IOException e) {
            throw new UncheckedIOException("the audit cannot be written to " + file + ": " + e, e);
        }
    }

    private static void decision(JsonLine line, Decision decision) {
        line.put("decision", decision.getClass().getSimpleName().toLowerCase(Locale.ROOT));
        line.put("rule", Secrets.masked(decision.rule()));
        if (decision instanceof Decision.Deny deny) {
            line.put("reason", Secrets.masked(deny.reason()));
        } else if (decision instanceof Decision.Ask ask) {
            line.put("reason", Secrets.masked(ask.question()));
        } else if (decision instanceof Decision.Change change) {
            line.put("reason", change.change().toString());
        }
    }

    private static void input(JsonLine line, PlannedInput input) {
        if (input.kind() == PlannedInput.Kind.NONE) {
            return;
        }
        line.put("stdin", input.kind().name().toLowerCase(Locale.ROOT));
        input.size().ifPresent(size -> line.put("stdinBytes", size));
        input.sha256().ifPresent(hash -> line.put("stdinSha256", hash));
        input.file().ifPresent(file -> line.put("stdinFile", file.toString()));
    }

    /** The words of a program are its user's; those of Nix are this library's, and name what may have a password in it. */
    private static List<String> words(PlannedCommand command) {
        return switch (command.kind()) {
            case PREFETCH, PIN -> Secrets.masked(command.command());
            case RUN, SHELL, SCRIPT -> command.command();
        };
    }

    private static JsonLine described(PlannedPackage planned) {
        JsonLine line = new JsonLine();
        line.put("installable", Secrets.masked(planned.requested().installable().toString()));
        line.put("locked", Secrets.masked(planned.lockedReference().orElse("")));
        line.put("narHash", planned.narHash().orElse(""));
        line.put("name", planned.name());
        line.put("licences", planned.licences());
        line.put(
                "storePaths",
                planned.storePaths().stream().map(Object::toString).toList());
        return line;
    }

    @Override
    public String toString() {
        return "Audit[" + file + " by " + who + (required ? ", required" : "") + "]";
    }
}
