package io.github.nixadhoc.internal.nix;

import io.github.nixadhoc.model.NixVersion;
import java.util.List;

/**
 * What a version of Nix can do and others cannot: every difference that this library knows of, in one place.
 *
 * <p>Lix calls itself 2.18 towards expressions, and is that as far as these differences go.
 *
 * @param version the version of Nix
 */
public record NixDialect(NixVersion version) {

    private static final NixVersion OLDEST = NixVersion.parse("2.8");

    private static final NixVersion NEWEST_TESTED = NixVersion.parse("2.34");

    /** Whether this library cannot use it, since it lacks what comes with 2.8. */
    public boolean isTooOld() {
        return version.compareTo(OLDEST) < 0;
    }

    /** Whether it is newer than those that this library is tested on. */
    public boolean isNewerThanTested() {
        return version.isAtLeast(NEWEST_TESTED.major(), NEWEST_TESTED.minor() + 1);
    }

    /** Returns the arguments that make Nix print its settings as JSON; until 2.19 those of {@code show-config}. */
    public List<String> configuration() {
        return version.isAtLeast(2, 20) ? List.of("config", "show", "--json") : List.of("show-config", "--json");
    }

    /** Whether {@code REF#.} is the whole flake, so that a function can be applied to it; since 2.19. */
    public boolean selectsWholeFlake() {
        return version.isAtLeast(2, 19);
    }

    /** Whether {@code REF#attribute^output} selects outputs; since 2.9. */
    public boolean selectsOutputs() {
        return version.isAtLeast(2, 9);
    }

    /**
     * Returns the arguments that make {@code nix path-info} print JSON. From 2.33 on the form must be named, and the
     * first is the one that older versions print.
     */
    public List<String> pathInfoJson() {
        return version.isAtLeast(2, 33) ? List.of("--json", "--json-format", "1") : List.of("--json");
    }

    /** Whether {@code nix store info --json} is known; before 2.19 it was {@code nix store ping}, and text. */
    public boolean hasStoreInfo() {
        return version.isAtLeast(2, 19);
    }

    /** Whether {@code nix config show} is known; before 2.20 it was {@code nix show-config}. */
    public boolean hasConfigShow() {
        return version.isAtLeast(2, 20);
    }

    /**
     * Whether {@code nix-collect-garbage} looks for old generations in the user's own profiles too, and not only below the
     * state directory; since 2.16.
     */
    public boolean collectsFromOwnProfiles() {
        return version.isAtLeast(2, 16);
    }

    /** Whether {@code nix search} knows {@code --exclude}; since 2.10. */
    public boolean excludesFromSearch() {
        return version.isAtLeast(2, 10);
    }

    /** Whether an empty item of PATH is kept by {@code nix shell}, as the working directory that it means; since 2.25. */
    public boolean keepsEmptyPathItems() {
        return version.isAtLeast(2, 25);
    }

    /** Whether {@code nix shell} puts a folder of programs that is a link on PATH as what it leads to; since 2.29. */
    public boolean followsLinkedProgramFolders() {
        return version.isAtLeast(2, 29);
    }

    /**
     * Whether a failed evaluation is remembered without its message, so that the second time only "is not a derivation"
     * is said; until 2.24.
     */
    boolean forgetsWhyEvaluationFailed() {
        return !version.isAtLeast(2, 24);
    }

    /**
     * Returns the value of {@code flake-registry} that makes Nix do without the global registry: nothing at all, since
     * 2.13; before that a file that never exists, as nothing can be below a device.
     */
    String noGlobalRegistry() {
        return version.isAtLeast(2, 13) ? "" : "/dev/null/no-registry";
    }
}
