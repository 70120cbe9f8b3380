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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that what a client brings into the store stays within a limit: has it written down, and what is too much
 * deleted, behind the callers' backs, on a daemon thread that is there only while there is something to do.
 *
 * <p>Thread-safe.
 */
public final class StoreQuota implements PackageUse {

    private static final Duration LIMIT = Duration.ofMinutes(10);

    /** For what has been brought last, when the client is closed. */
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final ByteSize limit;
    private final QuotaFolder folder;
    private final NixCli nix;
    private final Supplier<StoreView> view;
    private final PinFolder pins;

    // guarded by this
    private List<AddedPaths> heard = new ArrayList<>();
    private Set<StorePath> asked = new LinkedHashSet<>();
    private final Set<StorePath> released = new HashSet<>();
    private Set<StorePath> refused = Set.of();
    private @Nullable Thread worker;
    private boolean wanted;
    private boolean due;
    private boolean closed;

    /**
     * Makes a keeper.
     *
     * @param limit how much may be kept
     * @param folder where it is written down
     * @param nix the Nix to ask, with nobody told of its calls
     * @param view where the files of its store are
     * @param pins what never gives way
     */
    public StoreQuota(ByteSize limit, Path folder, NixCli nix, Supplier<StoreView> view, PinFolder pins) {
        this.limit = limit;
        this.folder = new QuotaFolder(folder);
        this.nix = nix;
        this.view = view;
        this.pins = pins;
    }

    /** Returns who is to be told of the calls of Nix that bring something. */
    public CallObserver observer() {
        return new AdditionRecorder(view, this::heard);
    }

    /** Nothing is deleted before it is held. */
    private synchronized void heard(AddedPaths brought) {
        heard.add(brought);
    }

    @Override
    public synchronized void held(Collection<StorePath> outputs) {
        asked.addAll(outputs);
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
        } else if (!Collections.disjoint(refused, outputs)) {
            wake();
        }
    }

    private void wake() {
        wanted = true;
        if (worker == null && !closed) {
            worker = new Thread(this::work, "nix-adhoc-keep");
            worker.setDaemon(true);
            worker.start();
        }
    }

    private void work() {
        while (isWanted()) {
            try {
                ended(once(Deadline.after(LIMIT)));
            } catch (IOException | RuntimeException e) {
                log().debug("what is too much in the store could not be deleted; it is tried again", e);
            }
        }
    }

    private synchronized boolean isWanted() {
        if (!wanted || closed) {
            worker = null;
            return false;
        }
        wanted = false;
        released.clear();
        return true;
    }

    private synchronized boolean isDue() {
        return due || !refused.isEmpty();
    }

    private synchronized void ended(Set<StorePath> stillUsed) {
        due = false;
        refused = stillUsed;
        // What was let go while Nix looked may not have been seen.
        wanted |= !Collections.disjoint(refused, released);
    }

    private Set<StorePath> once(Deadline deadline) throws IOException {
        return folder.changing(deadline, () -> {
            writeDown(deadline);
            if (!isDue()) {
                return Set.of();
            }
            QuotaRecord kept = folder.read();
            Eviction eviction = new Eviction(nix, view.get(), limit);
            Eviction.Outcome outcome = eviction.evict(kept, folder.byLastUse(kept), pinned(), deadline);
            folder.write(kept.retaining(outcome.left()), Set.of());
            return outcome.refused();
        });
    }

    private void writeDown(Deadline deadline) throws IOException {
        List<AddedPaths> calls;
        Set<StorePath> outputs;
        synchronized (this) {
            calls = List.copyOf(heard);
            outputs = new LinkedHashSet<>(asked);
        }
        StoreQueries queries = new StoreQueries(nix);
        Set<StorePath> brought = new LinkedHashSet<>();
        calls.forEach(call -> brought.addAll(call.paths(queries, deadline)));
        QuotaRecord before = folder.read();
        QuotaRecord now = before.plus(brought, outputs);
        if (!now.equals(before)) {
            Set<StorePath> added = new LinkedHashSet<>(now.packages());
            added.removeAll(before.packages());
            folder.write(now, added);
        }
        synchronized (this) {
            heard = new ArrayList<>(heard.subList(calls.size(), heard.size()));
            asked.removeAll(outputs);
            due |= !brought.isEmpty();
        }
    }

    private List<StorePath> pinned() {
        return pins.pins().values().stream()
                .flatMap(pin -> pin.record().paths().stream())
                .toList();
    }

    /** Ends what goes on, and writes down what has been brought last. */
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
                last.join(CLOSING.toMillis());
            }
            if (hasHeard()) {
                Deadline deadline = Deadline.after(CLOSING);
                Object unused = folder.changing(deadline, () -> {
                    writeDown(deadline);
                    return this;
                });
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            log().debug("what has been brought last could not be written down: it stays", e);
        }
    }

    private synchronized boolean hasHeard() {
        return !heard.isEmpty();
    }

    /** Only where something is said: to look for who logs takes a new JVM a while. */
    private static Logger log() {
        return LoggerFactory.getLogger(StoreQuota.class);
    }
}
