package io.github.nixadhoc.internal.nix;

import io.github.nixadhoc.error.EvaluationException;
import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.NixNotInstalledException;
import io.github.nixadhoc.error.OfflineException;
import io.github.nixadhoc.error.StoreUnavailableException;
import io.github.nixadhoc.error.UnexpectedOutputException;
import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.nix.NixProcess.End;
import io.github.nixadhoc.internal.text.ShellQuoting;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.Termination;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls Nix and returns its output, or throws the exception for its failure.
 *
 * <p>A call that finds no network is repeated offline, so that the content of the store and of Nix's caches can still be used.
 * A call that a concurrent garbage collection made fail is not repeated, because earlier calls are affected too. Thread-safe.
 */
public final class NixCli {

    private final NixSettings settings;
    private final CommandExecutor executor;
    private final NixLocator locator;
    private final @Nullable NetworkProbe network;
    private final ConfigurationIdentity configuration;
    private final CallObserver observer;
    private volatile @Nullable CachedInstallation cached;

    /** Creates a caller of Nix, whose settings do not change. */
    public NixCli(CommandExecutor executor, NixSettings settings) {
        this(executor, settings, null, ConfigurationIdentity.UNCHANGING, CallObserver.NONE);
    }

    /**
     * Creates a caller of Nix.
     *
     * @param configuration tells whether Nix has to be asked again for its properties
     * @param observer is told of each call
     */
    public NixCli(
            CommandExecutor executor,
            NixSettings settings,
            ConfigurationIdentity configuration,
            CallObserver observer) {
        this(executor, settings, null, configuration, observer);
    }

    /** Creates a caller of Nix with another check for a network. */
    NixCli(CommandExecutor executor, NixSettings settings, NetworkProbe network) {
        this(executor, settings, network, ConfigurationIdentity.UNCHANGING, CallObserver.NONE);
    }

    private NixCli(
            CommandExecutor executor,
            NixSettings settings,
            @Nullable NetworkProbe network,
            ConfigurationIdentity configuration,
            CallObserver observer) {
        this.settings = settings;
        this.executor = executor;
        this.locator = new NixLocator(settings.variables(), HostSystem.current());
        this.network = network;
        this.configuration = configuration;
        this.observer = observer;
    }

    /**
     * Returns the command line of a call, quoted for a shell and with masked secrets.
     *
     * @throws NixException if there is no Nix
     */
    public String toCommandLine(NixCall call) {
        return caller().toCommandLine(locator.locate(settings.binary()), call, List.of());
    }

    /**
     * Returns the properties of the Nix in use. Nix is asked once, and again when the binary or its settings have changed.
     *
     * @throws NixException if there is no Nix, or it does not answer
     */
    public NixInstallation installation(Deadline deadline) {
        NixBinary binary = binary();
        return installation(binary, configuration.of(binary), deadline);
    }

    /**
     * Returns the properties of a binary whose identity and whose settings have just been looked at.
     *
     * @param identity the binary
     * @param settingsIdentity the identity of its settings; null if no answer may be kept
     * @throws NixException if it does not answer
     */
    public NixInstallation installation(NixBinary identity, @Nullable String settingsIdentity, Deadline deadline) {
        CachedInstallation before = cached;
        if (before != null && before.isOf(identity, settingsIdentity)) {
            return before.installation();
        }
        Path binary = identity.path();
        NixOutput answer = probe(binary, deadline);
        NixCall call = NixProbe.CALL;
        try {
            NixProbe.Facts facts = NixProbe.read(answer.stdout());
            call = NixProbe.settingsCall(facts.version());
            answer = run(binary, call, deadline);
            NixInstallation installation = NixProbe.withSettings(binary, facts, answer.stdout());
            if (settingsIdentity != null && settingsIdentity.equals(configuration.of(identity))) {
                cached = new CachedInstallation(identity, settingsIdentity, installation);
            }
            log().debug("found {}", installation);
            return installation;
        } catch (IOException e) {
            throw new UnexpectedOutputException(Failure.of(
                    "Nix did not say who it is: " + e.getMessage(),
                    caller().toCommandLine(binary, call, List.of()),
                    call.phase(),
                    answer.log(),
                    "name a nix of version 2.8 or later"));
        }
    }

