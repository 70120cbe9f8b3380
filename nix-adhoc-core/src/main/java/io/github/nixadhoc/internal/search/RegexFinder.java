package io.github.nixadhoc.internal.search;

import java.util.BitSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for one regular expression in segments: first for a text that must be in each match, which is many times as fast.
 *
 * <p>Not thread-safe.
 */
final class RegexFinder {

    private static final Set<String> MATCHING_ALL = Set.of("", "^", "$", ".*");

    /** With so few of the packages left, each is looked at by itself. */
    private static final int FEW = 16;

    private final boolean matchesAll;
    private final RequiredText required;
    private final Matcher matcher;

    private RegexFinder(boolean matchesAll, RequiredText required, Pattern pattern) {
        this.matchesAll = matchesAll;
        this.required = required;
        this.matcher = pattern.matcher("");
    }

    static RegexFinder of(String regex) {
        return new RegexFinder(
                MATCHING_ALL.contains(regex), RequiredText.of(regex), SearchPattern.compile(ByteText.of(regex)));
    }

    /** Returns how late it should be asked, where there are several: the less it has to go by, the later. */
    int cost() {
        return matchesAll ? Integer.MIN_VALUE : -required.length();
    }

    /** Takes away the packages that do not match. */
    void retain(Segment segment, BitSet packages) {
        if (!matchesAll) {
            packages.and(matching(segment, packages));
        }
    }

    /** Takes away the packages that match. */
    void remove(Segment segment, BitSet packages) {
        if (matchesAll) {
            packages.clear();
        } else {
            packages.andNot(matching(segment, packages));
        }
    }

    /** Returns those that match, which may be more than those asked about. */
    private BitSet matching(Segment segment, BitSet packages) {
        boolean byEach = required.texts().isEmpty() || packages.cardinality() < segment.size() / FEW;
        BitSet candidates = byEach ? (BitSet) packages.clone() : holding(segment);
        if (byEach || !required.isAll()) {
            candidates.and(packages);
            matcher.reset(segment.text());
            for (int one = candidates.nextSetBit(0); one >= 0; one = candidates.nextSetBit(one + 1)) {
                if (!matches(segment, one)) {
                    candidates.clear(one);
                }
            }
        }
        return candidates;
    }

    private BitSet holding(Segment segment) {
        BitSet holding = new BitSet(segment.size());
        for (String text : required.texts()) {
            int place = segment.text().indexOf(text);
            while (place >= 0) {
                int one = segment.packageAt(place);
                if (place < segment.endOfSearched(one)) {
                    holding.set(one);
                }
                place = segment.text().indexOf(text, segment.start(one + 1));
            }
        }
        return holding;
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
