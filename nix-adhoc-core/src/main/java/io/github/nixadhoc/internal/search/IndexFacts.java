package io.github.nixadhoc.internal.search;

import io.github.nixadhoc.internal.fingerprint.SourceWay;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The source of an index, and its time of validity.
 *
 * @param id a random number for each reading of a flake
 * @param url the locked URL of the flake
 * @param locks a digest of the locked inputs of the flake
 * @param asOf the time of the reading
 * @param lifetime the time for which it is valid; null for ever
 * @param ways the ways to a local flake that can change by themselves
 * @param local the local folder or file of the flake; empty if the flake is fetched
 * @param fingerprint the fingerprint of the local folder or file
 * @param system the system of the packages
 * @param packages the number of packages
 * @param skipped the packages that could not be evaluated, each with the reason in one line
 */
public record IndexFacts(
        long id,
        String url,
        String locks,
        Instant asOf,
        @Nullable Duration lifetime,
        List<SourceWay> ways,
        String local,
        String fingerprint,
        String system,
        int packages,
        List<String> skipped) {

    public IndexFacts {
        ways = List.copyOf(ways);
        skipped = List.copyOf(skipped);
    }

    boolean isOverdue(Instant now) {
        return lifetime != null && (now.isBefore(asOf) || now.isAfter(asOf.plus(lifetime)));
    }

    /** Returns a copy with the time of a later check. */
    IndexFacts asOf(Instant later) {
        return new IndexFacts(id, url, locks, later, lifetime, ways, local, fingerprint, system, packages, skipped);
    }
}
