package io.github.nixadhoc.internal.nix;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EvaluationTraceTest {

    @Test
    void theOwnExpressionIsRemovedAndTheErrorStays() {
        String text = """
                error:
                       … while evaluating list element at index 0

                       … in the right operand of the update (//) operator
                         at «string»:1:2420:
                            1| ({ system, requests }: outputs: let b = builtins; in
                             |                              ^

                       (stack trace truncated; use '--show-trace' to show the full, detailed trace)

                       error: attribute 'no-such-attribute' missing
                       at /nix/store/x-source/failures.nix:123:25:
                          122|   aborts = abort "out of patience";
                          123|   undefined-attribute = { }.no-such-attribute;
                             |                         ^""";

        assertThat(EvaluationTrace.withoutOwn(text)).isEqualTo("""
                error: attribute 'no-such-attribute' missing
                       at /nix/store/x-source/failures.nix:123:25:
                          122|   aborts = abort "out of patience";
                          123|   undefined-attribute = { }.no-such-attribute;
                             |                         ^""");
    }

    @Test
    void theTraceOfTheFlakeStays() {
        String text = """
                error:
                       … while calling the 'derivationStrict' builtin
                         at <nix/derivation-internal.nix>:37:12:
                           36|   strict = derivationStrict drvAttrs;
                             |            ^

                       … while evaluating derivation 'x-1.0'
                         whose name attribute is located at /nix/store/x-source/flake.nix:3:5

                       error: out of patience""";

        assertThat(EvaluationTrace.withoutOwn(text)).isEqualTo(text);
    }

    /** Nix below 2.20 prints an empty line between a position and its source. */
    @Test
    void anErrorInTheOwnExpressionIsReportedWithoutIt() {
        String text = """
                error: value is a string while a set was expected

                       at «string»:1:12:

                            1| ({ system, requests }: outputs: let b = builtins; in
                             |            ^
                Did you mean hello?""";

        assertThat(EvaluationTrace.withoutOwn(text)).isEqualTo("""
                error: value is a string while a set was expected

                Did you mean hello?""");
    }

    @Test
    void aTextWithoutATraceStaysAsItIs() {
        assertThat(EvaluationTrace.withoutOwn("warning: a | b\n  at noon")).isEqualTo("warning: a | b\n  at noon");
    }
}
