package io.github.nixadhoc.internal.nix;

import io.github.nixadhoc.model.NixVersion;
import java.util.List;

/**
 * The differences between versions of Nix that this library has to handle.
 *
 * <p>Lix reports version 2.18 to expressions, and behaves like 2.18 in these respects.
 *
 * @param version the version of Nix
 */
public record NixDialect(NixVersion version) {

    private static final NixVersion OLDEST = NixVersion.parse("2.8");

    private static final NixVersion NEWEST_TESTED = NixVersion.parse("2.34");

    /** Returns whether this library does not support the version, because it is older than 2.8. */
    public boolean isTooOld() {
        return version.compareTo(OLDEST) < 0;
    }

    /** Returns whether the version is newer than those with which this library is tested. */
    public boolean isNewerThanTested() {
        return version.isAtLeast(NEWEST_TESTED.major(), NEWEST_TESTED.minor() + 1);
    }

    /** Returns the arguments that print the settings as JSON; until 2.19 those of {@code show-config}. */
    public List<String> configuration() {
        return version.isAtLeast(2, 20) ? List.of("config", "show", "--json") : List.of("show-config", "--json");
    }

    /** Returns whether {@code REF#.} is the whole flake, to which a function can be applied; since 2.19. */
    public boolean selectsWholeFlake() {
        return version.isAtLeast(2, 19);
    }

    /** Returns whether {@code REF#attribute^output} selects outputs; since 2.9. */
    public boolean selectsOutputs() {
        return version.isAtLeast(2, 9);
    }

    /**
     * Returns the arguments that make {@code nix path-info} print JSON. From 2.33 on they include the format 1, which older
     * versions print by default.
     */
    public List<String> pathInfoJson() {
        return version.isAtLeast(2, 33) ? List.of("--json", "--json-format", "1") : List.of("--json");
    }

    /** Returns whether {@code nix store info --json} exists; before 2.19 it was {@code nix store ping}, and text. */
    public boolean hasStoreInfo() {
        return version.isAtLeast(2, 19);
    }

    /** Returns whether {@code nix config show} exists; before 2.20 it was {@code nix show-config}. */
    public boolean hasConfigShow() {
        return version.isAtLeast(2, 20);
    }

    /**
     * Returns whether {@code nix-collect-garbage} also deletes old generations of the user's own profiles, outside of the
     * state directory; since 2.16.
     */
    public boolean collectsFromOwnProfiles() {
        return version.isAtLeast(2, 16);
    }

    /** Returns whether {@code nix shell} keeps an empty item of PATH, which means the working directory; since 2.25. */
    public boolean keepsEmptyPathItems() {
        return version.isAtLeast(2, 25);
    }

    /** Returns whether {@code nix shell} resolves a folder of programs that is a link before adding it to PATH; since 2.29. */
    public boolean followsLinkedProgramFolders() {
        return version.isAtLeast(2, 29);
    }

    /** Returns whether an error shows its {@code addErrorContext} without {@code --show-trace}; since 2.20. */
    public boolean showsErrorContexts() {
        return version.isAtLeast(2, 20);
    }

    /**
     * Returns whether the evaluation cache stores a failure without its message, so that the second call only reports "is not
     * a derivation"; before 2.24.
     */
    boolean losesMessageOfFailedEvaluation() {
        return !version.isAtLeast(2, 24);
    }

    /**
     * Returns the value of {@code flake-registry} that disables the global registry: empty since 2.13; before that a file that
     * cannot exist, because it is below a device.
     */
    String noGlobalRegistry() {
        return version.isAtLeast(2, 13) ? "" : "/dev/null/no-registry";
    }
}
