package io.github.nixadhoc.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CapturedOutputTest {

    @Test
    void headAndTailAreJoinedByALineThatCountsWhatIsMissing() {
        CapturedOutput output = CapturedOutput.of(bytes("first\n"), 12, bytes("last\n"), StandardCharsets.UTF_8);

        assertThat(output.text()).isEqualTo("first\n[… 12 bytes dropped …]\nlast\n");
        assertThat(output.totalBytes()).isEqualTo(23);
        assertThat(output.isComplete()).isFalse();
    }

    @Test
    void aCharacterThatHeadAndTailShareIsWholeWhenNothingIsMissing() {
        byte[] umlaut = bytes("ä");

        CapturedOutput output =
                CapturedOutput.of(new byte[] {umlaut[0]}, 0, new byte[] {umlaut[1]}, StandardCharsets.UTF_8);

        assertThat(output.text()).isEqualTo("ä");
    }

    @Test
    void aLineEndsAtANewlineAndNowhereElse() {
        assertThat(CapturedOutput.of("a\rb\r\n\nc").lines()).containsExactly("a\rb", "", "c");
        assertThat(CapturedOutput.of("a\n").lines()).containsExactly("a");
        assertThat(CapturedOutput.of("\n").lines()).containsExactly("");
        assertThat(CapturedOutput.empty().lines()).isEmpty();
    }

    @Test
    void malformedBytesAreKeptAndShownAsReplacement() {
        CapturedOutput output =
                CapturedOutput.of(new byte[] {'a', (byte) 0xff}, 0, new byte[0], StandardCharsets.UTF_8);

        assertThat(output.text()).isEqualTo("a\ufffd");
        assertThat(output.bytes()).containsExactly('a', 0xff);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
