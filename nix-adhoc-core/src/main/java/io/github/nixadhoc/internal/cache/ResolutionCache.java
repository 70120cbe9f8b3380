package io.github.nixadhoc.internal.cache;

import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.fingerprint.Digest128;
import io.github.nixadhoc.internal.fingerprint.FlakeSource;
import io.github.nixadhoc.internal.fingerprint.FlakeSourceFinder;
import io.github.nixadhoc.internal.fingerprint.NixFingerprint;
import io.github.nixadhoc.internal.fingerprint.TreeFingerprint;
import io.github.nixadhoc.internal.nix.NixBinary;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.nix.NixInstallation;
import io.github.nixadhoc.internal.nix.NixSettings;
import io.github.nixadhoc.internal.resolve.Resolution;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.Installable.FlakeOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers what Nix has answered: in memory for this client, in files for all processes of the user.
 *
 * <p>It never fails: what cannot be remembered, or not for certain, is forgotten. Thread-safe.
 */
public final class ResolutionCache {

    private static final int MAX_IN_MEMORY = 256;
    private static final int MAX_RECORDS = 1000;
    private static final int MAX_TREES = 16;

    /** To look at more takes about as long as to ask Nix. */
    private static final int MAX_FILES = 4096;

    private final NixCli nix;
    private final NixFingerprint circumstances;
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
     * @param settings what the client was told about it
     */
    public ResolutionCache(NixCli nix, NixSettings settings) {
        Map<String, String> variables = settings.variables();
        this.nix = nix;
        this.circumstances = new NixFingerprint(settings, variables);
        Path records = RecordFolder.of(variables);
        this.folder = records == null ? null : new RecordFolder(records, MAX_RECORDS);
    }

    /**
     * Returns the key of a request; null if answers to it cannot be remembered.
     *
     * @throws NixException if there is no Nix
     */
    public @Nullable CacheKey key(CacheRequest request, NixBinary binary) {
        try {
            Digest128 hash = circumstances.hash(binary);
            if (hash == null) {
                return null;
            }
            hash.add(RecordFormat.HEADER);
            hash.add(request.purpose().name());
            hash.add(request.configuration());
            hash.add(request.dependsOnDirectory() ? request.start().toString() : null);
            hash.add(request.installables().size());
            for (Installable installable : request.installables()) {
                hash.add(installable.toString());
            }
            return new CacheKey(request, hash.hex());
        } catch (IOException | SecurityException e) {
            log().debug("nothing is remembered, since Nix's settings cannot be looked at", e);
            return null;
        }
    }

    /** Returns what is remembered and still true as far as files of this machine tell; null if there is nothing. */
    public @Nullable CachedAnswer find(CacheKey key) {
        CachedAnswer answer = inMemory(key);
        if (answer == null || isStale(answer)) {
            CachedAnswer kept = inFolder(key);
            answer = kept == null ? answer : kept;
        }
        if (answer == null || !isTo(key.request(), answer)) {
            return null;
        }
        for (CachedAnswer.Tree tree : answer.trees()) {
            if (!isUnchanged(tree)) {
                return null;
            }
        }
        return answer;
    }

    /** Whatever a digest may be good for: never another package than was asked for. */
    private static boolean isTo(CacheRequest request, CachedAnswer answer) {
        List<Resolution> resolutions = answer.resolutions();
        if (resolutions.size() != request.installables().size()) {
            return false;
        }
        for (int i = 0; i < resolutions.size(); i++) {
            String asked = request.installables().get(i).toString();
            Resolution resolution = resolutions.get(i);
            if (resolution.purpose() != request.purpose()
                    || !resolution.installable().toString().equals(asked)) {
                return false;
            }
        }
        return true;
    }

    private boolean isUnchanged(CachedAnswer.Tree tree) {
        TreeFingerprint seen = trees.get(tree.folder());
        if (seen == null || !seen.isStillOf(tree.folder())) {
            seen = TreeFingerprint.of(tree.folder(), MAX_FILES);
            if (seen == null) {
                return false;
            }
            remember(tree.folder(), seen);
        }
        return seen.digest().equals(tree.fingerprint());
    }

    private void remember(Path folder, TreeFingerprint fingerprint) {
        if (trees.size() >= MAX_TREES) {
            trees.clear();
        }
        trees.put(folder, fingerprint);
    }

    /** Returns whether Nix itself would have a look for something newer. */
    public boolean isStale(CachedAnswer answer) {
        if (!answer.floating()) {
            return false;
        }
        try {
            long age = System.currentTimeMillis() - answer.resolvedMillis();
            return age < 0 || age >= circumstances.tarballTtl().toMillis();
        } catch (IOException e) {
            return true;
        }
    }

