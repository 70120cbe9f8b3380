package io.github.nixadhoc.schedule;

import io.github.nixadhoc.error.CancelledException;
import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.ServiceManagerException;
import io.github.nixadhoc.error.TimedOutException;
import io.github.nixadhoc.exec.Output;
import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.exec.ProcessOutcome;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.ProcessStartException;
import io.github.nixadhoc.exec.TimeLimits;
import io.github.nixadhoc.internal.text.ShellQuoting;
import io.github.nixadhoc.model.Overflow;
import io.github.nixadhoc.model.Termination;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Calls the tool of a service manager with a time limit, and records the calls. Not thread-safe. */
final class ManagerCalls {

    private static final long KEPT_BYTES = 64 << 10;
    private static final Duration GRACE_PERIOD = Duration.ofSeconds(1);

    private final Place place;
    private final List<ManagerCall> made = new ArrayList<>();

    ManagerCalls(Place place) {
        this.place = place;
    }

    List<ManagerCall> made() {
        return made;
    }

    /**
     * Calls a tool.
     *
     * @return the call, or nothing if there is no such tool
     * @throws TimedOutException if it does not end in time; it has been stopped
     * @throws CancelledException if this thread is interrupted; it has been stopped
     */
    Optional<ManagerCall> call(String tool, String... arguments) {
        Optional<Path> program = onPath(tool);
        if (program.isEmpty()) {
            return Optional.empty();
        }
        List<String> command = new ArrayList<>(List.of(program.get().toString()));
        command.addAll(List.of(arguments));
        ProcessOutcome outcome = run(command);
        ManagerCall call =
                ManagerCall.of(command, outcome.termination(), outcome.stdout().lines());
        made.add(call);
        if (outcome.termination() instanceof Termination.TimedOut) {
            throw new TimedOutException(
                    failure(
                            call,
                            tool + " did not answer within " + place.timeout().toMillis() + " ms"),
                    null);
        }
        if (outcome.termination() instanceof Termination.Cancelled) {
            throw new CancelledException(
                    failure(call, "the thread that waited for " + tool + " was interrupted"), null);
        }
        return Optional.of(call);
    }

    /**
     * Calls a service manager.
     *
     * @param nobodyThere the message of its tool if no service manager is running
     * @return false if no manager runs, or there is no tool to call it with
     * @throws ServiceManagerException if the manager refuses
     */
    boolean tell(Pattern nobodyThere, String tool, String... arguments) {
        Optional<ManagerCall> call = ask(nobodyThere, tool, arguments);
        if (call.isPresent() && !call.get().termination().isSuccess()) {
            throw failed(call.get());
        }
        return call.isPresent();
    }

    /** Calls a tool; returns nothing if there is none, or no manager runs. */
    Optional<ManagerCall> ask(Pattern nobodyThere, String tool, String... arguments) {
        return call(tool, arguments)
                .filter(call -> call.termination().isSuccess()
                        || call.output().stream()
                                .noneMatch(line -> nobodyThere.matcher(line).find()));
    }

    /** Returns the exception for a failed call. */
    static NixException failed(ManagerCall call) {
        String tool = Path.of(call.command().get(0)).getFileName().toString();
        List<String> output = call.output();
        return new ServiceManagerException(failure(
                call,
                tool + " ended with exit code " + call.termination().exitCode()
                        + (output.isEmpty() ? "" : ": " + output.get(output.size() - 1))));
    }

    private static Failure failure(ManagerCall call, String what) {
        return Failure.of(
                what,
                ShellQuoting.quote(call.command()),
                null,
                call.output(),
                "run the command in a terminal and see what it says; the files of the schedule are still in place");
    }

    private ProcessOutcome run(List<String> command) {
        ProcessEnvironment environment = place.environment()
                // the output is compared with English messages
                .set("LC_ALL", "C")
                .set("TZ", "UTC")
                .set("SYSTEMD_COLORS", "0");
        ProcessSpec spec = ProcessSpec.of(command)
                .withEnvironment(environment)
                .withStdout(new Output.Capture(KEPT_BYTES, Overflow.KEEP_TAIL, null, List.of()))
                .withMergedStderr()
                .withLimits(new TimeLimits(place.timeout(), null, GRACE_PERIOD));
        try {
            return place.executor().start(spec).await();
        } catch (ProcessStartException e) {
            NixException failure = new ServiceManagerException(Failure.of(
                    command.get(0) + " could not be started: " + e.getMessage(),
                    ShellQuoting.quote(command),
                    null,
                    List.of(),
                    ""));
            failure.initCause(e);
            throw failure;
        }
    }

    private Optional<Path> onPath(String tool) {
        for (String directory : place.variables().getOrDefault("PATH", "").split(":", -1)) {
            if (directory.startsWith("/")) {
                Path program = Path.of(directory, tool);
                if (Files.isRegularFile(program) && Files.isExecutable(program)) {
                    return Optional.of(program);
                }
            }
        }
        return Optional.empty();
    }
}
