package io.github.nixadhoc.model;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;

/**
 * One of the states that a Nix profile has had, which can be gone back to as long as it is kept.
 *
 * <p>Immutable and thread-safe; ordered by profile and number.
 *
 * @param profile the profile, for instance {@code /nix/var/nix/profiles/default}
 * @param number the number that Nix has given to the generation
 * @since 0.1
 */
public record ProfileGeneration(Path profile, long number) implements Comparable<ProfileGeneration> {

    private static final Comparator<ProfileGeneration> ORDER =
            Comparator.comparing(ProfileGeneration::profile).thenComparingLong(ProfileGeneration::number);

    /**
     * Checks for null.
     *
     * @param profile the profile
     * @param number the number of the generation
     */
    public ProfileGeneration {
        Objects.requireNonNull(profile, "profile");
    }

    /**
     * Returns the link that is the generation, a root for the garbage collector.
     *
     * @return the link, beside the profile
     */
    public Path link() {
        return profile.resolveSibling(profile.getFileName() + "-" + number + "-link");
    }

    @Override
    public int compareTo(ProfileGeneration other) {
        return ORDER.compare(this, other);
    }

    /** Returns profile and number. */
    @Override
    public String toString() {
        return profile + " generation " + number;
    }
}
