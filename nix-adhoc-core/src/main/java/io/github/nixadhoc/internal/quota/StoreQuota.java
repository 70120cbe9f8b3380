package io.github.nixadhoc.internal.quota;

import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.maintenance.StoreQueries;
import io.github.nixadhoc.internal.nix.CallObserver;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.pin.PinFolder;
import io.github.nixadhoc.internal.store.PackageUse;
import io.github.nixadhoc.internal.store.StoreView;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.StorePath;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the paths that a client adds to the store within a limit. Records added paths and evicts old ones in the
 * background, on a daemon thread that exists only while there is work.
 *
 * <p>Thread-safe.
 */
public final class StoreQuota implements PackageUse {

    private static final Duration EVICTION_TIMEOUT = Duration.ofMinutes(10);

    /** The time to record the last additions when the client is closed. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final ByteSize limit;
    private final QuotaFolder folder;
    private final NixCli nix;
    private final Function<Deadline, StoreView> view;
    private final PinFolder pins;

    // The following fields are guarded by this.
    private List<AddedPaths> additions = new ArrayList<>();
    private Set<StorePath> requested = new LinkedHashSet<>();
    private final Set<StorePath> released = new HashSet<>();
    private Set<StorePath> inUse = Set.of();
    private @Nullable Thread worker;
    private boolean workPending;
    private boolean evictionDue;
    private boolean closed;

    /**
     * Creates a quota.
     *
     * @param limit the size that the added paths may have
     * @param folder the folder of the record
     * @param nix the Nix to use, whose calls have no observer
     * @param view tells the locations of its store's files, and may ask Nix for them
     * @param pins the pins, whose paths are never deleted
     */
    public StoreQuota(ByteSize limit, Path folder, NixCli nix, Function<Deadline, StoreView> view, PinFolder pins) {
        this.limit = limit;
        this.folder = new QuotaFolder(folder);
        this.nix = nix;
        this.view = view;
        this.pins = pins;
    }

    /** Returns the observer of the calls of Nix that add paths. */
    public CallObserver observer() {
        return new AdditionRecorder(view, this::added);
    }

    /** Does not start the worker, so that nothing is deleted before it is held. */
    private synchronized void added(AddedPaths paths) {
        additions.add(paths);
    }

    @Override
    public synchronized void held(Collection<StorePath> outputs) {
        requested.addAll(outputs);
        wake();
    }

    @Override
    public void used(Collection<StorePath> outputs) {
        folder.markUsed(outputs);
    }

    @Override
    public synchronized void released(Collection<StorePath> outputs) {
        if (worker != null) {
            released.addAll(outputs);
        } else if (!Collections.disjoint(inUse, outputs)) {
            wake();
        }
    }

    private void wake() {
        workPending = true;
        if (worker == null && !closed) {
            worker = new Thread(this::work, "nix-adhoc-keep");
            worker.setDaemon(true);
            worker.start();
        }
    }

    private void work() {
        while (takeWork()) {
            try {
                finished(runOnce(Deadline.after(EVICTION_TIMEOUT)));
            } catch (IOException | RuntimeException e) {
                log().debug("the eviction from the store failed; it is tried again", e);
            }
        }
    }

    private synchronized boolean takeWork() {
        if (!workPending || closed) {
            worker = null;
            return false;
        }
        workPending = false;
        released.clear();
        return true;
    }

    private synchronized boolean isEvictionDue() {
        return evictionDue || !inUse.isEmpty();
    }

    private synchronized void finished(Set<StorePath> stillInUse) {
        evictionDue = false;
        inUse = stillInUse;
        // Nix may have seen a path as used that was released during its run.
        workPending |= !Collections.disjoint(inUse, released);
    }

    private Set<StorePath> runOnce(Deadline deadline) throws IOException {
        return folder.withLock(deadline, () -> {
            recordAdditions(deadline);
            if (!isEvictionDue()) {
                return Set.of();
            }
            QuotaRecord record = folder.read();
            Eviction eviction = new Eviction(nix, view.apply(deadline), limit);
            Eviction.Outcome outcome = eviction.evict(record, folder.byLastUse(record), pinned(), deadline);
            folder.write(record.retaining(outcome.remaining()), Set.of());
            return outcome.inUse();
        });
    }

    private void recordAdditions(Deadline deadline) throws IOException {
        List<AddedPaths> calls;
        Set<StorePath> outputs;
        synchronized (this) {
            calls = List.copyOf(additions);
            outputs = new LinkedHashSet<>(requested);
        }
        StoreQueries queries = new StoreQueries(nix);
        Set<StorePath> newPaths = new LinkedHashSet<>();
        calls.forEach(call -> newPaths.addAll(call.paths(queries, deadline)));
        QuotaRecord before = folder.read();
        QuotaRecord now = before.plus(newPaths, outputs);
        if (!now.equals(before)) {
            Set<StorePath> newPackages = new LinkedHashSet<>(now.packages());
            newPackages.removeAll(before.packages());
            folder.write(now, newPackages);
        }
        synchronized (this) {
            additions = new ArrayList<>(additions.subList(calls.size(), additions.size()));
            requested.removeAll(outputs);
            evictionDue |= !newPaths.isEmpty();
        }
    }

    private List<StorePath> pinned() {
        return pins.pins().values().stream()
                .flatMap(pin -> pin.record().paths().stream())
                .toList();
    }

    /** Stops the worker, and records the last additions. */
    @Override
    public void close() {
        Thread last;
        synchronized (this) {
            closed = true;
            last = worker;
        }
        try {
            if (last != null) {
                last.interrupt();
                last.join(CLOSE_TIMEOUT.toMillis());
            }
            if (hasAdditions()) {
                Deadline deadline = Deadline.after(CLOSE_TIMEOUT);
                Object unused = folder.withLock(deadline, () -> {
                    recordAdditions(deadline);
                    return this;
                });
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            log().debug("the last additions could not be recorded, so their paths are never evicted", e);
        }
    }

    private synchronized boolean hasAdditions() {
        return !additions.isEmpty();
    }

    /** Not a constant, because the look-up of the logging provider delays the start of a new JVM. */
    private static Logger log() {
        return LoggerFactory.getLogger(StoreQuota.class);
    }
}
