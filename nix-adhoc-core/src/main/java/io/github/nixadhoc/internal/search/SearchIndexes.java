package io.github.nixadhoc.internal.search;

import io.github.nixadhoc.error.CancelledException;
import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.TimedOutException;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.file.UserFolder;
import io.github.nixadhoc.internal.fingerprint.Digest128;
import io.github.nixadhoc.internal.fingerprint.NixFingerprint;
import io.github.nixadhoc.internal.fingerprint.TreeFingerprint;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.nix.NixSettings;
import io.github.nixadhoc.internal.resolve.FlakeLocation;
import io.github.nixadhoc.internal.store.StoreView;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Searches the flakes of one client, each read once and kept: in a file for all processes of the user, in memory for this
 * one while it searches.
 *
 * <p>Thread-safe.
 */
public final class SearchIndexes {

    private static final Logger log = LoggerFactory.getLogger(SearchIndexes.class);

    private static final int MAX_IN_MEMORY = 3;
    private static final Duration IDLE = Duration.ofMinutes(5);
    private static final Duration REFRESH_LIMIT = Duration.ofMinutes(10);

    /** How long nothing is tried behind anybody's back after that has failed. */
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final NixCli nix;
    private final NixSettings settings;
    private final boolean isPatient;
    private final Map<String, String> variables;
    private final NixFingerprint circumstances;
    private final IndexMaker maker;
    private final Duration idle;