    /**
     * Returns the properties of the Nix in use without opening its store, for a store that cannot be used.
     *
     * @throws NixException if there is no Nix, or it does not answer
     */
    public NixInstallation installationWithoutStore(Deadline deadline) {
        Path binary = locator.locate(settings.binary());
        NixOutput answer = run(binary, NixProbe.STORELESS_CALL, deadline);
        try {
            NixProbe.Facts facts = NixProbe.read(answer.stdout());
            NixOutput known = run(binary, NixProbe.settingsCall(facts.version()), deadline);
            return NixProbe.withSettings(binary, facts, known.stdout());
        } catch (IOException e) {
            throw new UnexpectedOutputException(Failure.of(
                    "Nix did not say who it is: " + e.getMessage(),
                    caller().toCommandLine(binary, NixProbe.STORELESS_CALL, List.of()),
                    Phase.RESOLVE,
                    answer.log(),
                    "name a nix of version 2.8 or later"));
        }
    }

    /**
     * Returns the current identity of the binary in use.
     *
     * @throws NixException if there is no Nix
     */
    public NixBinary binary() {
        return identityOf(locator.locate(settings.binary()));
    }

    /**
     * Sets the properties of a binary, so that it need not be asked.
     *
     * @param binary the identity of the binary
     * @param settingsIdentity the identity of its settings
     * @param installation its properties
     */
    public void assume(NixBinary binary, String settingsIdentity, NixInstallation installation) {
        CachedInstallation before = cached;
        if (before == null || !before.isOf(binary, settingsIdentity)) {
            cached = new CachedInstallation(binary, settingsIdentity, installation);
        }
    }

    /** Sets the properties to those that another caller of the same Nix knows, so that it need not be asked. */
    public void assumeAs(NixCli other) {
        cached = other.cached;
    }

    /**
     * Returns the daemon of this Nix as a child process, which serves its own standard input and output; empty if there is
     * none beside the nix in use. One on PATH may be of another version.
     *
     * @throws NixException if there is no Nix
     */
    public Optional<ProcessSpec> childDaemon() {
        Path binary = locator.locate(settings.binary());
        Path daemon = binary.resolveSibling("nix-daemon");
        return NixLocator.isProgram(daemon)
                ? Optional.of(ProcessSpec.of(new NixCommandLine(settings).daemonWords(daemon))
                        .withEnvironment(new NixEnvironment(settings).ofAll()))
                : Optional.empty();
    }

    /** Returns the settings that a process of Nix would send to a daemon; empty if only Nix can tell them. */
    public Optional<StoreDaemonSettings> daemonSettings() {
        return StoreDaemonSettings.of(settings);
    }

    /**
     * Returns the identity of the settings as they are now; null if it cannot be determined.
     *
     * @throws NixException if there is no Nix
     */
    public @Nullable String settingsIdentity() {
        return configuration.of(binary());
    }

    /** Returns a consumer of a log that notices when there is no network for a download. */
    public Consumer<NixLogEvent> networkWatch(Runnable whenOffline) {
        return settings.offline() ? event -> {} : new OfflineWatch(network(), whenOffline);
    }

    /** Returns a text without the secrets of the client. */
    public String masked(String text) {
        return Secrets.of(settings).mask(text);
    }

    /** Asks a binary for its properties. The expression cannot fail by itself, so an evaluation error means an unusable Nix. */
    private NixOutput probe(Path binary, Deadline deadline) {
        try {
            return run(binary, NixProbe.CALL, deadline);
        } catch (EvaluationException e) {
            if (worksWithoutStore(binary, deadline)) {
                throw storeUnusable(e);
            }
            NixNotInstalledException failure = new NixNotInstalledException(Failure.of(
                    binary + " does not work as a nix does: " + e.shortMessage(),
                    e.command(),
                    e.phase().orElse(null),
                    e.log(),
                    "run " + ShellQuoting.quote(binary.toString())
                            + " --version; if that fails, install Nix for this system anew, or name another nix"));
            failure.initCause(e);
            throw failure;
        }
    }

    private boolean worksWithoutStore(Path binary, Deadline deadline) {
        try {
            NixOutput answer = run(binary, NixProbe.STORELESS_CALL, deadline);
            NixProbe.Facts unused = NixProbe.read(answer.stdout());
            return true;
        } catch (EvaluationException | IOException e) {
            return false;
        }
    }

