package io.github.nixadhoc.internal.nix;

import static io.github.nixadhoc.internal.nix.FailureKind.BROKEN;
import static io.github.nixadhoc.internal.nix.FailureKind.BUILD_FAILED;
import static io.github.nixadhoc.internal.nix.FailureKind.CONSEQUENCE;
import static io.github.nixadhoc.internal.nix.FailureKind.DOWNLOAD_FAILED;
import static io.github.nixadhoc.internal.nix.FailureKind.EVALUATION;
import static io.github.nixadhoc.internal.nix.FailureKind.FLAKE_NOT_FOUND;
import static io.github.nixadhoc.internal.nix.FailureKind.HASH_MISMATCH;
import static io.github.nixadhoc.internal.nix.FailureKind.INSECURE;
import static io.github.nixadhoc.internal.nix.FailureKind.INTERRUPTED;
import static io.github.nixadhoc.internal.nix.FailureKind.NIX_NOT_USABLE;
import static io.github.nixadhoc.internal.nix.FailureKind.NOT_UNDERSTOOD;
import static io.github.nixadhoc.internal.nix.FailureKind.PACKAGE_NOT_FOUND;
import static io.github.nixadhoc.internal.nix.FailureKind.STORE_UNAVAILABLE;
import static io.github.nixadhoc.internal.nix.FailureKind.UNFREE;
import static io.github.nixadhoc.internal.nix.FailureKind.UNSUPPORTED_SYSTEM;

import java.util.List;
import java.util.Optional;

/**
 * The wordings of failures by Nix 2.8 to 2.34 and nixpkgs. The first row that matches counts.
 *
 * <p>Nix quotes with {@code '} and, from 2.34 on, its own paths with {@code "}; {@code Q} matches both.
 */
final class FailurePatterns {

    private static final String Q = "['\"]";

    /** The name of a refused package in messages of nixpkgs. */
    private static final String PACKAGE = "[Pp]ackage [‘'](?<package>[^’']+)[’']";

    private static final String ELSEWHERE = "; a flake other than the client's nixpkgs has to allow it itself";

    private static final String TRY_BROKEN =
            "use another version of nixpkgs, in which the package works, or try this one:"
                    + " NixClient.builder().allowBroken(\"{name}\")" + ELSEWHERE;

    private static final String OTHER_SYSTEM =
            "use a remote builder for {system}, a binary cache that has it built, or another package";

    private static final String OTHER_FEATURES =
            "declare the features with the setting system-features if this machine has them, or use a remote builder"
                    + " or a binary cache that has it built";

    private static final String WRONG_DERIVATION =
            "the package's own definition is wrong: report it to who maintains it, or use another revision of the flake";

    private static final String FREE_SPACE = "free some space: nix-collect-garbage deletes what nothing needs any more";

    /** The remedy if Nix neither built nor tried to download. */
    static final String NOT_IN_A_CACHE =
            "check the path, and that a binary cache that has it is configured (substituters) and trusted"
                    + " (trusted-public-keys), or name the package by its flake to have it built";

