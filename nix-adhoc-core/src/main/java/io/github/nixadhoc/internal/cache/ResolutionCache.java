package io.github.nixadhoc.internal.cache;

import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.fingerprint.Digest128;
import io.github.nixadhoc.internal.fingerprint.FileClock;
import io.github.nixadhoc.internal.fingerprint.FlakeSource;
import io.github.nixadhoc.internal.fingerprint.NixFingerprint;
import io.github.nixadhoc.internal.fingerprint.NixSnapshot;
import io.github.nixadhoc.internal.fingerprint.SourceWay;
import io.github.nixadhoc.internal.fingerprint.TreeFingerprint;
import io.github.nixadhoc.internal.nix.NixBinary;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.nix.NixInstallation;
import io.github.nixadhoc.internal.nix.NixSettings;
import io.github.nixadhoc.internal.resolve.Resolution;
import io.github.nixadhoc.model.Installable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cache of answers of Nix: in memory for one client, in files for all processes of the user.
 *
 * <p>The cache never fails. An answer whose validity cannot be decided with certainty is not cached. Thread-safe.
 */
public final class ResolutionCache {

    private static final int MAX_IN_MEMORY = 256;
    private static final int MAX_RECORDS = 1000;
    private static final int MAX_TREES = 16;

    /** The number of files whose stamps are read about as fast as Nix answers. */
    private static final int MAX_FILES = 4096;

