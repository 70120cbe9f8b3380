package io.github.nixadhoc.internal.client;

import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.SessionLimitException;
import io.github.nixadhoc.error.SessionLimitException.Limit;
import io.github.nixadhoc.error.TimedOutException;
import io.github.nixadhoc.exec.InputSourceException;
import io.github.nixadhoc.exec.OutputConsumerException;
import io.github.nixadhoc.exec.ProcessOutcome;
import io.github.nixadhoc.exec.RunningProcess;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.nix.NixCall;
import io.github.nixadhoc.internal.process.DetachedHandle;
import io.github.nixadhoc.internal.run.RunObserver;
import io.github.nixadhoc.internal.runtime.NixRuntime;
import io.github.nixadhoc.internal.session.Journal;
import io.github.nixadhoc.internal.store.StorePins;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.SessionLimits;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.model.StorePathInfo;
import io.github.nixadhoc.model.Termination;
import io.github.nixadhoc.model.Transfer;
import io.github.nixadhoc.result.SessionRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Accounting of an open session: its runs, the paths that it holds in the store, and the use of its limits.
 *
 * <p>Thread-safe.
 */
final class SessionAccounting implements RunObserver {

    /** The number of store paths that a message names. */
    private static final int MAX_NAMED_PATHS = 3;

    private final SessionLimits limits;
    private final Deadline deadline;
    private final @Nullable Journal journal;
    private final @Nullable NixRuntime nix;
    private final List<Supplier<SessionRun>> runs = new ArrayList<>();
    private final List<DetachedHandle> detached = new ArrayList<>();
    private final Set<StorePath> held = new HashSet<>();
    private final Map<StorePath, ByteSize> closure = new LinkedHashMap<>();
    private final Set<String> kept = new LinkedHashSet<>();
    private @Nullable StorePins pins;
    private ByteSize downloaded = ByteSize.ZERO;

    /**
     * Creates the accounting of a session.
     *
     * @param limits its limits
     * @param journal records the paths that it uses; null without Nix
     * @param nix the same Nix without an observer of its calls; null without Nix
     */
    SessionAccounting(SessionLimits limits, @Nullable Journal journal, @Nullable NixRuntime nix) {
        this.limits = limits;
        this.deadline = Deadline.after(limits.time().orElse(null));
        this.journal = journal;
        this.nix = nix;
    }

    @Override
    public String owner() {
        return "session";
    }

    @Override
    public Deadline limit(Deadline other) {
        if (deadline.hasPassed()) {
            throw new TimedOutException(
                    Failure.of(
                            "the time of the session, " + limits.time().orElse(Duration.ZERO) + ", is up",
                            "open another session, or allow more with SessionLimits.timeout(…)"),
                    null);
        }
        return other.orEarlier(deadline);
    }

    @Override
    public void prepared(List<StorePath> storePaths, Supplier<String> line, Deadline deadline) {
        if (nix == null || journal == null) {
            return;
        }
        hold(storePaths, nix, journal, deadline);
        if (limits.closure().isPresent()) {
            requireClosure(storePaths, limits.closure().get(), nix, line.get(), deadline);
        }
    }

    private synchronized void hold(List<StorePath> paths, NixRuntime runtime, Journal usedJournal, Deadline deadline) {
        StorePins all = pins;
        if (all == null) {
            all = new StorePins(runtime.services(deadline).view());
            pins = all;
        }
        List<StorePath> unheld =
                paths.stream().filter(path -> !held.contains(path)).toList();
        usedJournal.uses(unheld.stream().map(StorePath::value).toList());
        all.hold(unheld, deadline);
        held.addAll(unheld);
    }

    private void requireClosure(
            List<StorePath> paths, ByteSize allowed, NixRuntime runtime, String line, Deadline deadline) {
        List<StorePathInfo> infos = runtime.services(deadline).inspector().closure(paths, deadline);
        synchronized (this) {
            Map<StorePath, ByteSize> all = new LinkedHashMap<>(closure);
            infos.forEach(info -> all.put(info.path(), info.narSize()));
            ByteSize needed = sum(all);
            if (needed.compareTo(allowed) > 0) {
                throw exceeded(Limit.CLOSURE, allowed, needed, "what is run, with all that it depends on,", line);
            }
            closure.putAll(all);
        }
    }

