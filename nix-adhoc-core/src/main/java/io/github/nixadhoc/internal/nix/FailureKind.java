package io.github.nixadhoc.internal.nix;

/** What can be wrong when a call of Nix fails, as far as a caller may do something else about it. */
enum FailureKind {
    PACKAGE_NOT_FOUND,
    FLAKE_NOT_FOUND,
    UNFREE,
    INSECURE,
    BROKEN,
    UNSUPPORTED_SYSTEM,
    HASH_MISMATCH,
    BUILD_FAILED,
    /** Reported beside the failure that it follows from. */
    CONSEQUENCE,
    DOWNLOAD_FAILED,
    STORE_UNAVAILABLE,
    NIX_NOT_USABLE,
    NOT_UNDERSTOOD,
    INTERRUPTED,
    EVALUATION
}