    private StoreUnavailableException storeUnusable(EvaluationException e) {
        StoreUnavailableException failure = new StoreUnavailableException(Failure.of(
                "the store cannot be opened: " + e.shortMessage(),
                e.command(),
                e.phase().orElse(null),
                e.log(),
                settings.store() == null
                        ? "check the store that Nix is told to use: NIX_REMOTE, NIX_STORE_DIR, and store in nix.conf"
                        : "give NixClient.builder().store(…) a directory that this user can make and write to"));
        failure.initCause(e);
        return failure;
    }

    /**
     * Calls Nix and waits for its end.
     *
     * <p>An interrupt of the waiting thread stops Nix, and the thread stays interrupted.
     *
     * @throws StoreRaceException if another process changed the store during the call
     * @throws NixException if Nix fails; the subclass depends on the failure
     */
    public NixOutput run(NixCall call, Deadline deadline) {
        return run(locator.locate(settings.binary()), call, deadline);
    }

    /**
     * Calls Nix for a report, for example of corrupt paths, that it prints to its log and combines with a non-zero exit code.
     *
     * @param isReport returns whether the lines of the log before the failure are such a report
     * @throws NixException if Nix fails otherwise; the subclass depends on the failure
     */
    public NixOutput report(NixCall call, Predicate<List<String>> isReport, Deadline deadline) {
        Path binary = locator.locate(settings.binary());
        // not checked for a concurrent change of the store, because such a report may be about missing files
        End end = caller().attempt(binary, call, List.of(), null, deadline);
        boolean reported = end.outcome().termination() instanceof Termination.Exited
                && isReport.test(end.log().lines());
        if (end.isSuccess() || reported) {
            return answer(end);
        }
        throw failure(binary, call, List.of(), end, diagnose(end, call));
    }

    private NixOutput run(Path binary, NixCall call, Deadline deadline) {
        if (settings.offline()) {
            return runOffline(binary, call, deadline);
        }
        List<String> mode = List.of();
        End end = attempt(binary, call, mode, network(), deadline);
        if (end.isSuccess()) {
            return answer(end);
        }
        if (call.showsTrace() && end.log().errors().isEmpty()) {
            // the trace of an endless recursion is too long to be kept, and the error stands in the same message
            return run(binary, call.withoutTrace(), deadline);
        }
        LoggedFailure diagnosis = diagnose(end, call);
        if (ErrorPatterns.NEW_STORE.matcher(diagnosis.what()).find()) {
            end = attempt(binary, call, mode, network(), deadline);
            if (end.isSuccess()) {
                return answer(end);
            }
            diagnosis = diagnose(end, call);
        }
        if (end.offline() || isOffline(diagnosis)) {
            return runOffline(binary, call, deadline);
        }
        if (hasLostMessage(diagnosis, call, deadline)) {
            mode = List.of("--option", "eval-cache", "false");
            end = attempt(binary, call, mode, network(), deadline);
            if (end.isSuccess()) {
                return answer(end);
            }
            diagnosis = diagnose(end, call);
        }
        throw failure(binary, call, mode, end, diagnosis);
    }

    private End attempt(
            Path binary, NixCall call, List<String> mode, @Nullable NetworkProbe network, Deadline deadline) {
        End end = caller().attempt(binary, call, mode, network, deadline);
        Optional<String> race = GcRaceDetector.of(end);
        if (race.isPresent()) {
            throw classifier()
                    .vanished(
                            call,
                            caller().toCommandLine(binary, call, mode),
                            race.get(),
                            end.log().lines());
        }
        return end;
    }

    private NixOutput runOffline(Path binary, NixCall call, Deadline deadline) {
        log().debug("called without network: {}", call);
        List<String> mode = new ArrayList<>(NixCommandLine.offline(call));
        End end = attempt(binary, call, mode, null, deadline);
        LoggedFailure diagnosis = diagnose(end, call);
        // Nix requires the global registry even if the registry of the user has the entry
        if (!end.isSuccess() && ErrorPatterns.REGISTRY.matcher(diagnosis.what()).find()) {
            String none = installation(deadline).dialect().noGlobalRegistry();
            mode.addAll(List.of("--option", "flake-registry", none));
            end = attempt(binary, call, mode, null, deadline);
            diagnosis = diagnose(end, call);
        }
        if (end.isSuccess()) {
            return answer(end);
        }
        NixException failure = failure(binary, call, mode, end, diagnosis);
        throw isForLackOfNetwork(diagnosis) ? offline(failure, diagnosis) : failure;
    }

