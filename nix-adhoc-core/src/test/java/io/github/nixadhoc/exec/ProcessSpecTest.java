package io.github.nixadhoc.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.nixadhoc.internal.text.Arguments;
import io.github.nixadhoc.model.CapturedOutput;
import io.github.nixadhoc.model.Overflow;
import io.github.nixadhoc.model.Termination;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessSpecTest {

    private static final ProcessSpec ECHO = ProcessSpec.of("echo", "hi");

    @Test
    void aCommandOfCheckedWordsIsNotCopied() {
        Arguments command = Arguments.of("echo").plus(List.of("hi"));

        assertThat(ProcessSpec.of(command).command()).isSameAs(command);
        assertThat(ProcessSpec.of(command)).isEqualTo(ECHO).hasSameHashCodeAs(ECHO);
    }

    @Test
    void aChangedCopySharesTheCommand() {
        assertThat(ECHO.withDirectory(Path.of("/")).withMergedStderr().command())
                .isSameAs(ECHO.command());
    }

    @Test
    void aListThatItsOwnerChangesLaterChangesNoSpec() {
        List<String> words = new ArrayList<>(List.of("echo", "hi"));
        ProcessSpec spec = ProcessSpec.of(words);

        words.set(1, "\0");

        assertThat(spec.command()).containsExactly("echo", "hi");
    }

    @Test
    void aCommandNeedsAProgram() {
        assertThatIllegalArgumentException()
                .isThrownBy(ProcessSpec::of)
                .withMessage("a process needs a program to run");
        assertThatIllegalArgumentException().isThrownBy(() -> ProcessSpec.of("", "hi"));
        assertThatIllegalArgumentException().isThrownBy(() -> ProcessSpec.builder(List.of()));
    }

    @Test
    void theBuilderSetsWhatTheChangedCopiesSet() {
        ProcessEnvironment environment = ProcessEnvironment.inherited().set("A", "b");
        TimeLimits limits = TimeLimits.NONE.withTimeout(Duration.ofSeconds(1)).withGracePeriod(Duration.ZERO);
        ProcessSpec changed = ECHO.withEnvironment(environment)
                .withDirectory(Path.of("/"))
                .withStdin(Stdin.text("in"))
                .withStdout(new Output.Discard())
                .withStderr(Output.capture().withMaxBytes(3))
                .withCharset(StandardCharsets.ISO_8859_1)
                .withLimits(limits);

        ProcessSpec.Builder builder = ProcessSpec.builder(List.of("echo", "hi"))
                .environment(environment)
                .directory(Path.of("/"))
                .stdin(Stdin.text("in"))
                .stdout(new Output.Discard())
                .stderr(new Output.Capture(3, Overflow.KEEP_HEAD_AND_TAIL, null, List.of()))
                .charset(StandardCharsets.ISO_8859_1)
                .limits(new TimeLimits(Duration.ofSeconds(1), null, Duration.ZERO));
        ProcessSpec built = builder.build();

        assertThat(built).isEqualTo(changed).hasSameHashCodeAs(changed).hasToString(changed.toString());
        assertThat(builder.mergeStderr(true).build()).isEqualTo(changed.withMergedStderr());
        assertThat(changed.withMergedStderr()).isNotEqualTo(changed);
    }

    @Test
    void aVariableThatIsSetAgainComesLastAndIsNoSecretAnyMore() {
        ProcessEnvironment environment = ProcessEnvironment.inherited()
                .setSecret("A", "first")
                .set("B", "b")
                .set("A", "second");

        assertThat(environment.changes().keySet()).containsExactly("B", "A");
        assertThat(environment.secrets()).isEmpty();
        assertThat(environment.setSecret("B", "c").secrets()).containsExactly("B");
        assertThat(environment.onTopOf(Map.of()).value("PATH")).isEmpty();
    }

    @Test
    void anExecutorCanMakeAnOutcome() {
        ProcessOutcome least = ProcessOutcome.builder(new Termination.Exited(0)).build();

        assertThat(least.stdout()).isEqualTo(CapturedOutput.empty());
        assertThat(least.outputComplete()).isTrue();
        assertThat(least.duration()).isZero();
        assertThat(least.startedAt()).isEqualTo(Instant.EPOCH);
        assertThat(least)
                .isEqualTo(ProcessOutcome.builder(new Termination.Exited(0)).build())
                .isNotEqualTo(
                        ProcessOutcome.builder(new Termination.Exited(0)).pid(1).build());
    }
}
