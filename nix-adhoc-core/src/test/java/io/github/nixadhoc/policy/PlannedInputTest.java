package io.github.nixadhoc.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests the stdin of a program as policies and persons see it. */
class PlannedInputTest {

    private static PlannedInput text(String text) {
        return PlannedInput.bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void textIsThereUpToABoundAndItsSizeAndHashAreThoseOfAll() {
        String text = "é".repeat(PlannedInput.MAX_TEXT);
        PlannedInput input = text(text);

        assertThat(input.size()).hasValue(2L * PlannedInput.MAX_TEXT);
        assertThat(input.text().orElseThrow()).hasSize(PlannedInput.MAX_TEXT / 2);
        assertThat(input.sha256()).isNotEqualTo(text(input.text().orElseThrow()).sha256());
        assertThat(text("abc").sha256()).contains("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void laterChangesOfTheBytesHaveNoEffect() {
        byte[] given = {'a'};
        PlannedInput input = PlannedInput.bytes(given);
        given[0] = 'b';

        assertThat(input.text()).contains("a");
    }

    @ParameterizedTest
    @EnumSource(names = {"STREAM", "OPEN", "INHERITED", "PIPE"})
    void unknownInputIsNotShownAsEmpty(PlannedInput.Kind kind) {
        PlannedInput input = PlannedInput.of(kind);

        assertThat(input.kind()).isEqualTo(kind);
        assertThat(input.size()).isEmpty();
        assertThat(input.text()).isEmpty();
        assertThat(input.sha256()).isEmpty();
        assertThat(input.toString()).isNotEqualTo(PlannedInput.none().toString());
    }

    @Test
    void aFileIsShownByItsPathOnly() {
        PlannedInput input = PlannedInput.file(Path.of("/tmp/a\nb"));

        assertThat(input.file()).contains(Path.of("/tmp/a\nb"));
        assertThat(input.size()).isEmpty();
        assertThat(input).hasToString("the file '/tmp/a\\u000ab'");
    }

    @ParameterizedTest
    @EnumSource(names = {"BYTES", "FILE"})
    void knownInputIsShownWithMoreThanItsKind(PlannedInput.Kind kind) {
        assertThatThrownBy(() -> PlannedInput.of(kind)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPersonAtTheTerminalSeesItOnOneLine() {
        StringWriter out = new StringWriter();
        Approver approver = Policies.console(new BufferedReader(new StringReader("n\n")), new PrintWriter(out));
        PlannedCommand command = PlannedCommand.builder(CommandKind.RUN, List.of("/bin/bash", "-s"))
                .input(text("rm -rf ~\nmay this run? [y/N] y"))
                .build();

        assertThat(approver.approves(command, "may this run?")).isFalse();
        assertThat(out.toString().lines()).contains("  stdin      30 bytes 'rm -rf ~\\u000amay this run? [y/N] y'");
    }
}
