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
import org.jspecify.annotations.Nullable;

/**
 * Makes all checks side by side, each apart from the others: one that fails, or does not come to an end, is a finding.
 *
 * <p>Thread-safe.
 */
public final class Doctor {

    /** In the order of a person who looks for what is wrong: each needs those before it. */
    private static final List<Check> CHECKS = List.of(
            new NixCheck(),
            new SettingsCheck(),
            new FeaturesCheck(),
            new StoreCheck(),
            new DaemonCheck(),
            new PermissionsCheck(),
            new BuildUsersCheck(),
            new TrustCheck(),
            new StoreSpaceCheck(),
            new TemporaryFilesCheck(),
            new SandboxCheck(),
            new NamespacesCheck(),
            new RegistryCheck(),
            new CachesCheck(),
            new GitCheck(),
            new LocaleCheck(),
            new DisplayCheck(),
            new GraphicsCheck());

    /** Nix answers within a tenth of a second; a machine that is very busy may need more. */
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(6);

    /** No examination takes as long, and its nanoseconds can be counted. */
    private static final Duration LONGEST = Duration.ofDays(1);

    /** How long whoever gives up waits for what has been told to stop. */
    private static final long STOPPED_BY_SECONDS = 6;

    private final List<Check> checks;
    private final Secrets secrets;
    private final Admission admission;

    Doctor(List<Check> checks, Secrets secrets, Admission admission) {
        this.checks = checks;
        this.secrets = secrets;
        this.admission = admission;
    }

    /**
     * Returns the doctor for a Nix and the machine that it is on.
     *
     * @param nix the Nix, which need not exist
     * @param settings how it is used
     * @param executor what starts processes
     */
    public static Doctor of(NixCli nix, NixSettings settings, CommandExecutor executor) {
        return new Doctor(
                CHECKS,
                Secrets.of(settings),
                (limit, threads) -> patient(
                        settings.environment(),
                        settings.store(),
                        Optional.of(executor),
                        new NixProbeCache(nix, limit, threads)));
    }

    /** Returns the doctor for the machine of a client that has no Nix, and so starts no process. */
    public static Doctor withoutNix(ProcessEnvironment environment) {
        return new Doctor(
                CHECKS,
                Secrets.of(environment),
                (limit, threads) -> patient(environment, null, Optional.empty(), new NoNix()));
    }

    private static ExaminedSystem patient(
            ProcessEnvironment environment, @Nullable String store, Optional<CommandExecutor> executor, NixFacts nix) {
        Map<String, String> variables = new HashMap<>(System.getenv());
        environment.applyTo(variables);
        return new ExaminedSystem(HostSystem.current(), environment, Map.copyOf(variables), store, executor, nix);
    }

    /**
     * Makes all checks.
     *
     * @param limit how long it may take in all
     * @return what was found, in the order of the checks
     * @throws CancelledException if this thread is interrupted, or Nix was stopped by somebody else
     */
    public List<Finding> examine(Duration limit) {
        long end = System.nanoTime() + shorter(limit, LONGEST).toNanos();
        ExecutorService threads = Executors.newCachedThreadPool(Doctor::daemonThread);
        try {
            ExaminedSystem patient = admission.admit(shorter(LONGEST_ANSWER, limit.dividedBy(3)), threads);
            List<Future<List<Finding>>> examinations = new ArrayList<>();
            for (Check check : checks) {
                examinations.add(threads.submit(() -> check.examine(patient)));
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
            return Finding.builder(check.name(), Severity.WARNING)
                    .found("not known: " + failure.shortMessage())
                    .evidence(failure.command())
                    .fix(failure.hint())
                    .build();
        }
        return Finding.builder(check.name(), Severity.WARNING)
                .found("not known: " + cause)
                .fix("see whether it can be read")
                .build();
    }

    private Finding masked(Finding finding) {
        return Finding.builder(finding.check(), finding.severity())
                .found(secrets.mask(finding.found()))
                .evidence(secrets.mask(finding.evidence()))
                .fix(secrets.mask(finding.fix()))
                .build();
    }

    private static void awaitEnd(ExecutorService threads) {
        threads.shutdownNow();
        try {
            boolean unused = threads.awaitTermination(STOPPED_BY_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            // The caller is told of the interrupt either way; a second one only means that it is in a hurry.
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

    /** Makes what is examined. */
    @FunctionalInterface
    interface Admission {

        /**
         * Begins to ask Nix.
         *
         * @param limit how long each of its answers may take
         * @param threads where it is waited for
         */
        ExaminedSystem admit(Duration limit, ExecutorService threads);
    }

    /** A client that has no Nix. */
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