    /** Refuses a realisation that would exceed a limit. */
    void requireWithinLimits(NixCall call, Deadline deadline) {
        if (nix == null || limits.download().isEmpty() && limits.closure().isEmpty()) {
            return;
        }
        Transfer transfer = nix.services(deadline).realiser().preview(call, deadline);
        String line = nix.cli().toCommandLine(call);
        String what = named(transfer.toFetch());
        synchronized (this) {
            ByteSize download = downloaded.plus(transfer.downloadSize());
            if (limits.download().isPresent()
                    && download.compareTo(limits.download().get()) > 0) {
                throw exceeded(
                        Limit.DOWNLOAD, limits.download().get(), download, "downloads, with " + what + ",", line);
            }
            ByteSize occupied = sum(closure).plus(transfer.unpackedSize());
            if (limits.closure().isPresent()
                    && occupied.compareTo(limits.closure().get()) > 0) {
                throw exceeded(
                        Limit.CLOSURE, limits.closure().get(), occupied, "what is run, with " + what + ",", line);
            }
            downloaded = download;
        }
    }

    private static ByteSize sum(Map<StorePath, ByteSize> sizes) {
        return sizes.values().stream().reduce(ByteSize.ZERO, ByteSize::plus);
    }

    private static String named(List<StorePath> paths) {
        String first =
                paths.stream().limit(MAX_NAMED_PATHS).map(StorePath::name).collect(Collectors.joining(", "));
        return paths.size() > MAX_NAMED_PATHS ? first + " and " + (paths.size() - MAX_NAMED_PATHS) + " more" : first;
    }

    private static SessionLimitException exceeded(
            Limit limit, ByteSize allowed, ByteSize needed, String what, String line) {
        return new SessionLimitException(
                Failure.of(
                        "refused: " + what + " would come to " + needed + ", and the session allows " + allowed,
                        line,
                        Phase.REALISE,
                        List.of(),
                        "allow more when the session is opened, or run something smaller"),
                limit,
                allowed,
                needed);
    }

    @Override
    public synchronized void started(String line, RunningProcess program) {
        long started = System.nanoTime();
        runs.add(() -> {
            Optional<ProcessOutcome> ended = ended(program);
            return SessionRun.of(
                    line,
                    ended.map(ProcessOutcome::termination).orElse(null),
                    ended.map(ProcessOutcome::duration).orElseGet(() -> Duration.ofNanos(System.nanoTime() - started)));
        });
    }

    private static Optional<ProcessOutcome> ended(RunningProcess program) {
        CompletableFuture<ProcessOutcome> outcome = program.outcome();
        return outcome.isDone() ? outcome.handle(SessionAccounting::ended).join() : Optional.empty();
    }

    /** A consumer or an input of the caller that throws stops the program, which has an outcome nevertheless. */
    private static Optional<ProcessOutcome> ended(@Nullable ProcessOutcome outcome, @Nullable Throwable failure) {
        if (failure instanceof OutputConsumerException thrown) {
            return Optional.of(thrown.outcome());
        }
        if (failure instanceof InputSourceException thrown) {
            return Optional.of(thrown.outcome());
        }
        return Optional.ofNullable(outcome);
    }

    @Override
    public synchronized void started(DetachedHandle program) {
        if (journal != null) {
            journal.process(program.pid());
        }
        detached.add(program);
        runs.add(() -> SessionRun.of(
                program.command(),
                program.exitCode().stream()
                        .mapToObj(Termination.Exited::new)
                        .findFirst()
                        .orElse(null),
                Duration.between(program.startedAt(), Instant.now())));
    }

    /** Stops the programs that would outlive the JVM. */
    void endDetached() {
        List<DetachedHandle> all;
        synchronized (this) {
            all = List.copyOf(detached);
        }
        all.forEach(DetachedHandle::stop);
    }

    synchronized void kept(String name) {
        kept.add(name);
    }

    synchronized List<String> kept() {
        return List.copyOf(kept);
    }

    /** Returns the runs. */
    synchronized List<SessionRun> runs() {
        return runs.stream().map(Supplier::get).toList();
    }

    /** Releases all paths in the store. */
    synchronized void release() {
        if (pins != null) {
            pins.close();
            pins = null;
        }
        held.clear();
    }
}
