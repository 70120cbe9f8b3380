package io.github.nixadhoc.internal.nix;

import io.github.nixadhoc.internal.nix.FailurePattern.Match;
import io.github.nixadhoc.model.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The failure of a call, derived from its log. */
final class LoggedFailure {

    private static final Pattern DID_YOU_MEAN = Pattern.compile("Did you mean (?:one of )?(?<names>[^?]+)\\?");

    /** The messages of the fetchers of Nix and of nixpkgs when a builder could not download. */
    private static final Pattern DOWNLOAD_IN_BUILD =
            Pattern.compile("unable to download '(?<url>[^']*)'.*|cannot download \\S+ from any mirror");

    private static final Pattern DOWNLOAD = Pattern.compile("unable to download|cannot download");

    private static final Pattern HOST_IN_BUILD = Pattern.compile("Could not resolve host: (?<host>[\\w.-]+)");

    private static final String NO_SPACE = "No space left on device";

    private static final String NOT_SIGNED = "not signed by any of the keys";

    private final NixLog log;
    private final FailureKind kind;
    private final String what;
    private final @Nullable Match match;

    private LoggedFailure(NixLog log, FailureKind kind, String what, @Nullable Match match) {
        this.log = log;
        this.kind = kind;
        this.what = what;
        this.match = match;
    }

    /**
     * Returns the failure of a call.
     *
     * @param log the log of the call
     * @param phase the phase of the call
     * @param ending the end of the process, in case the log contains no error
     */
    static LoggedFailure of(NixLog log, Phase phase, String ending) {
        List<NixLog.Problem> problems = log.errors();
        Match consequence = null;
        // the last error that is not a consequence of another is the one that ended Nix
        for (int i = problems.size() - 1; i >= 0; i--) {
            Optional<Match> match = FailurePatterns.find(problems.get(i));
            if (match.isEmpty()) {
                return new LoggedFailure(
                        log, FailureClassifier.unknown(phase), problems.get(i).sentence(), null);
            }
            if (match.get().kind() != FailureKind.CONSEQUENCE && !isAdvice(match.get())) {
                return of(log, match.get());
            }
            consequence = consequence == null && !isAdvice(match.get()) ? match.get() : consequence;
        }
        if (consequence != null) {
            return of(log, consequence);
        }
        return ofPlainLines(log, phase, ending);
    }

    private static boolean isAdvice(Match match) {
        return match.problem().sentence().startsWith("Try '");
    }

    /** Returns the failure from lines that are not from Nix, but from a program that it runs or from the system. */
    private static LoggedFailure ofPlainLines(NixLog log, Phase phase, String ending) {
        List<String> lines = log.lines();
        for (int i = lines.size() - 1; i >= 0; i--) {
            Optional<Match> match = FailurePatterns.find(new NixLog.Problem(lines.get(i), lines.get(i)));
            if (match.isPresent()) {
                return of(log, match.get());
            }
        }
        return new LoggedFailure(log, FailureClassifier.unknown(phase), ending, null);
    }

    private static LoggedFailure of(NixLog log, Match match) {
        LoggedFailure plain =
                new LoggedFailure(log, match.kind(), match.problem().sentence(), match);
        return switch (match.kind()) {
            case BUILD_FAILED, CONSEQUENCE -> plain.ofBuild();
            case FLAKE_NOT_FOUND ->
                plain.unreachableHost().isEmpty()
                        ? plain
                        : new LoggedFailure(log, FailureKind.DOWNLOAD_FAILED, plain.what, match);
            default -> plain;
        };
    }

