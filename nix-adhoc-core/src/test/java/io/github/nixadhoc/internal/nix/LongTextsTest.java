package io.github.nixadhoc.internal.nix;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages of Nix and arguments may be of any length, and still have to be masked. */
class LongTextsTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    static Stream<String> texts() {
        return Stream.of(
                "access-tokens = a=s3cret" + " b=s3cret".repeat(300_000),
                "https://x/?" + "token".repeat(200_000) + " a=b",
                "https://x/?" + "token=s3cret&".repeat(200_000),
                "https://x/" + "?a=".repeat(300_000) + "token",
                "https://x/" + "?token=".repeat(300_000),
                "https://ada:s3cret@".repeat(100_000) + "/?a=b",
                "access-tokens" + " ".repeat(1_000_000) + "? = ://@");
    }

    static Stream<String> sentences() {
        return Stream.of(
                "Package ‘x’ is ".repeat(100_000),
                "Package ‘x’ is marked as insecure Known issues:" + " x".repeat(500_000) + "y",
                "attribute '".repeat(200_000),
                "Git repository ".repeat(200_000),
                "cannot build '/nix/store/x'. Reason: ".repeat(50_000),
                "hash mismatch specified: ".repeat(100_000),
                "removing ".repeat(200_000));
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("sentences")
    void aLongSentenceOfAFlakeIsClassified(String sentence) {
        NixLog.Problem problem = new NixLog.Problem(sentence, sentence);

        Optional<FailurePattern.Match> match =
                Assertions.assertTimeoutPreemptively(LIMIT, () -> FailurePatterns.find(problem));

        assertThat(match).isNotNull();
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("texts")
    void aLongTextIsMasked(String text) {
        String masked = Assertions.assertTimeoutPreemptively(LIMIT, () -> Secrets.masked(text));

        assertThat(masked).doesNotContain("s3cret");
    }
}
