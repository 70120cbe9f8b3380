package io.github.nixadhoc.internal.search;

import io.github.nixadhoc.internal.text.CountedText;
import java.util.BitSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A search for one regular expression in segments. It looks first for a text that every match contains, which is much
 * faster.
 *
 * <p>Not thread-safe.
 */
final class RegexFinder {

    private static final Set<String> MATCHING_ALL = Set.of("", "^", "$", ".*");

    /** The fraction of remaining packages below which each is matched on its own. */
    private static final int FEW_FRACTION = 16;

    /** Enough for any field of a package, unless repetitions within one another try all ways to divide it. */
    private static final long MAX_STEPS = 1_000_000;

    private static final String REPETITIONS = "*+{";

    private final String regex;
    private final boolean matchesAll;
    private final RequiredText required;
    private final Matcher matcher;

    private RegexFinder(String regex, boolean matchesAll, RequiredText required, Pattern pattern) {
        this.regex = regex;
        this.matchesAll = matchesAll;
        this.required = required;
        this.matcher = pattern.matcher("");
    }

    static RegexFinder of(String regex) {
        return new RegexFinder(
                regex, MATCHING_ALL.contains(regex), RequiredText.of(regex), SearchPattern.compile(ByteText.of(regex)));
    }

    /** Returns a number to sort several finders by, so that the fastest come first. */
    int cost() {
        return matchesAll ? Integer.MIN_VALUE : -required.length();
    }

    /** Removes the packages that do not match. */
    void retain(Segment segment, BitSet packages) {
        if (!matchesAll) {
            packages.and(matching(segment, packages));
        }
    }

    /** Removes the packages that match. */
    void remove(Segment segment, BitSet packages) {
        if (matchesAll) {
            packages.clear();
        } else {
            packages.andNot(matching(segment, packages));
        }
    }

    /** Returns the matching packages. They may include packages that are not among the given ones. */
    private BitSet matching(Segment segment, BitSet packages) {
        boolean oneByOne = required.texts().isEmpty() || packages.cardinality() < segment.size() / FEW_FRACTION;
        BitSet candidates = oneByOne ? (BitSet) packages.clone() : containing(segment);
        if (oneByOne || !required.isAll()) {
            candidates.and(packages);
            match(segment, candidates);
        }
        return candidates;
    }

    private void match(Segment segment, BitSet candidates) {
        boolean bounded = regex.chars().noneMatch(c -> REPETITIONS.indexOf(c) >= 0);
        CountedText text = new CountedText(segment.text(), MAX_STEPS);
        matcher.reset(bounded ? segment.text() : text);
        try {
            for (int one = candidates.nextSetBit(0); one >= 0; one = candidates.nextSetBit(one + 1)) {
                text.allow(MAX_STEPS);
                if (!matches(segment, one)) {
                    candidates.clear(one);
                }
            }
        } catch (CountedText.TooManyStepsException | StackOverflowError e) {
            throw new IllegalArgumentException(
                    "the regular expression \"" + regex
                            + "\" takes too long to compare: write it without repetitions within one another",
                    e);
        }
    }

    private BitSet containing(Segment segment) {
        BitSet containing = new BitSet(segment.size());
        for (String text : required.texts()) {
            int place = segment.text().indexOf(text);
            while (place >= 0) {
                int one = segment.packageAt(place);
                if (place < segment.endOfSearched(one)) {
                    containing.set(one);
                }
                place = segment.text().indexOf(text, segment.start(one + 1));
            }
        }
        return containing;
    }

    private boolean matches(Segment segment, int one) {
        int start = segment.start(one);
        for (int field = 0; field < 3; field++) {
            int end = segment.endOfField(start);
            if (matcher.region(start, end).find()) {
                return true;
            }
            start = end + 1;
        }
        return false;
    }
}