    /** Returns the cause of a failed build, which may be a download or a full disk. */
    private LoggedFailure ofBuild() {
        for (String line : buildOutput()) {
            if (DOWNLOAD_IN_BUILD.matcher(line).find()) {
                return new LoggedFailure(log, FailureKind.DOWNLOAD_FAILED, line.strip(), match);
            }
            if (line.contains(NO_SPACE)) {
                Match noSpace = FailurePatterns.find(new NixLog.Problem(line, line))
                        .filter(found -> found.kind() == FailureKind.STORE_UNAVAILABLE)
                        .orElse(match);
                return new LoggedFailure(log, FailureKind.STORE_UNAVAILABLE, line.strip(), noSpace);
            }
        }
        // nothing was built, because a store path without a derivation is in no cache
        return kind == FailureKind.CONSEQUENCE && log.builds().isEmpty()
                ? new LoggedFailure(log, FailureKind.DOWNLOAD_FAILED, what, match)
                : this;
    }

    FailureKind kind() {
        return kind;
    }

    /** Returns the failure in one sentence on one line, for a build with its dependents. */
    String what() {
        String sentence = ErrorSentence.of(kind, what, match, derivation());
        return kind == FailureKind.BUILD_FAILED ? sentence + neededBy() : sentence;
    }

    private String neededBy() {
        List<String> dependents = new ArrayList<>();
        for (NixLog.Problem problem : log.errors()) {
            FailurePatterns.find(problem)
                    .filter(found -> found.kind() == FailureKind.CONSEQUENCE)
                    .map(found -> found.fact("derivation"))
                    .filter(name -> !name.isEmpty())
                    .ifPresent(name -> dependents.add(ErrorSentence.nameOf(name)));
        }
        return dependents.isEmpty() ? "" : " (needed by " + String.join(", by ", dependents) + ")";
    }

    String hint() {
        if (kind == FailureKind.PACKAGE_NOT_FOUND && !suggestions().isEmpty()) {
            return "did you mean " + String.join(" or ", suggestions()) + "?";
        }
        if (log.warnings().stream().anyMatch(warning -> warning.contains(NOT_SIGNED))) {
            return "the binary cache has it, but is not trusted: add its key to trusted-public-keys in nix.conf";
        }
        // the remedy of the pattern does not apply if the kind was changed afterwards
        if (match != null && match.kind() == kind) {
            return match.hint();
        }
        return kind == FailureKind.DOWNLOAD_FAILED && !hasTriedToDownload()
                ? FailurePatterns.NOT_IN_A_CACHE
                : kind.hint();
    }

    private boolean hasTriedToDownload() {
        return log.lines().stream().anyMatch(line -> DOWNLOAD.matcher(line).find());
    }

    String fact(String name) {
        return match == null ? "" : match.fact(name);
    }

    /** Returns the store derivation that failed; empty if it is not named. */
    String derivation() {
        String named = fact("derivation");
        if (!named.isEmpty() || log.builds().size() != 1) {
            return named;
        }
        return log.builds().keySet().iterator().next();
    }

    /** Returns the names that Nix suggests, best first. */
    List<String> suggestions() {
        if (match == null) {
            return List.of();
        }
        Matcher matcher = DID_YOU_MEAN.matcher(match.problem().text());
        return matcher.find() ? List.of(matcher.group("names").strip().split(", | or ")) : List.of();
    }

    /** Returns the last lines of the failed build; those of the whole log for other failures. */
    List<String> lines() {
        List<String> output = kind == FailureKind.BUILD_FAILED ? buildOutput() : List.of();
        return output.isEmpty() ? log.lines() : output;
    }

    private List<String> buildOutput() {
        return log.builds().getOrDefault(derivation(), List.of());
    }

    /** Returns the URL or the host that could not be reached; empty if the failure has another cause. */
    Optional<String> unreachableHost() {
        String url = fact("url");
        if (!url.isEmpty()) {
            return Optional.of(url);
        }
        List<String> all = new ArrayList<>(log.lines());
        all.addAll(buildOutput());
        for (String line : all) {
            Matcher host = HOST_IN_BUILD.matcher(line);
            if (host.find()) {
                return Optional.of(host.group("host"));
            }
        }
        return Optional.empty();
    }
}
