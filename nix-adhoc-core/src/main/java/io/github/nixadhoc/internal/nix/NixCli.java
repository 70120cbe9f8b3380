package io.github.nixadhoc.internal.nix;

import io.github.nixadhoc.error.CancelledException;
import io.github.nixadhoc.error.EvaluationException;
import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.TimedOutException;
import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.exec.Output;
import io.github.nixadhoc.exec.ProcessOutcome;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.RunningProcess;
import io.github.nixadhoc.exec.TimeLimits;
import io.github.nixadhoc.model.Overflow;
import io.github.nixadhoc.model.Termination;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls Nix and returns what it prints, or throws the exception that fits its failure.
 *
 * <p>Thread-safe.
 */
public final class NixCli {

    /** More than any answer of Nix: a dump of all of nixpkgs has 25 MB. */
    private static final long MAX_ANSWER_BYTES = 256L << 20;

    private static final Duration GRACE_PERIOD = Duration.ofSeconds(2);

    private final CommandExecutor executor;
    private final NixSettings settings;
    private final NixCommandLine commandLine;

    public NixCli(CommandExecutor executor, NixSettings settings) {
        this.executor = executor;
        this.settings = settings;
        this.commandLine = new NixCommandLine(settings);
    }

    /** Returns the exact line that a call is, quoted for a shell. */
    public String toCommandLine(NixCall call) {
        return ShellQuoting.quote(commandLine.words(binary(), call));
    }

    /** Calls Nix and waits for its end. */
    public NixOutput run(NixCall call, Deadline deadline) {
        List<String> words = commandLine.words(binary(), call);
        ProcessSpec spec = ProcessSpec.of(words)
                .withEnvironment(settings.environment())
                .withDirectory(call.directory())
                .withStdout(new Output.Capture(MAX_ANSWER_BYTES, Overflow.FAIL, null, List.of()))
                .withLimits(new TimeLimits(deadline.remaining(), null, GRACE_PERIOD));
        RunningProcess process = executor.start(spec);
        ProcessOutcome outcome;
        try {
            outcome = process.outcome().get();
        } catch (InterruptedException e) {
            process.cancel();
            try {
                process.outcome().get(GRACE_PERIOD.toSeconds() + 3, TimeUnit.SECONDS);
            } catch (InterruptedException | ExecutionException | TimeoutException ended) {
                // it is told as cancelled either way
            }
            Thread.currentThread().interrupt();
            throw new CancelledException(failure("the wait for Nix was interrupted", call, words, List.of()), null);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        List<String> log = outcome.stderr().lines();
        if (outcome.termination() instanceof Termination.TimedOut) {
            throw new TimedOutException(failure("Nix did not end in time", call, words, log), null);
        }
        if (!outcome.termination().isSuccess()) {
            throw new EvaluationException(failure("Nix failed", call, words, log));
        }
        return new NixOutput(outcome.stdout().text(), log);
    }

    private static Failure failure(String what, NixCall call, List<String> words, List<String> log) {
        return new Failure(what, ShellQuoting.quote(words), call.phase(), log, "");
    }

    private Path binary() {
        Map<String, String> variables = new HashMap<>(System.getenv());
        settings.environment().applyTo(variables);
        return new NixLocator(variables, HostSystem.current()).locate(settings.binary());
    }
}