    private final NixCli nix;
    private final NixFingerprint fingerprint;
    private final @Nullable RecordFolder folder;
    private final Map<Path, TreeFingerprint> trees = new ConcurrentHashMap<>();
    private final Map<String, CachedAnswer> memory = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, CachedAnswer> eldest) {
            return size() > MAX_IN_MEMORY;
        }
    };

    /**
     * Creates the cache of a client.
     *
     * @param nix the Nix that answers
     * @param settings the settings of the client
     * @param fingerprint the fingerprint of that Nix and of these settings
     */
    public ResolutionCache(NixCli nix, NixSettings settings, NixFingerprint fingerprint) {
        Map<String, String> variables = settings.variables();
        this.nix = nix;
        this.fingerprint = fingerprint;
        Path records = RecordFolder.of(variables);
        this.folder = records == null ? null : new RecordFolder(records, MAX_RECORDS);
    }

    /**
     * Looks at the settings and registries of this machine, for all questions of one run.
     *
     * @return null if no answer can be cached
     */
    public @Nullable NixSnapshot snapshot(NixBinary binary) {
        try {
            return fingerprint.snapshot(binary);
        } catch (IOException | SecurityException e) {
            log().debug("nothing is cached, since Nix's settings cannot be read", e);
            return null;
        }
    }

    /** Returns the key of a request; null if its answer cannot be cached, since nobody tells what it depends on. */
    public @Nullable CacheKey key(CacheRequest request, NixSnapshot snapshot) {
        if (request.hasUnobserved()) {
            return null;
        }
        Digest128 hash = new Digest128();
        hash.add(RecordFormat.HEADER);
        hash.add(snapshot.digest());
        hash.add(request.purpose().name());
        hash.add(request.configuration());
        hash.add(request.dependsOnDirectory() ? request.start().toString() : null);
        hash.add(request.installables().size());
        for (Installable installable : request.installables()) {
            hash.add(installable.toString());
        }
        return new CacheKey(request, snapshot, hash.hex());
    }

    /** Returns the cached answer if all files of this machine that it depends on are unchanged; else null. */
    public @Nullable CachedAnswer find(CacheKey key) {
        CachedAnswer answer = inMemory(key);
        if (answer == null || isStale(key, answer)) {
            CachedAnswer stored = inFolder(key);
            answer = stored == null ? answer : stored;
        }
        if (answer == null || !answers(key.request(), answer)) {
            return null;
        }
        for (SourceWay way : answer.ways()) {
            if (!way.isUnchanged()) {
                return null;
            }
        }
        for (CachedAnswer.Tree tree : answer.trees()) {
            if (!isUnchanged(tree)) {
                return null;
            }
        }
        return answer;
    }

    /** Compares the packages themselves, so that a collision of digests never leads to another package. */
    private static boolean answers(CacheRequest request, CachedAnswer answer) {
        List<Resolution> resolutions = answer.resolutions();
        List<? extends Installable> installables = request.installables();
        if (resolutions.size() != installables.size()) {
            return false;
        }
        for (int i = 0; i < resolutions.size(); i++) {
            Installable requested = installables.get(i);
            Resolution resolution = resolutions.get(i);
            Installable resolved = resolution.installable();
            // the generated equals of a record would cost the first run of a JVM more than 10 ms
            if (resolution.purpose() != request.purpose()
                    || !resolved.toString().equals(requested.toString())) {
                return false;
            }
        }
        return true;
    }

    private boolean isUnchanged(CachedAnswer.Tree tree) {
        Path folder = tree.folder();
        TreeFingerprint latest = trees.get(folder);
        if (latest == null || !latest.isStillOf(folder)) {
            latest = TreeFingerprint.of(folder, MAX_FILES);
            if (latest == null) {
                return false;
            }
            remember(folder, latest);
        }
        return latest.digest().equals(tree.fingerprint());
    }

    private void remember(Path folder, TreeFingerprint fingerprint) {
        if (trees.size() >= MAX_TREES) {
            trees.clear();
        }
        trees.put(folder, fingerprint);
    }

    /** Returns whether Nix itself would look for a newer version. */
    public boolean isStale(CacheKey key, CachedAnswer answer) {
        if (!answer.floating()) {
            return false;
        }
        long age = System.currentTimeMillis() - answer.resolvedMillis();
        return age < 0 || age >= key.snapshot().tarballTtl().toMillis();
    }

    /**
     * Observes the sources of an answer, before Nix is asked. Waits for a tick of the clock if one of them has only just
     * been written, since a question to Nix takes longer.
     *
     * @return null if an answer cannot be cached
     */
    public @Nullable SourceSnapshot observe(CacheKey key) {
        try {
            SourceObserver observer = new SourceObserver(key, MAX_FILES);
            SourceSnapshot snapshot = observer.observe();
            if (snapshot == null && observer.isAboutToSucceed()) {
                FileClock.awaitTick();
                snapshot = new SourceObserver(key, MAX_FILES).observe();
            }
            return snapshot;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (SecurityException e) {
            log().debug("the answer is not cached, since its sources cannot be observed", e);
            return null;
        }
    }

    /**
     * Returns whether the answer to a question that began with one observation is valid for another. It is not where that
     * is uncertain, as for a local flake with inputs.
     */
    public boolean isSame(SourceSnapshot earlier, SourceSnapshot later) {
        if (!earlier.sources().equals(later.sources()) || !earlier.trees().equals(later.trees())) {
            return false;
        }
        try {
            boolean floating = false;
            for (FlakeSource source : earlier.sources().values()) {
                floating |= source.floating();
                if (source.flake() != null && !FlakeInputs.hasNone(source.flake())) {
                    return false;
                }
            }
            long age = later.nanos() - earlier.nanos();
            return !floating || age < later.key().snapshot().tarballTtl().toNanos();
        } catch (IOException | SecurityException e) {
            return false;
        }
    }

    /**
     * Caches an answer, if it is certain how long it is valid. Asks Nix for the inputs of a local flake.
     *
     * @param observation the sources before Nix was asked
     * @param installation the Nix that answered
     * @param resolutions the answer
     * @param realised the outputs in the store; null if it is not known that they are there
     * @param deadline the end of the attempt
     */
    public void record(
            SourceSnapshot observation,
            NixInstallation installation,
            List<Resolution> resolutions,
            @Nullable RealisedOutputs realised,
            Deadline deadline) {
        SourceObserver observer = new SourceObserver(observation, MAX_FILES);
        boolean floating = false;
        try {
            if (!isStillCurrent(observation.key().snapshot())) {
                return;
            }
            for (Map.Entry<String, FlakeSource> entry : observation.sources().entrySet()) {
                FlakeSource source = entry.getValue();
                floating |= source.floating();
                if (source.flake() == null) {
                    continue;
                }
                Path directory = observation.key().request().directory();
                FlakeInputs inputs = FlakeInputs.of(entry.getKey(), source.flake(), directory, nix, deadline);
                if (inputs == null) {
                    return;
                }
                floating |= inputs.floating();
                for (Path folder : inputs.folders()) {
                    // Nix has read the folder by now, so it must not have changed since the observation
                    if (!observer.addInput(folder)) {
                        return;
                    }
                }
            }
        } catch (IOException | NixException | SecurityException | IllegalArgumentException e) {
            log().debug("not cached, since the inputs of a flake cannot be observed", e);
            return;
        }
        CachedAnswer answer = new CachedAnswer(
                installation.version(),
                installation.system(),
                installation.storeDirectory(),
                installation.store(),
                TimeUnit.NANOSECONDS.toMillis(observation.nanos()),
                floating,
                observer.ways(),
                observer.trees(),
                resolutions,
                realised);
        put(observation.key(), answer);
    }

    /** Settings that have changed while Nix was at work may have led to the answer, which is under the key of the old ones. */
    private boolean isStillCurrent(NixSnapshot observed) {
        NixSnapshot now = snapshot(nix.binary());
        return now != null && now.digest().equals(observed.digest());
    }

    /**
     * Adds to a cached answer that its outputs are in the store.
     *
     * @param resolutions the same answer, with the paths that were not known before
     */
    public void complete(CacheKey key, CachedAnswer answer, List<Resolution> resolutions, RealisedOutputs realised) {
        put(key, answer.withRealised(resolutions, realised));
    }

    /** Removes an answer that is not valid any more. */
    public void forget(CacheKey key) {
        synchronized (memory) {
            memory.remove(key.digest());
        }
        if (folder != null) {
            folder.delete(key.digest());
        }
    }

    private void put(CacheKey key, CachedAnswer answer) {
        byte[] bytes = RecordFormat.write(key.digest(), answer);
        if (!answer.equals(RecordFormat.read(key.digest(), bytes))) {
            log().debug("not cached, since the record format cannot hold it: {}", answer.resolutions());
            return;
        }
        synchronized (memory) {
            memory.put(key.digest(), answer);
        }
        if (folder != null && !key.request().hasSecrets() && !answer.hasSecrets()) {
            folder.write(key.digest(), bytes);
        }
    }

    private @Nullable CachedAnswer inMemory(CacheKey key) {
        synchronized (memory) {
            return memory.get(key.digest());
        }
    }

    private @Nullable CachedAnswer inFolder(CacheKey key) {
        byte[] bytes = folder == null ? null : folder.read(key.digest());
        CachedAnswer answer = bytes == null ? null : RecordFormat.read(key.digest(), bytes);
        if (answer != null) {
            synchronized (memory) {
                memory.put(key.digest(), answer);
            }
        }
        return answer;
    }

    /** Creates the logger only for a message, since its creation is slow in a new JVM. */
    private static Logger log() {
        return LoggerFactory.getLogger(ResolutionCache.class);
    }
}
