package io.github.nixadhoc.internal.cache;

import io.github.nixadhoc.internal.fingerprint.FlakeSource;
import io.github.nixadhoc.internal.fingerprint.FlakeSourceFinder;
import io.github.nixadhoc.internal.fingerprint.SourceWay;
import io.github.nixadhoc.internal.fingerprint.TreeFingerprint;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.Installable.FlakeOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One observation of the sources of an answer: the ways to them and their files, at one moment.
 *
 * <p>Not thread-safe.
 */
final class SourceObserver {

    private final CacheKey key;
    private final int maxFiles;
    private final long moment;
    private final Map<String, FlakeSource> sources = new LinkedHashMap<>();
    private final List<SourceWay> ways = new ArrayList<>();
    private final List<CachedAnswer.Tree> trees = new ArrayList<>();
    private boolean isTooYoung;

    /** Begins an observation now. */
    SourceObserver(CacheKey key, int maxFiles) {
        this.key = key;
        this.maxFiles = maxFiles;
        this.moment = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    }

    /** Goes on with an observation, of what must have been the same at its moment. */
    SourceObserver(SourceSnapshot earlier, int maxFiles) {
        this.key = earlier.key();
        this.maxFiles = maxFiles;
        this.moment = earlier.nanos();
        this.sources.putAll(earlier.sources());
        earlier.sources().values().forEach(source -> ways.addAll(source.ways()));
        this.trees.addAll(earlier.trees());
    }

    /** Observes the sources of all flakes of the request; null if an answer cannot be cached. */
    @Nullable
    SourceSnapshot observe() {
        FlakeSourceFinder finder = key.snapshot().sources();
        CacheRequest request = key.request();
        for (Installable installable : request.installables()) {
            if (!(installable instanceof FlakeOutput output) || sources.containsKey(output.reference())) {
                continue;
            }
            FlakeSource source = finder.find(output.reference(), request.start());
            if (source == null || !addWays(source.ways()) || source.root() != null && !addTree(source.root())) {
                return null;
            }
            sources.put(output.reference(), source);
        }
        return isTooYoung ? null : new SourceSnapshot(key, moment, sources, trees);
    }

    /** Returns whether the observation has failed only because something has changed within the last tick of the clock. */
    boolean isAboutToSucceed() {
        return isTooYoung;
    }

    /**
     * Adds a folder that Nix has read by now.
     *
     * @return false if it may have changed since the moment of the observation
     */
    boolean addInput(Path folder) {
        try {
            return addWays(SourceWay.to(folder)) && addTree(folder) && !isTooYoung;
        } catch (IOException e) {
            return false;
        }
    }

    List<SourceWay> ways() {
        return ways;
    }

    List<CachedAnswer.Tree> trees() {
        return trees;
    }

    private boolean addWays(List<SourceWay> more) {
        for (SourceWay way : more) {
            if (!way.isOlderThan(moment)) {
                if (!way.isAboutToBeOlderThan(moment)) {
                    return false;
                }
                isTooYoung = true;
            }
        }
        ways.addAll(more);
        return true;
    }

    private boolean addTree(Path root) {
        TreeFingerprint fingerprint = TreeFingerprint.of(root, maxFiles);
        if (fingerprint == null) {
            return false;
        }
        if (!fingerprint.isOlderThan(moment)) {
            if (!fingerprint.isAboutToBeOlderThan(moment)) {
                return false;
            }
            isTooYoung = true;
        }
        trees.add(new CachedAnswer.Tree(root, fingerprint.digest()));
        return true;
    }
}
