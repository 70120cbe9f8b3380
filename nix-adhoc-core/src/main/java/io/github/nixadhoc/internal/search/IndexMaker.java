package io.github.nixadhoc.internal.search;

import io.github.nixadhoc.error.CancelledException;
import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.fingerprint.Digest128;
import io.github.nixadhoc.internal.fingerprint.FileClock;
import io.github.nixadhoc.internal.fingerprint.FlakeSource;
import io.github.nixadhoc.internal.fingerprint.FlakeSourceFinder;
import io.github.nixadhoc.internal.fingerprint.MissingFile;
import io.github.nixadhoc.internal.fingerprint.NixFingerprint;
import io.github.nixadhoc.internal.fingerprint.NixSnapshot;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.resolve.FlakeLocation;
import io.github.nixadhoc.internal.store.StoreView;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates indexes of flakes by Nix. Thread-safe. */
final class IndexMaker {

    private static final Logger log = LoggerFactory.getLogger(IndexMaker.class);

    private final NixCli nix;
    private final NixFingerprint nixFingerprint;
    private final FlakePackages flakePackages;
    private final PackageReader reader;

    IndexMaker(NixCli nix, Function<Deadline, StoreView> view, NixFingerprint nixFingerprint) {
        this.nix = nix;
        this.nixFingerprint = nixFingerprint;
        this.flakePackages = new FlakePackages(nix, view);
        this.reader = new PackageReader(nix, flakePackages);
    }

    /**
     * Reads all packages of a flake.
     *
     * @param flake the flake
     * @param refresh whether to ignore what Nix has fetched recently
     * @param before an earlier index, which is reused if the flake is unchanged; null if there is none
     * @param deadline when to give up
     * @return the index, which is not stored yet; null if its validity cannot be determined
     */
    @Nullable
    Index make(FlakeLocation flake, boolean refresh, @Nullable Index before, Deadline deadline) {
        try {
            return index(flake, refresh, before, deadline);
        } catch (NixException e) {
            FlakeSourceFinder sources = sources();
            throw sources == null
                    ? e
                    : MissingFile.explained(e, List.of(flake.reference()), flake.resolve(""), sources);
        }
    }

    private @Nullable Index index(FlakeLocation flake, boolean refresh, @Nullable Index before, Deadline deadline) {
        Instant now = Instant.now();
        SearchedFlake found = flakePackages.lookUp(flake, refresh, deadline);
        // The source is observed before the packages are read, so that later changes are detected.
        IndexSource source = IndexSource.observe(find(flake), found);
        if (source != null && source.isAboutToBeOlderThan(nanos(now))) {
            awaitTick();
            now = Instant.now();
            found = flakePackages.lookUp(flake, refresh, deadline);
            source = IndexSource.observe(find(flake), found);
        }
        // Nix may not have read the state of files that changed after it began.
        if (source == null || !source.isOlderThan(nanos(now))) {
            return null;
        }
        Duration lifetime = found.isFixed() && !source.floating() ? null : tarballTtl();
        if (before != null && isSame(before.facts(), found, source)) {
            return new Index(before.facts().asOf(now), before.table(), false);
        }
        PackageTableBuilder builder = builder(deadline);
        List<SkippedPackage> skipped = reader.read(found, builder, deadline);
        PackageTable table = builder.build();
        IndexFacts facts = new IndexFacts(
                ThreadLocalRandom.current().nextLong(),
                found.url(),
                Digest128.of(found.locks()),
                now,
                lifetime,
                source.ways(),
                source.local() == null ? "" : source.local().toString(),
                source.fingerprint(),
                table.system(),
                table.size(),
                skipped.stream().map(SkippedPackage::toString).toList());
        return new Index(facts, table, false);
    }

    /** Returns the source that a reference leads to; null if that is not certain. */
    private @Nullable FlakeSource find(FlakeLocation flake) {
        FlakeSourceFinder sources = sources();
        return sources == null ? null : sources.find(flake.reference(), flake.resolve(""));
    }

    private @Nullable FlakeSourceFinder sources() {
        try {
            NixSnapshot snapshot = nixFingerprint.snapshot(nix.binary());
            return snapshot == null ? null : snapshot.sources();
        } catch (IOException e) {
            return null;
        }
    }

    private static void awaitTick() {
        try {
            FileClock.awaitTick();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException(
                    Failure.of("the thread that was to read the packages of a flake was interrupted", ""), null);
        }
    }

    private static long nanos(Instant moment) {
        return TimeUnit.MILLISECONDS.toNanos(moment.toEpochMilli());
    }

    private Duration tarballTtl() {
        try {
            return nixFingerprint.tarballTtl();
        } catch (IOException e) {
            log.debug("an index is old at once, since Nix's settings cannot be looked at", e);
            return Duration.ZERO;
        }
    }

    private static boolean isSame(IndexFacts before, SearchedFlake found, IndexSource source) {
        return before.url().equals(found.url())
                && before.locks().equals(Digest128.of(found.locks()))
                && before.ways().equals(source.ways())
                && before.fingerprint().equals(source.fingerprint());
    }

    /** Reads all packages of a flake whose index cannot be valid later. */
    PackageTable readOnce(FlakeLocation flake, boolean refresh, Deadline deadline) {
        PackageTableBuilder builder = builder(deadline);
        List<SkippedPackage> unused = reader.read(flakePackages.lookUp(flake, refresh, deadline), builder, deadline);
        return builder.build();
    }

    private PackageTableBuilder builder(Deadline deadline) {
        return new PackageTableBuilder(nix.installation(deadline).system());
    }
}
