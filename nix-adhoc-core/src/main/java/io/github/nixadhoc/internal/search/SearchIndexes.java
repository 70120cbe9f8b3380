package io.github.nixadhoc.internal.search;

import io.github.nixadhoc.error.CancelledException;
import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.TimedOutException;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.concurrent.Later;
import io.github.nixadhoc.internal.file.UserFolder;
import io.github.nixadhoc.internal.fingerprint.Digest128;
import io.github.nixadhoc.internal.fingerprint.NixFingerprint;
import io.github.nixadhoc.internal.fingerprint.SourceWay;
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
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The search indexes of one client. Each flake is read once. Its index is stored in a file for all processes of the
 * user, and stays in memory while this process uses it.
 *
 * <p>Thread-safe.
 */
public final class SearchIndexes {

    private static final Logger log = LoggerFactory.getLogger(SearchIndexes.class);

    private static final int MAX_IN_MEMORY = 3;
    private static final Duration IDLE = Duration.ofMinutes(5);
    private static final Duration REFRESH_LIMIT = Duration.ofMinutes(10);

    /** The time after a failed refresh in the background before the next one. */
    private static final Duration RETRY_DELAY = Duration.ofMinutes(1);

    private final NixCli nix;
    private final NixSettings settings;
    private final boolean waitsForRefresh;
    private final Map<String, String> variables;
    private final NixFingerprint nixFingerprint;
    private final IndexMaker maker;
    private final Duration idle;