    /**
     * Takes note of what an answer will depend on, before it is asked for.
     *
     * @return null if an answer cannot be remembered
     */
    public @Nullable SourceSnapshot observe(CacheKey key) {
        long now = now();
        CacheRequest request = key.request();
        try {
            FlakeSourceFinder finder = circumstances.sources();
            Map<String, FlakeSource> sources = new LinkedHashMap<>();
            List<CachedAnswer.Tree> trees = new ArrayList<>();
            for (Installable installable : request.installables()) {
                if (!(installable instanceof FlakeOutput output) || sources.containsKey(output.reference())) {
                    continue;
                }
                FlakeSource source = finder.find(output.reference(), request.start());
                if (source == null || source.root() != null && !observeSettled(source.root(), trees)) {
                    return null;
                }
                sources.put(output.reference(), source);
            }
            return new SourceSnapshot(key, now, sources, trees);
        } catch (IOException | SecurityException e) {
            log().debug("nothing is remembered, since the sources cannot be looked at", e);
            return null;
        }
    }

    /**
     * Returns whether an answer that is being asked for since one observation will do for whoever has made another. It will
     * not where that could not be told for certain, as for a local flake with inputs.
     */
    public boolean isSame(SourceSnapshot earlier, SourceSnapshot later) {
        if (!earlier.sources().equals(later.sources()) || !earlier.trees().equals(later.trees())) {
            return false;
        }
        try {
            boolean floating = false;
            for (FlakeSource source : earlier.sources().values()) {
                floating |= source.floating();
                if (source.flake() != null && !FlakeInputs.areNoneOf(source.flake())) {
                    return false;
                }
            }
            long age = later.nanos() - earlier.nanos();
            return !floating || age < circumstances.tarballTtl().toNanos();
        } catch (IOException | SecurityException e) {
            return false;
        }
    }

    /** A flake that a program has only just written, and now runs from, is worth the wait for the clock to tick. */
    private static boolean observeSettled(Path root, List<CachedAnswer.Tree> trees) {
        long now = now();
        TreeFingerprint fingerprint = TreeFingerprint.of(root, MAX_FILES);
        if (fingerprint == null || !fingerprint.isAboutToBeOlderThan(now)) {
            return add(root, fingerprint, now, trees);
        }
        try {
            TreeFingerprint.awaitTick();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return observe(root, now(), trees);
    }

    private static boolean observe(Path root, long now, List<CachedAnswer.Tree> trees) {
        return add(root, TreeFingerprint.of(root, MAX_FILES), now, trees);
    }

    private static boolean add(
            Path root, @Nullable TreeFingerprint fingerprint, long now, List<CachedAnswer.Tree> trees) {
        if (fingerprint == null || !fingerprint.isOlderThan(now)) {
            return false;
        }
        trees.add(new CachedAnswer.Tree(root, fingerprint.digest()));
        return true;
    }

    /**
     * Remembers an answer if it is certain when it will not be true any more. May ask Nix which inputs a local flake has.
     *
     * @param observation what was seen before it was asked for
     * @param installation who answered
     * @param resolutions the answer
     * @param realised that it is in the store; null if that is not known
     * @param deadline when to give up
     */
    public void record(
            SourceSnapshot observation,
            NixInstallation installation,
            List<Resolution> resolutions,
            @Nullable RealisedOutputs realised,
            Deadline deadline) {
        List<CachedAnswer.Tree> trees = new ArrayList<>(observation.trees());
        boolean floating = false;
        try {
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
                    // Nix has read it by now; so what counts is that it was the same before.
                    if (!observe(folder, observation.nanos(), trees)) {
                        return;
                    }
                }
            }
        } catch (IOException | NixException | SecurityException | IllegalArgumentException e) {
            log().debug("not remembered, since the inputs of a flake cannot be looked at", e);
            return;
        }
        CachedAnswer answer = new CachedAnswer(
                installation.version(),
                installation.system(),
                installation.storeDirectory(),
                TimeUnit.NANOSECONDS.toMillis(observation.nanos()),
                floating,
                trees,
                resolutions,
                realised);
        put(observation.key(), answer);
    }

    /** Adds to what is remembered that it is in the store. */
    public void complete(CacheKey key, CachedAnswer answer, RealisedOutputs realised) {
        put(key, answer.with(realised));
    }

    /** Forgets what has turned out not to be true any more. */
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
            log().debug("not remembered, since it cannot be written down: {}", answer.resolutions());
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

    /** In nanoseconds since 1970. */
    private static long now() {
        return TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    }

    /** Only where something is said: to look for who logs takes a new JVM longer than all else that it does here. */
    private static Logger log() {
        return LoggerFactory.getLogger(ResolutionCache.class);
    }
}
