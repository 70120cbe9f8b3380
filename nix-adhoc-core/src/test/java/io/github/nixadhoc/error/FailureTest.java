package io.github.nixadhoc.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FailureTest {

    @Test
    void aLongWordOfTheCommandIsShortened() {
        String expression = "x".repeat(61) + "[ '\\''quoted'\\'' ]" + "y".repeat(100_000);

        assertThat(message("nix 'two words' eval 'three words here' --apply '" + expression + "' --last"))
                .isEqualTo("failed\n  command: nix 'two words' eval 'three words here' --apply '" + "x".repeat(60)
                        + "…' --last");
    }

    @Test
    void shortWordsAroundALongOneStay() {
        String command = "nix 'two words' " + "--option a b ".repeat(30) + "'two words'";

        assertThat(message(command)).isEqualTo("failed\n  command: " + command);
    }

    private static String message(String command) {
        return Failure.of("failed", command, null, List.of(), "").message();
    }
}
