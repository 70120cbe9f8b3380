package io.github.nixadhoc.internal.nix;

import io.github.nixadhoc.error.CancelledException;
import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.FlakeNotFoundException;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.NixNotInstalledException;
import io.github.nixadhoc.error.StoreUnavailableException;
import io.github.nixadhoc.error.TimedOutException;
import io.github.nixadhoc.error.UnexpectedOutputException;
import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.ProcessStartException;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.text.ShellQuoting;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.Termination;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The execution of a single attempt at a call. It throws only if Nix did not end by itself; the caller judges other ends. */
final class NixCaller {

    private final NixProcess process;
    private final NixEnvironment environment;
    private final NixCommandLine commandLine;
    private final NixSettings settings;
    private final CallObserver observer;

    NixCaller(CommandExecutor executor, NixSettings settings, CallObserver observer) {
        this.process = new NixProcess(executor);
        this.environment = new NixEnvironment(settings);
        this.commandLine = new NixCommandLine(settings);
        this.settings = settings;
        this.observer = observer;
    }

    /** Returns the command line of an attempt, quoted for a shell. */
    String toCommandLine(Path binary, NixCall call, List<String> mode) {
        return Secrets.of(settings).mask(ShellQuoting.quote(commandLine.words(binary, call, mode)));
    }

    /**
     * Calls Nix and waits for its end.
     *
     * @param binary the nix in use
     * @param call the call
     * @param mode the flags of this attempt only
     * @param network the check for a network, without which Nix is stopped; null for no check
     * @param deadline the deadline, at which Nix is stopped
     * @return the end of Nix, by itself or because there is no network
     * @throws NixException if Nix could not be started, timed out, was cancelled, or printed too much
     */
    NixProcess.End attempt(
            Path binary, NixCall call, List<String> mode, @Nullable NetworkProbe network, Deadline deadline) {
        if (deadline.hasPassed()) {
            throw timedOut(binary, call, mode, List.of());
        }
        ProcessSpec spec = ProcessSpec.of(commandLine.words(binary, call, mode))
                .withEnvironment(environment.of(call))
                .withDirectory(call.directory());
        NixLogKeeper logKeeper = new NixLogKeeper(call.logLines());
        CallObserver.Observed observed = observer.begin(call, deadline);
        String answer = "";
        try {
            NixProcess.End end = process.run(spec, call, logKeeper, observed, network, deadline);
            answer = end.outcome().stdout().text();
            return checked(end, binary, call, mode);
        } catch (ProcessStartException e) {
            throw notStarted(e, binary, call, mode);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException(
                    failure(
                            "the thread that waited for Nix was interrupted",
                            "",
                            binary,
                            call,
                            mode,
                            logKeeper.log().lines()),
                    null);
        } finally {
            if (observed != null) {
                observed.ended(answer);
            }
        }
    }

    private NixProcess.End checked(NixProcess.End end, Path binary, NixCall call, List<String> mode) {
        Termination termination = end.outcome().termination();
        List<String> lines = end.log().lines();
        if (termination instanceof Termination.TimedOut) {
            throw timedOut(binary, call, mode, lines);
        }
        if (termination instanceof Termination.Cancelled && !end.offline()) {
            throw new CancelledException(failure("Nix was stopped", "", binary, call, mode, lines), null);
        }
        if (termination instanceof Termination.OutputLimit) {
            throw new UnexpectedOutputException(failure(
                    "Nix printed more than " + NixProcess.MAX_ANSWER_BYTES + " bytes", "", binary, call, mode, lines));
        }
        return end;
    }

    private TimedOutException timedOut(Path binary, NixCall call, List<String> mode, List<String> lines) {
        return new TimedOutException(
                failure(
                        "the time was up while Nix was at work",
                        call.phase() == Phase.EXECUTE
                                ? "allow more time; what Nix has done so far stays done"
                                : "allow more time; what has been downloaded or built so far is kept",
                        binary,
                        call,
                        mode,
                        lines),
                null);
    }

    private NixException notStarted(ProcessStartException e, Path binary, NixCall call, List<String> mode) {
        String what = "Nix could not be started: " + e.getMessage();
        NixException exception = switch (e.reason()) {
            case PROGRAM_NOT_FOUND, NOT_EXECUTABLE ->
                new NixNotInstalledException(failure(
                        what,
                        call.tool().equals("nix")
                                ? "install it: "
                                        + InstallCommands.forHost(HostSystem.current())
                                                .toShell()
                                : "install all of Nix, or put the directory with " + call.tool()
                                        + " on PATH: it is neither there nor beside " + binary,
                        binary,
                        call,
                        mode,
                        List.of()));
            case NO_SUCH_DIRECTORY ->
                new FlakeNotFoundException(
                        failure(what, "flake references start from this directory", binary, call, mode, List.of()));
            default -> new StoreUnavailableException(failure(what, "", binary, call, mode, List.of()));
        };
        exception.initCause(e);
        return exception;
    }

    private Failure failure(
            String what, String hint, Path binary, NixCall call, List<String> mode, List<String> lines) {
        Secrets secrets = Secrets.of(settings);
        return Failure.of(
                secrets.mask(what), toCommandLine(binary, call, mode), call.phase(), secrets.mask(lines), hint);
    }
}