    private final Map<String, SoftReference<Index>> cached = new LinkedHashMap<>(8, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SoftReference<Index>> eldest) {
            return size() > MAX_IN_MEMORY;
        }
    };
    private final Map<String, Thread> refreshes = new HashMap<>();
    private final Map<String, Instant> failures = new HashMap<>();
    private final ReentrantLock makeLock = new ReentrantLock();
    private @Nullable Future<?> scheduledDrop;
    private long lastUse;
    private boolean isClosed;

    /**
     * Creates the indexes of a client.
     *
     * @param nix the Nix that reads flakes
     * @param settings the settings of that Nix
     * @param waitsForRefresh whether searches wait for the refresh of an outdated index
     */
    public SearchIndexes(NixCli nix, NixSettings settings, boolean waitsForRefresh) {
        this(nix, settings, waitsForRefresh, IDLE);
    }

    SearchIndexes(NixCli nix, NixSettings settings, boolean waitsForRefresh, Duration idle) {
        this.nix = nix;
        this.settings = settings;
        this.waitsForRefresh = waitsForRefresh;
        this.variables = settings.variables();
        this.nixFingerprint = new NixFingerprint(settings, variables);
        this.maker =
                new IndexMaker(nix, deadline -> StoreView.of(nix.installation(deadline), variables), nixFingerprint);
        this.idle = idle;
    }

    /**
     * Searches a flake. Uses an existing index at once. If the index is outdated, it is refreshed in the background, or
     * before the search if searches wait for refreshes.
     *
     * @throws NixException if the flake cannot be read
     */
    public SearchAnswer search(SearchRequest request, Deadline deadline) {
        Place place = place(request.flake());
        Index index = place == null ? null : index(place, request.flake(), request.refresh(), deadline);
        PackageTable table =
                index == null ? maker.readOnce(request.flake(), request.refresh(), deadline) : index.table();
        return table.find(request.regexes(), request.excluded(), request.limit());
    }

    /**
     * Returns the facts about the index of a flake without reading the flake; null if there is no valid index.
     *
     * @throws NixException if there is no Nix
     */
    public @Nullable IndexFacts facts(FlakeLocation flake) {
        Place place = place(flake);
        Index index = place == null ? null : current(place, false);
        return index == null || waitsForRefresh && isOverdue(index) ? null : index.facts();
    }

    /**
     * Returns the packages of a flake that say that their main program has a name, as installables contain them. Uses an index
     * that is there already, and makes none.
     *
     * @throws NixException if there is no Nix
     */
    public List<String> ofProgram(FlakeLocation flake, String program) {
        Place place = place(flake);
        Index index = place == null ? null : current(place, true);
        return index == null ? List.of() : index.table().ofProgram(program);
    }

    /** Releases the memory, and stops refreshes in the background. */
    public void close() {
        List<Thread> running;
        synchronized (cached) {
            isClosed = true;
            cached.clear();
            if (scheduledDrop != null) {
                scheduledDrop.cancel(false);
                scheduledDrop = null;
            }
            running = List.copyOf(refreshes.values());
        }
        running.forEach(Thread::interrupt);
    }

    /** Returns the number of indexes in memory. */
    int inMemory() {
        synchronized (cached) {
            return cached.size();
        }
    }

    /**
     * Returns the place of a flake's index; null if the flake cannot have one, because its dependencies are unknown.
     */
    private @Nullable Place place(FlakeLocation flake) {
        if (settings.options().contains("--impure")) {
            return null;
        }
        try {
            Digest128 hash = nixFingerprint.hash(nix.binary());
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
        if (waitsForRefresh) {
            return remake(place, flake, known, deadline);
        }
        refreshInBackground(place, flake, known);
        return known;
    }

    private boolean isOverdue(Index index) {
        return !settings.offline() && index.facts().isOverdue(Instant.now());
    }

    /** The place of an index, in memory and on the disk. */
    private record Place(String key, @Nullable IndexFile file) {}

    /** Returns the index if it is up to date as far as local files show, otherwise null. */
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
        for (SourceWay way : facts.ways()) {
            if (!way.isUnchanged()) {
                return false;
            }
        }
        if (facts.local().isEmpty()) {
            return true;
        }
        TreeFingerprint now = IndexSource.fingerprint(Path.of(facts.local()));
        return now != null && facts.fingerprint().equals(now.digest());
    }

    private @Nullable Index inMemory(String key) {
        synchronized (cached) {
            SoftReference<Index> reference = cached.get(key);
            return reference == null ? null : reference.get();
        }
    }

    private void hold(String key, Index index) {
        synchronized (cached) {
            if (isClosed) {
                return;
            }
            cached.put(key, new SoftReference<>(index));
            lastUse = System.nanoTime();
            if (scheduledDrop == null) {
                dropLater(idle);
            }
        }
    }

    /** Schedules the next look at the last use. The weak reference allows an unused client to be collected. */
    private void dropLater(Duration delay) {
        WeakReference<SearchIndexes> self = new WeakReference<>(this);
        scheduledDrop = Later.run(delay, () -> {
            SearchIndexes indexes = self.get();
            if (indexes != null) {
                indexes.dropIfIdle();
            }
        });
    }

    private void dropIfIdle() {
        synchronized (cached) {
            Duration left = idle.minusNanos(System.nanoTime() - lastUse);
            if (isClosed || left.isNegative() || left.isZero()) {
                cached.clear();
                scheduledDrop = null;
            } else {
                dropLater(left);
            }
        }
    }

    private @Nullable Index make(Place place, FlakeLocation flake, boolean refresh, Deadline deadline) {
        lock(deadline);
        try {
            // Another thread may have made it in the meantime.
            Index known = refresh ? null : current(place, true);
            return known != null ? known : store(place, maker.make(flake, refresh, null, deadline));
        } finally {
            makeLock.unlock();
        }
    }

    /** Refreshes an outdated index, unless another thread has done so in the meantime. */
    private @Nullable Index remake(Place place, FlakeLocation flake, Index old, Deadline deadline) {
        lock(deadline);
        try {
            Index known = current(place, true);
            if (known != null && known.facts().asOf().isAfter(old.facts().asOf())) {
                return known;
            }
            return store(place, maker.make(flake, false, old, deadline));
        } finally {
            makeLock.unlock();
        }
    }

    /** Allows one evaluation at a time, because two evaluations of nixpkgs exceed the memory of many machines. */
    private void lock(Deadline deadline) {
        Duration remaining = deadline.remaining();
        try {
            if (remaining == null) {
                makeLock.lockInterruptibly();
            } else if (!makeLock.tryLock(remaining.toNanos(), TimeUnit.NANOSECONDS)) {
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

    private void refreshInBackground(Place place, FlakeLocation flake, Index before) {
        synchronized (cached) {
            Instant failure = failures.get(place.key());
            boolean isTooSoon = failure != null && Instant.now().isBefore(failure.plus(RETRY_DELAY));
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
                makeLock.unlock();
            }
        } catch (NixException e) {
            log.debug("{} is not read anew: {}", flake.reference(), e.shortMessage());
        } finally {
            synchronized (cached) {
                refreshes.remove(place.key());
                failures.remove(place.key());
                if (!isDone) {
                    failures.put(place.key(), Instant.now());
                }
            }
        }
    }
}
