package io.github.nixadhoc.internal.search;

import io.github.nixadhoc.error.CancelledException;
import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.fingerprint.Digest128;
import io.github.nixadhoc.internal.fingerprint.NixFingerprint;
import io.github.nixadhoc.internal.fingerprint.TreeFingerprint;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.resolve.FlakeLocation;
import io.github.nixadhoc.internal.store.StoreView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates indexes of flakes by Nix. Thread-safe. */
final class IndexMaker {

    private static final Logger log = LoggerFactory.getLogger(IndexMaker.class);

    /**
     * A checkout of nixpkgs has a third of that number. The fingerprint of more files would take longer than Nix does.
     */
    private static final int MAX_FILES = 200_000;

    private final NixCli nix;
    private final NixFingerprint nixFingerprint;
    private final FlakePackages flakePackages;
    private final PackageSearch search;

    IndexMaker(NixCli nix, StoreView view, NixFingerprint nixFingerprint) {
        this.nix = nix;
        this.nixFingerprint = nixFingerprint;
        this.flakePackages = new FlakePackages(nix, view);
        this.search = new PackageSearch(nix);
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
        Instant now = Instant.now();
        SearchedFlake found = flakePackages.lookUp(flake, refresh, deadline);
        Path local = found.local();
        // The fingerprint is taken before the packages are read, so that later changes are detected.
        TreeFingerprint tree = local == null ? null : fingerprint(local);
        if (local != null && tree != null && tree.isAboutToBeOlderThan(nanos(now))) {
            awaitTick();
            now = Instant.now();
            found = flakePackages.lookUp(flake, refresh, deadline);
            tree = fingerprint(local);
        }
        // Nix may not have read the state of files that changed after it began.
        if (local != null && (tree == null || !tree.isOlderThan(nanos(now)))) {
            return null;
        }
        Duration lifetime = found.isFixed() ? null : tarballTtl();
        String fingerprint = tree == null ? "" : tree.digest();
        if (before != null && isSame(before.facts(), found, fingerprint)) {
            return new Index(before.facts().asOf(now), before.table(), false);
        }
        PackageTable table = read(found, deadline);
        IndexFacts facts = new IndexFacts(
                ThreadLocalRandom.current().nextLong(),
                found.url(),
                Digest128.of(found.locks()),
                now,
                lifetime,
                local == null ? "" : local.toString(),
                fingerprint,
                table.system(),
                table.size());
        return new Index(facts, table, false);
    }

    /** Returns the fingerprint of a flake's files; null if there are no files, or too many. */
    static @Nullable TreeFingerprint fingerprint(Path local) {
        return TreeFingerprint.of(local, MAX_FILES);
    }

    private static void awaitTick() {
        try {
            TreeFingerprint.awaitTick();
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

    private static boolean isSame(IndexFacts before, SearchedFlake found, String fingerprint) {
        return before.url().equals(found.url())
                && before.locks().equals(Digest128.of(found.locks()))
                && before.fingerprint().equals(fingerprint);
    }

    private PackageTable read(SearchedFlake flake, Deadline deadline) {
        PackageTableBuilder builder =
                new PackageTableBuilder(nix.installation(deadline).system());
        try {
            flakePackages.read(flake, deadline, builder);
            PackageTable table = builder.build();
            if (table.size() > 0) {
                return table;
            }
        } catch (NixException e) {
            if (!PackageSearch.isOfOnePackage(e)) {
                throw e;
            }
            log.debug(
                    "nix search reads {}, since a package is broken: {}",
                    flake.location().reference(),
                    e.shortMessage());
        }
        // nix search skips failures that no expression can catch, and explains an empty result.
        return searchByNix(flake.location(), List.of(), List.of(), deadline);
    }

    /** Searches by {@code nix search}, without an index. */
    PackageTable searchByNix(FlakeLocation flake, List<String> regexes, List<String> excluded, Deadline deadline) {
        PackageTableBuilder builder =
                new PackageTableBuilder(nix.installation(deadline).system());
        search.search(flake, regexes, excluded, deadline, found -> found.addTo(builder));
        return builder.build();
    }
}