    private final Map<String, SoftReference<Index>> held = new LinkedHashMap<>(8, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SoftReference<Index>> eldest) {
            return size() > MAX_IN_MEMORY;
        }
    };
    private final Map<String, Thread> refreshes = new HashMap<>();
    private final Map<String, Instant> failures = new HashMap<>();
    private final ReentrantLock making = new ReentrantLock();
    private boolean isDropScheduled;
    private long lastUse;
    private boolean isClosed;

    /**
     * Creates the indexes of a client.
     *
     * @param nix the Nix to ask
     * @param settings what the client was told of it
     * @param isPatient whether searches wait until what has grown old has been read anew
     */
    public SearchIndexes(NixCli nix, NixSettings settings, boolean isPatient) {
        this(nix, settings, isPatient, IDLE);
    }

    SearchIndexes(NixCli nix, NixSettings settings, boolean isPatient, Duration idle) {
        this.nix = nix;
        this.settings = settings;
        this.isPatient = isPatient;
        this.variables = settings.variables();
        this.circumstances = new NixFingerprint(settings, variables);
        this.maker = new IndexMaker(nix, StoreView.of(settings.store(), variables), circumstances);
        this.idle = idle;
    }

    /**
     * Searches a flake. What is known of it is used at once; if Nix itself would look for something newer by now, that is
     * done meanwhile, or before by who is patient.
     *
     * @throws NixException if the flake cannot be read
     */
    public SearchAnswer search(SearchRequest request, Deadline deadline) {
        Place place = place(request.flake());
        Index index = place == null ? null : index(place, request.flake(), request.refresh(), deadline);
        PackageTable table = index == null
                ? maker.ask(request.flake(), request.regexes(), request.excluded(), deadline)
                : index.table();
        List<String> regexes = request.regexes();
        List<String> excluded = index == null ? List.of() : request.excluded();
        return table.find(regexes, excluded, request.limit());
    }

    /**
     * Returns what is known of the index of a flake, without a look at the flake; null if there is none that is good.
     *
     * @throws NixException if there is no Nix
     */
    public @Nullable IndexFacts facts(FlakeLocation flake) {
        Place place = place(flake);
        Index index = place == null ? null : current(place, false);
        return index == null || isPatient && isOverdue(index) ? null : index.facts();
    }

    /** Gives back the memory, and stops what is done in the background. */
    public void close() {
        List<Thread> running;
        synchronized (held) {
            isClosed = true;
            held.clear();
            running = List.copyOf(refreshes.values());
        }
        running.forEach(Thread::interrupt);
    }

    /** Returns how many flakes are in memory. */
    int inMemory() {
        synchronized (held) {
            return held.size();
        }
    }

    /** Returns where the index of a flake is; null if there can be none, since nobody knows what it would depend on. */
    private @Nullable Place place(FlakeLocation flake) {
        if (settings.options().contains("--impure")) {
            return null;
        }
        try {
            Digest128 hash = circumstances.hash(nix.binary());
            if (hash == null) {
                return null;
            }
            hash.add(flake.reference());
            hash.add(flake.isRelative() ? flake.resolve("").toString() : null);
            String key = hash.hex();
            Path folder = UserFolder.ofCache("search", variables);
            return new Place(key, folder == null ? null : new IndexFile(folder, key));
        } catch (IOException e) {
            log.debug("there is no index, since Nix's settings cannot be looked at", e);
            return null;
        }
    }

    private @Nullable Index index(Place place, FlakeLocation flake, boolean refresh, Deadline deadline) {
        Index known = refresh ? null : current(place, true);
        if (known == null || !isOverdue(known)) {
            return known == null ? make(place, flake, refresh, deadline) : known;
        }
        if (isPatient) {
            return remake(place, flake, known, deadline);
        }
        refreshBehind(place, flake, known);
        return known;
    }

    private boolean isOverdue(Index index) {
        return !settings.offline() && index.facts().isOverdue(Instant.now());
    }

    /** Where the index of a flake is, in memory and on disk. */
    private record Place(String key, @Nullable IndexFile file) {}

    /** Returns the index if it is what a new one would be, as far as this machine can tell. */
    private @Nullable Index current(Place place, boolean withPackages) {
        Index index = inMemory(place.key());
        IndexFile file = place.file();
        if (file != null && (index == null || index.isStored())) {
            index = onDisk(file, index, withPackages);
        }
        if (index == null || !isUnchanged(index.facts())) {
            return null;
        }
        if (withPackages) {
            hold(place.key(), index);
        }
        return index;
    }

    private static @Nullable Index onDisk(IndexFile file, @Nullable Index inMemory, boolean withPackages) {
        IndexFacts facts = file.facts();
        if (facts == null) {
            return null;
        }
        if (inMemory != null && inMemory.facts().id() == facts.id()) {
            return new Index(facts, inMemory.table(), true);
        }
        return withPackages ? file.index() : new Index(facts, new PackageTable(facts.system(), List.of()), true);
    }

    private static boolean isUnchanged(IndexFacts facts) {
        if (facts.local().isEmpty()) {
            return true;
        }
        TreeFingerprint now = IndexMaker.fingerprint(Path.of(facts.local()));
        return now != null && facts.fingerprint().equals(now.digest());
    }

    private @Nullable Index inMemory(String key) {
        synchronized (held) {
            SoftReference<Index> reference = held.get(key);
            return reference == null ? null : reference.get();
        }
    }

    private void hold(String key, Index index) {
        synchronized (held) {
            if (isClosed) {
                return;
            }
            held.put(key, new SoftReference<>(index));
            lastUse = System.nanoTime();
            if (!isDropScheduled) {
                isDropScheduled = true;
                dropLater(idle);
            }
        }
    }

    /** Waits on a thread that the JVM has for all, and keeps no client alive that nobody else does. */
    private void dropLater(Duration delay) {
        WeakReference<SearchIndexes> self = new WeakReference<>(this);
        CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS).execute(() -> {
            SearchIndexes indexes = self.get();
            if (indexes != null) {
                indexes.dropIfIdle();
            }
        });
    }

    private void dropIfIdle() {
        synchronized (held) {
            Duration left = idle.minusNanos(System.nanoTime() - lastUse);
            if (left.isNegative() || left.isZero()) {
                held.clear();
                isDropScheduled = false;
            } else {
                dropLater(left);
            }
        }
    }

    private @Nullable Index make(Place place, FlakeLocation flake, boolean refresh, Deadline deadline) {
        lock(deadline);
        try {
            // Somebody else may have made it meanwhile.
            Index known = refresh ? null : current(place, true);
            return known != null ? known : store(place, maker.make(flake, refresh, null, deadline));
        } finally {
            making.unlock();
        }
    }

    /** Reads anew what has grown old, unless somebody else has meanwhile. */
    private @Nullable Index remake(Place place, FlakeLocation flake, Index old, Deadline deadline) {
        lock(deadline);
        try {
            Index known = current(place, true);
            if (known != null && known.facts().asOf().isAfter(old.facts().asOf())) {
                return known;
            }
            return store(place, maker.make(flake, false, old, deadline));
        } finally {
            making.unlock();
        }
    }

    /** One is made at a time: two evaluations of all of nixpkgs are more than many a machine has memory for. */
    private void lock(Deadline deadline) {
        Duration remaining = deadline.remaining();
        try {
            if (remaining == null) {
                making.lockInterruptibly();
            } else if (!making.tryLock(remaining.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new TimedOutException(
                        Failure.of("the time was up while a flake was read for another search", "allow more time"),
                        null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException(
                    Failure.of("the thread that waited for the packages of a flake was interrupted", ""), null);
        }
    }

    private @Nullable Index store(Place place, @Nullable Index made) {
        if (made == null) {
            return null;
        }
        Index index = made;
        IndexFile file = place.file();
        if (file != null) {
            try {
                file.write(made.facts(), made.table());
                index = new Index(made.facts(), made.table(), true);
            } catch (IOException e) {
                log.debug("the index is kept in memory only: {}", e.toString());
            }
        }
        hold(place.key(), index);
        return index;
    }

    private void refreshBehind(Place place, FlakeLocation flake, Index before) {
        synchronized (held) {
            Instant failure = failures.get(place.key());
            boolean isTooSoon = failure != null && Instant.now().isBefore(failure.plus(PAUSE));
            if (isClosed || isTooSoon || refreshes.containsKey(place.key())) {
                return;
            }
            Thread thread = new Thread(() -> refresh(place, flake, before), "nix-adhoc-search-refresh");
            thread.setDaemon(true);
            refreshes.put(place.key(), thread);
            thread.start();
        }
    }

    private void refresh(Place place, FlakeLocation flake, Index before) {
        boolean isDone = false;
        try {
            Deadline deadline = Deadline.after(REFRESH_LIMIT);
            lock(deadline);
            try {
                Index unused = store(place, maker.make(flake, false, before, deadline));
                isDone = true;
            } finally {
                making.unlock();
            }
        } catch (NixException e) {
            log.debug("{} is not read anew: {}", flake.reference(), e.shortMessage());
        } finally {
            synchronized (held) {
                refreshes.remove(place.key());
                failures.remove(place.key());
                if (!isDone) {
                    failures.put(place.key(), Instant.now());
                }
            }
        }
    }
}
