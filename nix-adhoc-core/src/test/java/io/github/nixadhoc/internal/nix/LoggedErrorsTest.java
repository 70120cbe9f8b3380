package io.github.nixadhoc.internal.nix;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.model.Phase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages of the level of errors that are not the reason of a failure. */
class LoggedErrorsTest {

    private static final String TRUE_ERROR = message(
            "error: hash mismatch in fixed-output derivation 'x':" + "\\n  specified: sha256-a\\n  got: sha256-b");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "error:",
                "error: ",
                "\\u001b[31;1merror:\\u001b[0m",
                "\\u001b[31;1merror:\\u001b[0m \\n",
                "trace: what a flake prints",
                "trace: error: what a flake prints",
                "error (ignored): the end of a builder",
                "(use '--show-trace' to show detailed location information)"
            })
    void isNotTakenForTheReason(String text) {
        LoggedFailure failure = failure(TRUE_ERROR, message(text));

        assertThat(failure.kind()).isEqualTo(FailureKind.HASH_MISMATCH);
        assertThat(failure.fact("actual")).isEqualTo("sha256-b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "error:", "\\u001b[31;1merror:\\u001b[0m"})
    void anErrorWithoutATextLeavesNoEmptyLine(String text) {
        assertThat(Recorded.log(List.of(message(text))).lines()).isEmpty();
    }

    @Test
    void aProcessThatEndsAfterATraceIsReportedByItsEnd() {
        assertThat(failure(message("trace: half way")).what()).isEqualTo("it ended");
    }

    @Test
    void aPlainErrorWithoutATextIsNone() {
        assertThat(failure("error: the true one", "error:", "error: ").what()).isEqualTo("the true one");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "warning: not writing modified lock file of flake 'path:/f':\\n• Added input 'a':\\n    'path:/a'",
                "\\u001b[35;1mwarning:\\u001b[0m creating lock file '/f/flake.lock': \\n• Added input 'b'",
                "warning: updating lock file '/f/flake.lock'",
                "trace: nix-adhoc at \\\"a\\\""
            })
    void whatThisLibraryItselfCausesIsNoPartOfTheLog(String text) {
        assertThat(Recorded.log(List.of(warning(text), TRUE_ERROR)).lines())
                .first()
                .asString()
                .startsWith("error: hash mismatch");
    }

    @Test
    void otherWarningsStay() {
        assertThat(Recorded.log(List.of(warning("warning: Git tree '/f' is dirty")))
                        .lines())
                .containsExactly("warning: Git tree '/f' is dirty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.8.0", "2.26.3", "2.34.8"})
    void ofADependencyThatTwoPackagesShareTheBuilderIsToBlame(String version) {
        LoggedFailure failure =
                LoggedFailure.of(Recorded.log(version, "shared-dependency-fails"), Phase.REALISE, "it ended");

        assertThat(failure.what())
                .matches("the build of bad failed: builder failed with exit code 3 \\(needed by a(, by b)?\\)");
        assertThat(failure.derivation()).endsWith("-bad.drv");
    }

    private static LoggedFailure failure(String... lines) {
        List<String> all = new ArrayList<>(List.of(lines));
        return LoggedFailure.of(Recorded.log(all), Phase.REALISE, "it ended");
    }

    private static String message(String text) {
        String raw = text.replaceFirst("^(?:\\\\u001b\\[31;1m)?error:(?:\\\\u001b\\[0m)? ?", "");
        return "@nix {\"action\":\"msg\",\"level\":0,\"msg\":\"" + text + "\",\"raw_msg\":\"" + raw + "\"}";
    }

    private static String warning(String text) {
        return "@nix {\"action\":\"msg\",\"level\":1,\"msg\":\"" + text + "\"}";
    }
}
