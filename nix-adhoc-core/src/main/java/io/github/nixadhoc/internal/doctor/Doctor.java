package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.error.CancelledException;
import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.NixNotInstalledException;
import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.internal.nix.HostSystem;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.nix.NixInstallation;
import io.github.nixadhoc.internal.nix.NixSettings;
import io.github.nixadhoc.internal.nix.Secrets;
import io.github.nixadhoc.model.Finding;
import io.github.nixadhoc.model.Severity;
import io.github.nixadhoc.result.StoreInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Makes all checks concurrently and independently. A check that fails or does not end in time becomes a finding.
 *
 * <p>Thread-safe.
 */
public final class Doctor {

    /** The checks in an order in which each depends on earlier ones only. */
    private static final List<Check> CHECKS = List.of(
            new NixCheck(),
            new SettingsCheck(),
            new FeaturesCheck(),
            new StoreCheck(),
            new DaemonCheck(),
            new PermissionsCheck(),
            new UserFoldersCheck(),
            new BuildUsersCheck(),
            new TrustCheck(),
            new StoreSpaceCheck(),
            new TemporaryFilesCheck(),
            new MemoryCheck(),
            new PseudoTerminalsCheck(),
            new SandboxCheck(),
            new NamespacesCheck(),
            new RegistryCheck(),
            new CachesCheck(),
            new GitCheck(),
            new LocaleCheck(),
            new DisplayCheck(),
            new GraphicsCheck());

    /** The limit of an answer of Nix. It usually takes a tenth of a second, and longer on a busy machine. */
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(6);

    /** The maximum limit, which avoids an overflow of nanoseconds. */
    private static final Duration LONGEST = Duration.ofDays(1);

    /** The time to wait for the checks to stop after an interrupt. */
    private static final long STOPPED_BY_SECONDS = 6;

    private final List<Check> checks;
    private final Secrets secrets;
    private final SystemFactory systems;

    Doctor(List<Check> checks, Secrets secrets, SystemFactory systems) {
        this.checks = checks;
        this.secrets = secrets;
        this.systems = systems;
    }

    /**
     * Returns the doctor for a Nix and its machine.
     *
     * @param nix the Nix, which need not exist
     * @param settings the settings of that Nix
     * @param executor the executor that starts processes
     */
    public static Doctor of(NixCli nix, NixSettings settings, CommandExecutor executor) {
        return new Doctor(
                CHECKS,
                Secrets.of(settings),
                (limit, threads) ->
                        system(settings.environment(), Optional.of(executor), new NixProbeCache(nix, limit, threads)));
    }

    /** Returns the doctor for the machine of a client without Nix. It starts no processes. */
    public static Doctor withoutNix(ProcessEnvironment environment) {
        return new Doctor(
                CHECKS,
                Secrets.of(environment),
                (limit, threads) -> system(environment, Optional.empty(), new NoNix()));
    }

    private static ExaminedSystem system(
            ProcessEnvironment environment, Optional<CommandExecutor> executor, NixFacts nix) {
        Map<String, String> variables = new HashMap<>(System.getenv());
        environment.applyTo(variables);
        return new ExaminedSystem(HostSystem.current(), environment, Map.copyOf(variables), executor, nix);
    }

    /**
     * Makes all checks.
     *
     * @param limit the time limit of all checks together
     * @return the findings, in the order of the checks
     * @throws CancelledException if this thread is interrupted, or Nix was stopped from outside
     */
    public List<Finding> examine(Duration limit) {
        long end = System.nanoTime() + shorter(limit, LONGEST).toNanos();
        ExecutorService threads = Executors.newCachedThreadPool(Doctor::daemonThread);
        try {
            ExaminedSystem system = systems.create(shorter(LONGEST_ANSWER, limit.dividedBy(3)), threads);
            List<Future<List<Finding>>> examinations = new ArrayList<>();
            for (Check check : checks) {
                examinations.add(threads.submit(() -> check.examine(system)));
            }
            List<Finding> findings = new ArrayList<>();
            for (int i = 0; i < checks.size(); i++) {
                findings.addAll(findings(checks.get(i), examinations.get(i), end, limit));
            }
            return findings.stream().map(this::masked).toList();
        } catch (InterruptedException e) {
            awaitEnd(threads);
            Thread.currentThread().interrupt();
            throw new CancelledException(
                    Failure.of("the thread that waited for the examination was interrupted", ""), null);
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<Finding> findings(Check check, Future<List<Finding>> examination, long end, Duration limit)
            throws InterruptedException {
        try {
            return examination.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return check.warning(
                    "not known: it was not found out within " + limit.toMillis() + " ms",
                    "",
                    "look again with a longer timeout; if that does not help, something it looks at hangs");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CancelledException cancelled) {
                throw cancelled;
            }
            return List.of(failed(check, e.getCause() == null ? e : e.getCause()));
        }
    }

    private static Finding failed(Check check, Throwable cause) {
        if (cause instanceof NixException failure) {
            return Finding.of(
                    check.name(),
                    Severity.WARNING,
                    "not known: " + failure.shortMessage(),
                    failure.command(),
                    failure.hint());
        }
        return Finding.of(check.name(), Severity.WARNING, "not known: " + cause, "", "see whether it can be read");
    }

    private Finding masked(Finding finding) {
        return Finding.of(
                finding.check(),
                finding.severity(),
                secrets.mask(finding.found()),
                secrets.mask(finding.evidence()),
                secrets.mask(finding.fix()));
    }

    private static void awaitEnd(ExecutorService threads) {
        threads.shutdownNow();
        try {
            boolean unused = threads.awaitTermination(STOPPED_BY_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            // The caller learns of the interrupt from the exception anyway.
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Thread daemonThread(Runnable work) {
        Thread thread = new Thread(work, "nix-adhoc-doctor");
        thread.setDaemon(true);
        return thread;
    }

    /** A factory for the system to examine. */
    @FunctionalInterface
    interface SystemFactory {

        /**
         * Creates the system and starts the queries to Nix.
         *
         * @param limit the time limit of each query
         * @param threads the threads that run the queries
         */
        ExaminedSystem create(Duration limit, ExecutorService threads);
    }

    /** The facts of a client without Nix. */
    private static final class NoNix implements NixFacts {

        private final NixNotInstalledException failure = new NixNotInstalledException(
                Failure.of("this client was built with withoutNix(), so it calls no Nix", "ask a client that has one"));

        @Override
        public Probed<NixInstallation> installation() {
            return Probed.failed(failure);
        }

        @Override
        public Probed<NixConfiguration> configuration() {
            return Probed.failed(failure);
        }

        @Override
        public Probed<StoreInfo> store() {
            return Probed.failed(failure);
        }
    }
}
