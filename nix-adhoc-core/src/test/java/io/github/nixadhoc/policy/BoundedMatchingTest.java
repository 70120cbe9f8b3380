package io.github.nixadhoc.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A comparison with a text of any origin ends. */
class BoundedMatchingTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Property
    void aPatternMatchesAsTheRegularExpressionWithTheSameMeaning(
            @ForAll @Chars({'a', 'b', '*'}) @StringLength(min = 1, max = 8) String pattern,
            @ForAll @Chars({'a', 'b', '*'}) @StringLength(max = 12) String text) {
        String regex = pattern.replace("*", ".*").replace("a", "[a]");

        assertThat(Glob.of(pattern).matches(text)).isEqualTo(Pattern.matches(regex, text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a*-*-*-*x", "***********x", "*a*a*a*a*a*a*a*x", "*-*-*-*-*-*"})
    void anyNumberOfAsterisksIsComparedInTime(String pattern) {
        String text = "-".repeat(12_000) + "a".repeat(12_000);

        boolean matches = Assertions.assertTimeoutPreemptively(
                LIMIT, () -> Glob.of(pattern).matches(text));

        assertThat(matches).isEqualTo(pattern.endsWith("*"));
    }

    private static PlannedCommand command(String argument) {
        return PlannedCommand.builder(CommandKind.RUN, List.of("/bin/x", argument))
                .build();
    }

    @ParameterizedTest
    @CsvSource({"(a+)+b", "(a|aa)+b", "(?:(?:a*)*)*b", "(.*)(.*)(.*)(.*)(.*)b", "(a|b|c)*d"})
    void anExpressionThatNeverEndsDenies(String expression) {
        String argument = "a".repeat(20_000);

        Decision denied = Assertions.assertTimeoutPreemptively(
                LIMIT, () -> Policies.denyArguments(expression).review(command(argument)));
        Decision only = Assertions.assertTimeoutPreemptively(
                LIMIT, () -> Policies.onlyArguments(expression).review(command(argument)));

        assertThat(denied).isInstanceOf(Decision.Deny.class);
        assertThat(only).isInstanceOf(Decision.Deny.class);
    }

    @Test
    void aPlainExpressionDecidesAboutALongArgument() {
        String argument = "a".repeat(1_000_000);

        assertThat(Policies.denyArguments("^--exec").review(command(argument))).isInstanceOf(Decision.Allow.class);
        assertThat(Policies.onlyArguments("[a-z]+").review(command(argument))).isInstanceOf(Decision.Allow.class);
        assertThat(Policies.denyArguments("b").review(command(argument + "b"))).isInstanceOf(Decision.Deny.class);
    }
}
