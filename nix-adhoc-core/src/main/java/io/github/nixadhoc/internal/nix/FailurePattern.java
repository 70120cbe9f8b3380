package io.github.nixadhoc.internal.nix;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A wording of a failure by some version of Nix or nixpkgs.
 *
 * @param kind the kind of failure
 * @param text the pattern of the sentence, whose named groups are the facts
 * @param hint the remedy; may contain facts as <code>{fact}</code>, and as <code>{name}</code> the name by which the fact
 *     <code>package</code> can be allowed
 */
record FailurePattern(FailureKind kind, Pattern text, String hint) {

    /** The author of a flake may write a sentence of any length, and a pattern with several gaps takes the square of that. */
    private static final int MAX_LENGTH = 20_000;

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");

    static FailurePattern of(FailureKind kind, String text, String hint) {
        return new FailurePattern(kind, Pattern.compile(text, Pattern.DOTALL), hint);
    }

    /** Returns the match of a sentence; empty if it does not match. */
    Optional<Match> match(NixLog.Problem problem) {
        String sentence = problem.sentence();
        Matcher matcher = text.matcher(sentence.length() <= MAX_LENGTH ? sentence : sentence.substring(0, MAX_LENGTH));
        return matcher.find() ? Optional.of(new Match(this, problem, matcher)) : Optional.empty();
    }

    /**
     * A failure that matches a pattern.
     *
     * @param pattern the pattern
     * @param problem the error of Nix
     * @param matcher the matcher, which contains the facts
     */
    record Match(FailurePattern pattern, NixLog.Problem problem, Matcher matcher) {

        FailureKind kind() {
            return pattern.kind();
        }

        /** Returns a fact; empty if this wording does not contain it. */
        String fact(String name) {
            if (name.equals("name")) {
                return PackageName.shortest(fact("package"));
            }
            if (!pattern.text().pattern().contains("(?<" + name + ">")) {
                return "";
            }
            String value = matcher.group(name);
            return value == null ? "" : value;
        }

        String hint() {
            return PLACEHOLDER
                    .matcher(pattern.hint())
                    .replaceAll(placeholder -> Matcher.quoteReplacement(fact(placeholder.group(1))));
        }
    }
}
