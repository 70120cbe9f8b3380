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
import static io.github.nixadhoc.internal.nix.FailureKind.SETTING;
import static io.github.nixadhoc.internal.nix.FailureKind.STORE_UNAVAILABLE;
import static io.github.nixadhoc.internal.nix.FailureKind.UNFREE;
import static io.github.nixadhoc.internal.nix.FailureKind.UNSUPPORTED_SYSTEM;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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

    /** Begins a sentence of Nix itself, so that a text that only mentions such words does not match. */
    private static final String BEGIN = "(?:^|error: )(?:";

    /** The sentences by which Nix refuses a flake reference, from its sources of 2.8, 2.26 and 2.34. */
    private static final String FAULTS_OF_REFERENCES = "'[^']*' is not a valid (?:URL|flake|branch|commit)"
            + "|input '[^']*' is unsupported|cannot fetch unsupported input|input '?[^ ]* contains (?:an invalid|both)"
            + "|invalid (?:Git|Mercurial) branch/tag name|invalid flakeref|invalid UR[IL] |unexpected fragment '"
            + "|(?:GitHub )?URL '[^']*' (?:is invalid|contains )|in (?:flake )?URL '[^']*', '[^']*' is not a "
            + "|indirect input '[^']*' cannot be fetched directly|cannot fetch input '[^']*' because it uses a relative path"
            + "|flake reference '[^']*' is not an absolute path|tarball " + Q + "[^'\"]*" + Q
            + " (?:does not exist|is a )"
            + "|path URL '[^']*' should not have an authority|file:// URL '[^']*' has unexpected|SCP-like URL"
            + "|cycle detected in flake registry|cannot apply both a commit hash"
            + "|No commits returned by GitLab API|in '[^']*', couldn't (?:find|resolve)";

    private static final String UNTRACKED = "make it visible to Nix: git -C '{repository}' add '{file}'";

    /** The texts that packages throw by themselves, in the wordings of nixpkgs. */
    private static final List<FailurePattern> OF_NIXPKGS = List.of(
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
            row(UNSUPPORTED_SYSTEM, PACKAGE + " .*is not (?:available|supported) on "));

    /** The sentences of Nix around a text of the flake, which can hold any other wording. */
    private static final List<FailurePattern> AROUND_TEXTS =
            List.of(row(EVALUATION, "^evaluation aborted with the following error message|^assertion '"));

    private static final List<FailurePattern> ANY_TEXT = List.of(row(EVALUATION, ""));

    private static final List<FailurePattern> OF_NIX = List.of(
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
            row(PACKAGE_NOT_FOUND, BEGIN + "flake '[^']*' does not provide attribute)"),
            row(PACKAGE_NOT_FOUND, BEGIN + "attribute '[^']*' in selection path '[^']*' not found)"),
            row(
                    PACKAGE_NOT_FOUND,
                    "does not have (?:the )?(?:wanted )?outputs? '",
                    "name an output that the package has, or none for its usual ones"),
            row(
                    FLAKE_NOT_FOUND,
                    BEGIN
                            + "Path '(?<file>(?:[^']*/)?flake\\.nix)' in the repository \"(?<repository>[^\"]*)\" is not tracked)",
                    UNTRACKED),
            row(
                    EVALUATION,
                    BEGIN + "Path '(?<file>[^']*)' in the repository \"(?<repository>[^\"]*)\" is not tracked)",
                    UNTRACKED),
            row(FLAKE_NOT_FOUND, BEGIN + "cannot find flake '(?<flake>[^']+)' in the flake registries)"),
            row(FLAKE_NOT_FOUND, BEGIN + "path '(?://[^']*|[^']*/flake\\.nix)' does not exist)"),
            row(FLAKE_NOT_FOUND, BEGIN + "Path '(?:[^']*/)?flake\\.nix' does not exist in Git repository)"),
            row(
                    FLAKE_NOT_FOUND,
                    BEGIN + "getting (?:status|attributes) of (?:file )?" + Q + "[^'\"]*/flake\\.nix" + Q
                            + ": No such file)"),
            row(
                    FLAKE_NOT_FOUND,
                    BEGIN + "getting status of " + Q + "(?![^'\"]*/[0-9a-z]{32}-)[^'\"]*" + Q + ": No such file)"),
            row(
                    FLAKE_NOT_FOUND,
                    BEGIN + "(?:path|source tree referenced by) " + Q + "[^'\"]*" + Q
                            + " (?:is not a flake|is not part of a flake|does not contain a )|could not find a flake\\.nix"
                            + "|unable to find a flake before)"),
            row(
                    FLAKE_NOT_FOUND,
                    BEGIN + "path '/*(?<link>/[^']*)' is a symlink)",
                    "name the folder to which {link} leads, or leave out path: in front of the path"),
            row(
                    FLAKE_NOT_FOUND,
                    BEGIN
                            + "don't know how to set (?:branch/tag name|revision) of input '(?<input>[^']*)' to '(?<part>[^']*)')",
                    "leave {part} out of the flake reference: it leads to {input}, which has no branches and no revisions"),
            row(
                    FLAKE_NOT_FOUND,
                    BEGIN + "path URL '[^']*' has (?:unsupported|invalid) parameter '(?<part>[^']*)')",
                    "leave the parameter {part} out of the flake reference: this Nix has none of that name for path:"),
            row(
                    FLAKE_NOT_FOUND,
                    BEGIN + "flake URL '[^']*' has an inconsistent 'dir' parameter)",
                    "name the folder of the flake either in its path or by the parameter dir, not by both"),
            row(FLAKE_NOT_FOUND, BEGIN + FAULTS_OF_REFERENCES + ")"),
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
                    BEGIN + "Git input '[^']*' has a commit hash but no branch/tag name)",
                    "name a branch that has it as well: nixpkgs/BRANCH/REVISION"),
            row(
                    FLAKE_NOT_FOUND,
                    "repository path '(?<folder>[^']*)' is not owned by current user|dubious ownership in repository at '(?<other>[^']*)'",
                    "the repository belongs to another user; if you trust it: git config --global --add safe.directory"
                            + " '{folder}{other}'"),
            row(
                    FLAKE_NOT_FOUND,
                    BEGIN
                            + "program 'git' failed with exit code|resolving Git reference|Failed to fetch git repository|Git repository .* does not exist|Cannot find Git revision|getting Git object '[^']*': object not found)",
                    "check the address, the branch and whether git may read the repository"),
            row(HASH_MISMATCH, BEGIN + "hash mismatch.*?specified:\\s*(?<specified>\\S+)\\s+got:\\s*(?<actual>\\S+))"),
            row(
                    HASH_MISMATCH,
                    "NAR hash mismatch in input '[^']*'[^,]*, expected '(?<specified>[^']*)',? (?:but )?got '(?<actual>[^']*)'",
                    "the input of the flake has changed; nix flake update in the flake, or use another revision"),
            row(HASH_MISMATCH, BEGIN + "hash mismatch|mismatch in field 'narHash')"),
            row(DOWNLOAD_FAILED, BEGIN + "(?:unable to|cannot) download '(?<url>[^']*)')"),
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
                    "this user may not use the store; start the Nix daemon, or give NixClient.builder().store(…) a"
                            + " directory of your own"),
            row(
                    STORE_UNAVAILABLE,
                    "unable to open database file|(?:attempt to write a )?readonly database|database disk image is malformed|Read-only file system|don't know how to open Nix store|you are not (?:privileged|allowed) to"),
            row(
                    STORE_UNAVAILABLE,
                    "opening pseudoterminal (?:master|slave)|posix_openpt|getting pseudoterminal",
                    "builds need pseudo-terminals, and this system has none: mount -t devpts devpts /dev/pts, and link"
                            + " /dev/ptmx to pts/ptmx"),
            row(
                    STORE_UNAVAILABLE,
                    "kernel namespaces that are required for sandboxing|cloning builder process|unable to start build process|setting up a private mount namespace|mounting /proc|cannot (?:set|join) .*namespace",
                    "this system lets Nix make no sandbox, as in most containers: set sandbox-fallback = true or sandbox ="
                            + " false in nix.conf, or allow user namespaces (docker run --security-opt seccomp=unconfined)"),
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
                    SETTING,
                    "configuration line '|configuration setting '|^(?:[Bb]oolean )?(?:setting|option) '[^']*' has invalid value|included from ['\"]"),
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

    /** Returns the match of an error; empty if it is unknown. */
    static Optional<FailurePattern.Match> find(NixLog.Problem problem) {
        Stream<List<FailurePattern>> tables =
                problem.isThrown() ? Stream.of(OF_NIXPKGS, ANY_TEXT) : Stream.of(AROUND_TEXTS, OF_NIXPKGS, OF_NIX);
        return tables.flatMap(List::stream)
                .flatMap(row -> row.match(problem).stream())
                .findFirst();
    }
}
