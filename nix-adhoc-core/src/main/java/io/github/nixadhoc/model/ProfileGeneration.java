package io.github.nixadhoc.model;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * A generation of a Nix profile: one of its earlier states, to which the profile can be rolled back.
 *
 * <p>Immutable and thread-safe; equality is by content, and the order is by profile and number.
 *
 * @since 0.1
 */
public final class ProfileGeneration extends EqualByContent implements Comparable<ProfileGeneration> {

    private static final Comparator<ProfileGeneration> ORDER =
            Comparator.comparing(ProfileGeneration::profile).thenComparingLong(ProfileGeneration::number);

    private final Path profile;
    private final long number;

    private ProfileGeneration(Path profile, long number) {
        this.profile = Objects.requireNonNull(profile, "profile");
        this.number = number;
    }

    /**
     * Returns a generation of a profile.
     *
     * @param profile the profile
     * @param number the number of the generation
     * @return an immutable {@code ProfileGeneration}
     */
    public static ProfileGeneration of(Path profile, long number) {
        return new ProfileGeneration(profile, number);
    }

    /**
     * Returns the profile.
     *
     * @return a path, for instance {@code /nix/var/nix/profiles/default}
     */
    public Path profile() {
        return profile;
    }

    /**
     * Returns the number that Nix has given to the generation.
     *
     * @return the number
     */
    public long number() {
        return number;
    }

    /**
     * Returns the link of the generation, which is a garbage collector root.
     *
     * @return the link, in the folder of the profile
     */
    public Path link() {
        return profile.resolveSibling(profile.getFileName() + "-" + number + "-link");
    }

    @Override
    public int compareTo(ProfileGeneration other) {
        return ORDER.compare(this, other);
    }

    @Override
    protected List<Object> parts() {
        return List.of(profile, number);
    }

    /** Returns the profile and the number. */
    @Override
    public String toString() {
        return profile + " generation " + number;
    }
}
