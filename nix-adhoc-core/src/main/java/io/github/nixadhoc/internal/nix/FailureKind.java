package io.github.nixadhoc.internal.nix;

/** The kinds of failures of a call of Nix that callers may handle differently. */
enum FailureKind {
    PACKAGE_NOT_FOUND("look for its name with nix search FLAKE WORD; for nixpkgs also on https://search.nixos.org"),
    FLAKE_NOT_FOUND("check the flake reference; nix registry list shows the names that are"
            + " known, a directory is written as ./dir or path:/dir and must hold a flake.nix"),
    UNFREE(""),
    INSECURE(""),
    BROKEN(""),
    UNSUPPORTED_SYSTEM("the package does not exist for this system; look for another that does the same"),
    HASH_MISMATCH("the file at its address has changed; use a newer version of the flake, which expects the new one"),
    BUILD_FAILED("see the last lines of the build in the log"),
    /** The failure of a build because of another failure, which Nix also reports. */
    CONSEQUENCE("see the log for what failed first"),
    DOWNLOAD_FAILED("check the address and whether the server answers; Nix has tried several times"),
    STORE_UNAVAILABLE(
            "check that this user may write to the store, or give NixClient.builder().store(…) a directory of your"
                    + " own"),
    /** A setting of Nix that has a wrong value or form. */
    SETTING(
            "mend the setting that it names, in nix.conf, in the variable NIX_CONFIG or in NixClient.builder().option(…)"),
    NIX_NOT_USABLE("install Nix for this system anew, or name another nix"),
    NOT_UNDERSTOOD("this version of Nix lacks what is needed; use Nix 2.8 or later"),
    INTERRUPTED(""),
    EVALUATION(
            "use another revision of the flake, or mend it where it is yours; what the error itself advises comes first");

    private final String hint;

    FailureKind(String hint) {
        this.hint = hint;
    }

    /** Returns the remedy for a failure of which only the kind is known; empty for none. */
    String hint() {
        return hint;
    }
}
