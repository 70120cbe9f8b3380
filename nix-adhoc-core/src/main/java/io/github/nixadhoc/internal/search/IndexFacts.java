package io.github.nixadhoc.internal.search;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an index was made from, and until when it is good.
 *
 * @param id tells one reading of a flake from another
 * @param url what the flake reference stood for
 * @param locks a digest of what the inputs of the flake stood for
 * @param asOf when that was so
 * @param lifetime how long it is taken to be so; null for ever
 * @param local the folder or file that the flake is read from; empty if it is fetched
 * @param fingerprint what that looked like
 * @param system the system of the packages
 * @param packages how many there are
 */
public record IndexFacts(
        long id,
        String url,
        String locks,
        Instant asOf,
        @Nullable Duration lifetime,
        String local,
        String fingerprint,
        String system,
        int packages) {

    boolean isOverdue(Instant now) {
        return lifetime != null && (now.isBefore(asOf) || now.isAfter(asOf.plus(lifetime)));
    }

    /** … found to be so still. */
    IndexFacts asOf(Instant later) {
        return new IndexFacts(id, url, locks, later, lifetime, local, fingerprint, system, packages);
    }
}
