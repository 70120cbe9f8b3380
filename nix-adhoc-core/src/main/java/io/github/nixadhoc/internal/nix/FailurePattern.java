package io.github.nixadhoc.internal.nix;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One way in which some version of Nix or of nixpkgs words a failure.
 *
 * @param kind what is wrong
 * @param text what the sentence holds; named groups are the facts in it
 * @param hint what to try; may name facts as <code>{fact}</code>, and as <code>{name}</code> what the fact
 *     <code>package</code> can be allowed by
 */
record FailurePattern(FailureKind kind, Pattern text, String hint) {

    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");

    static FailurePattern of(FailureKind kind, String text, String hint) {
        return new FailurePattern(kind, Pattern.compile(text, Pattern.DOTALL), hint);
    }

    /** Returns what the sentence says, if it is of this kind. */
    Optional<Match> match(NixLog.Problem problem) {
        Matcher matcher = text.matcher(problem.sentence());
        return matcher.find() ? Optional.of(new Match(this, problem, matcher)) : Optional.empty();
    }

    /**
     * A failure that has been recognised.
     *
     * @param pattern how
     * @param problem what Nix says
     * @param matcher where the facts are
     */
    record Match(FailurePattern pattern, NixLog.Problem problem, Matcher matcher) {

        FailureKind kind() {
            return pattern.kind();
        }

        /** Returns a fact; empty if this wording does not hold it. */
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
            return PLACE.matcher(pattern.hint()).replaceAll(place -> Matcher.quoteReplacement(fact(place.group(1))));
        }
    }
}