    private NixException failure(Path binary, NixCall call, List<String> mode, End end, LoggedFailure diagnosis) {
        NixException failure = classifier().classify(call, caller().toCommandLine(binary, call, mode), diagnosis);
        return new EnvironmentFailure(settings, HostSystem.current())
                .explained(failure, call, end.outcome().termination());
    }

    private static OfflineException offline(NixException failure, LoggedFailure diagnosis) {
        boolean isInEvaluation = failure.phase().equals(Optional.of(Phase.RESOLVE))
                && !diagnosis.derivation().isEmpty();
        String built = isInEvaluation
                ? " (the evaluation has to build " + ErrorSentence.nameOf(diagnosis.derivation())
                        + ", an import from derivation)"
                : "";
        return new OfflineException(Failure.of(
                "there is no network, and what is needed is not on this machine: " + failure.shortMessage() + built,
                failure.command(),
                failure.phase().orElse(null),
                failure.log(),
                "connect to a network, or set https_proxy if there is a proxy; what has been run before runs without"));
    }

    private static boolean isForLackOfNetwork(LoggedFailure diagnosis) {
        return diagnosis.kind() == FailureKind.DOWNLOAD_FAILED
                || ErrorPatterns.REGISTRY.matcher(diagnosis.what()).find();
    }

    /** Returns whether the call failed because there is no network. */
    private boolean isOffline(LoggedFailure diagnosis) {
        if (diagnosis.kind() != FailureKind.DOWNLOAD_FAILED) {
            return false;
        }
        NetworkProbe probe = network();
        Optional<String> host = diagnosis.unreachableHost().flatMap(probe::hostToResolve);
        return host.isPresent() && probe.isOffline(host.get());
    }

    private boolean hasLostMessage(LoggedFailure diagnosis, NixCall call, Deadline deadline) {
        return call.tool().equals("nix")
                && ErrorPatterns.LOST_MESSAGE.matcher(diagnosis.what()).find()
                && installation(deadline).dialect().losesMessageOfFailedEvaluation();
    }

    private static LoggedFailure diagnose(End end, NixCall call) {
        return LoggedFailure.of(end.log(), call.phase(), ending(end.outcome().termination()));
    }

    private static String ending(Termination termination) {
        if (termination instanceof Termination.Exited exited) {
            return "Nix ended with exit code " + exited.code() + " and without an error message";
        }
        if (termination instanceof Termination.Signaled signaled) {
            return "Nix was ended by signal " + signaled.signal();
        }
        return "Nix ended with " + termination;
    }

    private static NixOutput answer(End end) {
        return new NixOutput(end.outcome().stdout().text(), end.log().lines());
    }

    private static NixBinary identityOf(Path binary) {
        try {
            return NixBinary.of(binary);
        } catch (IOException e) {
            throw new NixNotInstalledException(
                    Failure.of(binary + " has gone since it was found: " + e.getMessage(), "install Nix anew"));
        }
    }

    /** Patterns of errors, compiled only in a JVM in which a call fails. */
    private static final class ErrorPatterns {

        static final Pattern REGISTRY = Pattern.compile("flake-registry\\.json|cannot find flake '");
        /** The failure of all but one of several processes that create a store at the same time (Nix 2.8 to 2.34). */
        static final Pattern NEW_STORE =
                Pattern.compile("creating symlink from '?\"?[^'\"]*/gcroots/profiles.*File exists");

        static final Pattern LOST_MESSAGE = Pattern.compile("attribute '.*' does not exist|is not a derivation");
    }

    /** The properties of a binary under some settings. */
    private record CachedInstallation(NixBinary identity, String settingsIdentity, NixInstallation installation) {

        @SuppressWarnings("ReferenceEquality") // the same object, as in a first run, need not be compared
        boolean isOf(NixBinary binary, @Nullable String itsSettings) {
            return settingsIdentity.equals(itsSettings) && (identity == binary || identity.equals(binary));
        }
    }

    private NetworkProbe network() {
        return network == null ? NetworkProbe.of(settings.variables()) : network;
    }

    private NixCaller caller() {
        return new NixCaller(executor, settings, observer);
    }

    private FailureClassifier classifier() {
        return new FailureClassifier(Secrets.of(settings));
    }

    /** Returns the logger, which is created on first use, because that takes a new JVM a long time. */
    private static Logger log() {
        return LoggerFactory.getLogger(NixCli.class);
    }
}