    private static final List<FailurePattern> ROWS = List.of(
            // nixpkgs: "Package ‘x’ in FILE:LINE …, refusing to evaluate." until 2025, "Refusing to evaluate package
            // 'x'
            // in FILE:LINE because it …" since
            row(
                    UNFREE,
                    PACKAGE + " .*has an? (?:unfree|bloc?k?listed) licen[cs]e \\(‘(?<subject>[^’]*)’\\)",
                    "accept its licence: NixClient.builder().allowUnfree(\"{name}\")" + ELSEWHERE),
            row(
                    INSECURE,
                    PACKAGE
                            + " .*is marked as insecure(?:.*?Known issues:\\s*(?<subject>.*?)\\s*(?:You can install it anyway|$))?",
                    "take another version, or accept this one: NixClient.builder().allowInsecure(\"{package}\")"
                            + ELSEWHERE),
            row(BROKEN, PACKAGE + " .*is marked as broken", TRY_BROKEN),
            row(
                    BROKEN,
                    "[Rr]efusing to evaluate package '(?<package>[^']+)' .*because it has problems:\\s*- (?<subject>[^\\n]*)",
                    TRY_BROKEN),
            row(UNSUPPORTED_SYSTEM, PACKAGE + " .*is not (?:available|supported) on "),
            row(
                    UNSUPPORTED_SYSTEM,
                    "a '(?<system>[^']+)' with features \\{} is required to build '(?<derivation>[^']+)'",
                    OTHER_SYSTEM),
            row(
                    UNSUPPORTED_SYSTEM,
                    "a '(?<system>[^']+)' with features \\{(?<features>[^}]+)} is required to build '(?<derivation>[^']+)'",
                    OTHER_FEATURES),
            row(
                    UNSUPPORTED_SYSTEM,
                    "Cannot build '(?<derivation>[^']+)'.*Reason: platform mismatch.*Required system: '(?<system>[^']+)'",
                    OTHER_SYSTEM),
            row(
                    UNSUPPORTED_SYSTEM,
                    "Cannot build '(?<derivation>[^']+)'.*Reason: missing system features(?:.*?Required features: \\{(?<features>[^}]*)})?",
                    OTHER_FEATURES),
            row(PACKAGE_NOT_FOUND, "does not provide attribute"),
            row(PACKAGE_NOT_FOUND, "attribute '[^']*' in selection path '[^']*' not found"),
            row(
                    PACKAGE_NOT_FOUND,
                    "does not have (?:the )?(?:wanted )?outputs? '",
                    "name an output that the package has, or none for its usual ones"),
            row(FLAKE_NOT_FOUND, "cannot find flake '(?<flake>[^']+)' in the flake registries"),
            row(FLAKE_NOT_FOUND, "path '(?://[^']*|[^']*/flake\\.nix)' does not exist"),
            row(
                    FLAKE_NOT_FOUND,
                    "getting (?:status|attributes) of (?:file )?" + Q + "[^'\"]*/flake\\.nix" + Q + ": No such file"),
            row(FLAKE_NOT_FOUND, "getting status of " + Q + "(?![^'\"]*/[0-9a-z]{32}-)[^'\"]*" + Q + ": No such file"),
            row(
                    FLAKE_NOT_FOUND,
                    "is not a flake|does not contain a '?(?:\\S*/)?flake\\.nix|could not find a flake\\.nix"),
            row(FLAKE_NOT_FOUND, "is not a valid URL|^input '[^']*' is unsupported|is not a valid flake ?reference"),
            row(
                    FLAKE_NOT_FOUND,
                    "unable to download 'https://(?:api\\.github\\.com|github\\.com|gitlab\\.com|git\\.sr\\.ht|codeberg\\.org)/[^']*': HTTP error (?:404|422)",
                    "check owner, repository and branch; a private repository needs the setting access-tokens"),
            row(
                    DOWNLOAD_FAILED,
                    "unable to download '(?<url>[^']*)': HTTP error (?:403|429).*rate limit",
                    "GitHub limits anonymous use; wait an hour, set access-tokens in nix.conf, or use a fixed revision"),
            row(
                    FLAKE_NOT_FOUND,
                    "has a commit hash but no branch/tag name",
                    "name a branch that has it as well: nixpkgs/BRANCH/REVISION"),
            row(
                    FLAKE_NOT_FOUND,
                    "program 'git' failed with exit code|resolving Git reference|Failed to fetch git repository|Git repository .* does not exist|Cannot find Git revision|getting Git object '[^']*': object not found",
                    "check the address, the branch and whether git may read the repository"),
            row(HASH_MISMATCH, "hash mismatch.*?specified:\\s*(?<specified>\\S+)\\s+got:\\s*(?<actual>\\S+)"),
            row(
                    HASH_MISMATCH,
                    "NAR hash mismatch in input '[^']*'[^,]*, expected '(?<specified>[^']*)',? (?:but )?got '(?<actual>[^']*)'",
                    "the input of the flake has changed; nix flake update in the flake, or use another revision"),
            row(HASH_MISMATCH, "hash mismatch|mismatch in field 'narHash'"),
            row(DOWNLOAD_FAILED, "(?:unable to|cannot) download '(?<url>[^']*)'"),
            row(
                    DOWNLOAD_FAILED,
                    "Failed to open archive|cannot connect to substituter|binary cache '(?<url>[^']*)' is for Nix stores|"
                            + "(?:failed to|error) decompress|input compression|does not (?:appear to be a|exist in) binary cache|NAR .*(?:corrupt|too short)|"
                            + "unexpected end-of-file reading|not a NAR|substitut\\w+ .*failed"),
            row(
                    STORE_UNAVAILABLE,
                    "cannot connect to (?:socket|daemon) at|cannot open connection to remote store",
                    "start the daemon: systemctl start nix-daemon.socket, or run nix-daemon"),
            row(
                    STORE_UNAVAILABLE,
                    "Nix daemon disconnected|^unexpected end-of-file$|error: reading from file: Connection reset",
                    "the daemon ended while it was at work; its log tells why: journalctl -u nix-daemon"),
            row(STORE_UNAVAILABLE, "No space left on device|database or disk is full|Disk quota exceeded", FREE_SPACE),
            row(
                    STORE_UNAVAILABLE,
                    "the group '(?<group>[^']*)' specified in 'build-users-group'|build users group '[^']*' has no members",
                    "as root Nix builds as users of a group of their own: on Debian and Ubuntu apt-get install -y"
                            + " nix-setup-systemd makes them; to build as root, set build-users-group to nothing in nix.conf"),
            row(
                    STORE_UNAVAILABLE,
                    "(?:opening lock file|creating directory|could not set permissions on|changing ownership of|opening (?:the )?(?:Nix )?database|"
                            + "cannot open SQLite|creating symlink|removing|renaming|getting status of \\S*daemon-socket).*(?:Permission denied|Operation not permitted|Read-only file system)",
                    "this user may not use the store; run the Nix daemon, or use a store of your own with --store DIR"),
            row(
                    STORE_UNAVAILABLE,
                    "unable to open database file|(?:attempt to write a )?readonly database|database disk image is malformed|Read-only file system|don't know how to open Nix store|you are not (?:privileged|allowed) to"),
            row(STORE_UNAVAILABLE, "Too many open files", "raise the limit of open files: ulimit -n"),
            row(CONSEQUENCE, "dependenc(?:y|ies) of derivation '(?<derivation>[^']+)' failed"),
            row(CONSEQUENCE, "Cannot build '(?<derivation>[^']+)'.*Reason: \\d+ dependenc(?:y|ies) failed"),
            row(
                    BUILD_FAILED,
                    "(?:builder for|Cannot build) '(?<derivation>[^']+)'.*(?<reason>failed due to signal 9)",
                    "something killed the builder, most often because the memory was used up: free some, or use a binary"
                            + " cache that has it built"),
            row(
                    BUILD_FAILED,
                    "(?:builder for|Cannot build) '(?<derivation>[^']+)'.*(?<reason>failed to produce output)",
                    WRONG_DERIVATION),
            row(BUILD_FAILED, "Cannot build '(?<derivation>[^']+)'\\.?\\s*Reason: (?<reason>[^\\n]*?)\\.?(?:\\n|$)"),
            row(BUILD_FAILED, "(?<reason>builder) for '(?<derivation>[^']+)' failed"),
            row(
                    BUILD_FAILED,
                    "building of '(?<derivation>[^'!^]+)[^']*' from \\.drv file timed out|(?<reason>timed out) after",
                    "allow it more time with the setting timeout or max-silent-time"),
            row(
                    BUILD_FAILED,
                    "cannot build '(?<derivation>[^']+)' during evaluation",
                    "set allow-import-from-derivation = true in nix.conf"),
            row(
                    BUILD_FAILED,
                    "(?<reason>failed to produce output)|output '[^']*' is not allowed to refer",
                    WRONG_DERIVATION),
            row(BUILD_FAILED, "unable to start any build", "allow builds with the setting max-jobs"),
            row(
                    DOWNLOAD_FAILED,
                    "path '(?<path>[^']*)' is required, but there is no substituter that can build it",
                    NOT_IN_A_CACHE),
            row(
                    DOWNLOAD_FAILED,
                    "path '(?<path>[^']*)' (?:is not valid|does not exist and cannot be created)",
                    NOT_IN_A_CACHE),
            row(
                    CONSEQUENCE,
                    "^build of .* failed$|some substitutes for .* failed|some (?:paths|outputs) .* not (?:built|valid)"),
            row(INTERRUPTED, "^interrupted by the user$"),
            row(
                    NIX_NOT_USABLE,
                    "configuration line '|configuration setting '|^(?:setting|option) '[^']*' has invalid value|included from ['\"]",
                    "mend the settings of Nix that it names, in nix.conf or in the variable NIX_CONFIG"),
            row(NIX_NOT_USABLE, "error while loading shared libraries|cannot execute binary file|Exec format error"),
            row(
                    NOT_UNDERSTOOD,
                    "unrecognised flag|is not a recogni[sz]ed command|unexpected argument|requires \\d+ argument"),
            row(NOT_UNDERSTOOD, "^Try '.* --help'"),
            row(
                    EVALUATION,
                    "syntax error|assertion |undefined variable|infinite recursion|stack overflow|attribute '[^']*' missing|called without required argument|while an? .* was expected|expected an? "));

    private FailurePatterns() {}

    /** Returns a wording with the remedy of its kind. */
    private static FailurePattern row(FailureKind kind, String text) {
        return row(kind, text, kind.hint());
    }

    private static FailurePattern row(FailureKind kind, String text, String hint) {
        return FailurePattern.of(kind, text, hint);
    }

    /** Returns the match of an error; empty if it is unknown, as errors that an evaluation throws are. */
    static Optional<FailurePattern.Match> find(NixLog.Problem problem) {
        return ROWS.stream().flatMap(row -> row.match(problem).stream()).findFirst();
    }
}
