package io.github.nixadhoc;

import java.time.Duration;
import java.time.Instant;

/**
 * What searches of a flake answer from: all its packages, read once.
 *
 * @param flake what the flake reference stood for, with its revision or hash, as Nix prints it
 * @param asOf when that was so; what the flake reference means may have changed since
 * @param packages how many packages there are
 * @since 0.1
 */
public record SearchIndex(String flake, Instant asOf, int packages) {

    /**
     * Returns how long ago Nix was asked what the flake reference stands for.
     *
     * @return the age, zero if the clock has been set back
     */
    public Duration age() {
        Duration age = Duration.between(asOf, Instant.now());
        return age.isNegative() ? Duration.ZERO : age;
    }
}
