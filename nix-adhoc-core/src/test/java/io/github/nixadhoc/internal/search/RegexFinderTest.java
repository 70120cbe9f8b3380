package io.github.nixadhoc.internal.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.BitSet;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A regular expression of a search comes to an end, whatever it is compared with. */
class RegexFinderTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static BitSet found(String regex, String description) {
        String text = "path\0name\0" + description + "\0version\0";
        Segment segment = new Segment(text, new long[text.length() / Long.SIZE + 1], new int[] {0, text.length()});
        BitSet packages = new BitSet();
        packages.set(0);
        return Assertions.assertTimeoutPreemptively(LIMIT, () -> {
            RegexFinder.of(regex).retain(segment, packages);
            return packages;
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"(a+)+b", "b((a*)*)*c", "(a|aa)+$b", "(.*)(.*)(.*)(.*)(.*)(.*)b"})
    void anExpressionThatNeverEndsIsRefusedWithTheReason(String regex) {
        assertThatThrownBy(() -> found(regex, "b" + "a".repeat(5000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("takes too long")
                .hasMessageContaining(regex);
    }

    @ParameterizedTest
    @CsvSource({"a+, true", "(a|b)+, true", "a*b, false", ".*, true", "^a.*a$, true", "[b-z]{3}x, false"})
    void anotherExpressionIsComparedWithALongDescription(String regex, boolean matches) {
        assertThat(found(regex, "a".repeat(900)).get(0)).isEqualTo(matches);
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(ints = {60, 10_000, 500_000})
    void anExpressionMayNotBeNestedDeeply(int depth) {
        for (String regex : new String[] {
            "(".repeat(depth) + "a" + ")".repeat(depth), "a" + "*".repeat(depth), "a" + "+?".repeat(depth)
        }) {
            assertThatThrownBy(() -> SearchPattern.compile(regex)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(SearchPattern.compile("(((a)))*+?").matcher("a").find()).isTrue();
    }
}
