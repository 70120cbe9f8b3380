package io.github.nixadhoc.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A person sees all that is approved, and nothing that looks like something else. */
class ApprovalTest {

    private static final int MAX = 10_000;

    private final List<String> questions = new ArrayList<>();

    private static PlannedCommand command(String... words) {
        return PlannedCommand.builder(CommandKind.RUN, List.of(words)).build();
    }

    private static String shown(PlannedCommand command, String question) {
        StringWriter out = new StringWriter();
        boolean unused = Policies.console(new BufferedReader(new StringReader("n\n")), new PrintWriter(out))
                .approves(command, question);
        return out.toString();
    }

    private Decision asked(PlannedCommand command, String question) {
        CommandPolicy policy = each -> Decision.ask(question);
        return policy.withApproval((each, words) -> {
                    questions.add(words);
                    return true;
                })
                .review(command);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0x3164, 0xFFA0, 0x0430, 0x2800, 0xFE0F, 0x202E, 0x200B, 0x00A0, 0x0301, 0x03BF, 0x1D5BA, 0xFF0D, 0x2215
            })
    void aCharacterThatIsNotSeenAsItselfIsShownByItsNumber(int codePoint) {
        String word = "rm" + Character.toString(codePoint) + "x";

        assertThat(shown(command("/bin/x", word), "may it?"))
                .doesNotContain(Character.toString(codePoint))
                .contains(String.format("'rm\\u%04x", (int) word.charAt(2)));
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\t", "\n", ".", "/", "\u3164"})
    void aLongRunOfOneCharacterHidesNothing(String filler) {
        String text = shown(command("/bin/x", "echo" + filler.repeat(20_000) + "; id"), "may it?");

        assertThat(text).contains("20000 times").contains("'; id'").hasSizeLessThan(500);
    }

    @Test
    void aCommandThatIsTooLongToBeLookedOverIsDeniedWithoutAQuestion() {
        assertThat(asked(command("/bin/x", "ab".repeat(MAX)), "may it?")).isInstanceOf(Decision.Deny.class);
        assertThat(asked(
                        PlannedCommand.builder(CommandKind.SCRIPT, List.of("bash", "-c", "id; ".repeat(MAX)))
                                .build(),
                        "may it?"))
                .isInstanceOf(Decision.Deny.class);
        assertThat(questions).isEmpty();
        assertThat(asked(command("/bin/x", "ab".repeat(MAX / 4)), "may it?")).isInstanceOf(Decision.Allow.class);
    }

    @Test
    void aQuestionIsOneBoundedLine() {
        Decision unused = asked(command("/bin/x"), "may it?\n[y/N] y\u3164\u202e" + "x".repeat(5000));

        assertThat(questions)
                .singleElement()
                .satisfies(question -> assertThat(question)
                        .startsWith("may it?\\u000a[y/N] y\\u3164\\u202e")
                        .hasSizeLessThanOrEqualTo(1001));
    }

    @Test
    void aDescriptionHasALineForEachFact() {
        PlannedCommand command = PlannedCommand.builder(CommandKind.RUN, List.of("/bin/x", "it's"))
                .environmentNames(Set.of("B", "A"))
                .input(PlannedInput.bytes(new byte[] {'o', 'k'}))
                .background(true)
                .build();

        assertThat(command.description().lines())
                .containsExactly(
                        "run, in the background",
                        "  command    '/bin/x' 'it'\\''s'",
                        "  packages   ",
                        "  variables  'A' 'B'",
                        "  stdin      2 bytes 'ok'");
    }
}
