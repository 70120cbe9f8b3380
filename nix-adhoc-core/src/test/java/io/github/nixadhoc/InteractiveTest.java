package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.error.NoTerminalException;
import io.github.nixadhoc.policy.Decision;
import io.github.nixadhoc.testing.RecordingExecutor;
import io.github.nixadhoc.testing.StubResult;
import io.github.nixadhoc.testkit.NixlessClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InteractiveTest {

    private final RecordingExecutor programs = RecordingExecutor.create().answer(spec -> true, StubResult.success());
    private final NixClient nix = NixlessClient.builder(programs).build();

    static Stream<UnaryOperator<RunCommand>> contradictions() {
        return Stream.of(
                command -> command.stdin("text"),
                command -> command.stdin(Path.of("file")),
                command -> command.onStdout(line -> {}),
                command -> command.onStderr(line -> {}),
                command -> command.stdoutTo(System.out),
                command -> command.spillTo(Path.of("file")),
                ProgramCommand::mergeStderr,
                ProgramCommand::discardOutput,
                command -> command.idleTimeout(Duration.ofSeconds(1)));
    }

    @ParameterizedTest
    @MethodSource("contradictions")
    void redirectedStreamsAreRefused(UnaryOperator<RunCommand> contradiction) {
        RunCommand command = contradiction.apply(nix.run("vim"));

        assertThatIllegalStateException().isThrownBy(command::runInTerminal).withMessageContaining("leave out");
        assertThat(programs.recorded()).isEmpty();
    }

    @Test
    void withoutATerminalNothingRuns() {
        try (NixClient real = NixClient.builder()
                .nixBinary(Path.of("/no/such/nix"))
                .policy(command -> Decision.deny("must not be asked"))
                .build()) {
            assertThatThrownBy(() -> real.run("vim").runInTerminal())
                    .isInstanceOf(NoTerminalException.class)
                    .hasMessageContaining("the standard input of this JVM is no terminal")
                    .hasMessageContaining("run the JVM in a terminal")
                    .hasMessageContaining("run nixpkgs#vim");
        }
    }

    @Test
    void aRecordingExecutorNeedsNoTerminal() {
        nix.run("vim").timeout(Duration.ofMinutes(1)).runInTerminal();

        assertThat(programs.recorded()).hasSize(1);
    }

    @Test
    void aShellWithoutAProgramIsTheShellOfTheEnvironment() {
        nix.shell("hello").env("SHELL", "/bin/some-shell").args("-l").runInTerminal();

        assertThat(programs.recorded().get(0).command()).containsExactly("/bin/some-shell", "-l");
    }

    @Test
    void theDefaultShellIsBash() {
        nix.shell("hello").cleanEnv().runInTerminal();

        assertThat(programs.recorded().get(0).command())
                .singleElement()
                .asString()
                .endsWith("/bin/bash");
    }
}
