package io.github.nixadhoc.internal.audit;

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
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes the lines of an audit.
 *
 * <p>Immutable and thread-safe.
 *
 * @param file the file that is appended to
 * @param who in whose name
 * @param patience how long to wait at most for another process that has the file locked
 */
public record AuditRecorder(Path file, String who, Duration patience) {

    private static final AtomicLong COUNT = new AtomicLong();

    private static final long PID = ProcessHandle.current().pid();

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
                    command.packages().stream().map(AuditRecorder::described).toList());
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
}
