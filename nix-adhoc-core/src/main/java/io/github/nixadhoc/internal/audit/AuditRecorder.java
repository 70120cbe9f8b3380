package io.github.nixadhoc.internal.audit;

import io.github.nixadhoc.internal.nix.Secrets;
import io.github.nixadhoc.model.Termination;
import io.github.nixadhoc.policy.Decision;
import io.github.nixadhoc.policy.HostChange;
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
 * @param who the requester of the commands
 * @param patience the longest wait for another process that has locked the file
 */
public record AuditRecorder(Path file, String who, Duration patience) {

    private static final AtomicLong COUNT = new AtomicLong();

    private static final long PID = ProcessHandle.current().pid();

    /**
     * Records a decision about names.
     *
     * @param packages the requested packages
     * @param decision the decision
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
     * Records a decision about a change of a store or of a registry.
     *
     * @param change the change
     * @param decision the decision
     * @throws UncheckedIOException if it cannot be written, or the thread is interrupted while another process has the file
     */
    public void changed(HostChange change, Decision decision) {
        beforehand(line -> {
            line.put("event", "change");
            decision(line, decision);
            line.put("kind", change.kind().name().toLowerCase(Locale.ROOT));
            line.put("command", Secrets.masked(change.command()));
            line.put("place", Secrets.masked(change.place()));
            line.put("items", Secrets.masked(change.items()));
        });
    }

    /**
     * Records a decision about a command.
     *
     * @param command the command
     * @param decision the decision
     * @return the number for the record of its end
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
     * @param termination the way the program ended
     * @param stdoutBytes the size of stdout, as far as this JVM has read it
     * @param stderrBytes the size of stderr, as far as this JVM has read it
     * @param startedAt the time of the start
     * @param duration the time from the start to the end
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
     * Records the start of a program that outlives this JVM. Its end is not recorded.
     *
     * @param id the number of the decision by which it was started
     * @param program the id by which a later JVM finds it
     * @param startedAt the time of the start
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
     * @param failure the kind of failure, such as {@code BuildFailedException}; not its message, which may contain a
     *     secret
     * @throws UncheckedIOException if it cannot be written
     */
    public void notStarted(String id, String failure) {
        withoutEnd(id, "NotStarted", failure);
    }

    /**
     * Records that a program was stopped because its input or output could not be passed on. Its end is not known.
     *
     * @param id the number of the decision by which it was started
     * @param failure the kind of failure, such as {@code OutputConsumerException}
     * @throws UncheckedIOException if it cannot be written
     */
    public void failed(String id, String failure) {
        withoutEnd(id, "Failed", failure);
    }

    private void withoutEnd(String id, String termination, String failure) {
        afterwards(line -> {
            line.put("event", "run");
            line.put("id", id);
            line.put("termination", termination);
            line.put("failure", failure);
        });
    }

    private interface Content {
        void writeTo(JsonLine line);
    }

    /** An interrupt during the wait cancels the command, which has not begun. */
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

    /**
     * The arguments of a program are recorded as given. The arguments of Nix are those of this library, and may contain a
     * password, which is masked.
     */
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
