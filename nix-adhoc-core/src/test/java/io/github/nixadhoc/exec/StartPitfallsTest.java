package io.github.nixadhoc.exec;

import static io.github.nixadhoc.exec.Programs.keeping;
import static io.github.nixadhoc.exec.Programs.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.nixadhoc.exec.ProcessStartException.Reason;
import io.github.nixadhoc.model.Overflow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Process pitfalls 18 and 20: programs that cannot be started, and arguments that cannot be passed. */
class StartPitfallsTest {

    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    @TempDir
    private Path directory;

    @Test
    void pitfall18AMissingProgramIsReportedAtOnce() {
        assertThat(failureOf(ProcessSpec.of("no-such-program-anywhere")))
                .hasMessageContaining("no-such-program-anywhere")
                .returns(Reason.PROGRAM_NOT_FOUND, ProcessStartException::reason);
        assertThat(failureOf(ProcessSpec.of("/no/such/program")))
                .returns(Reason.PROGRAM_NOT_FOUND, ProcessStartException::reason);
    }

    @Test
    void pitfall18AMissingDirectoryIsReportedAtOnce() throws Exception {
        assertThat(failureOf(ProcessSpec.of("true").withDirectory(directory.resolve("none"))))
                .hasMessageContaining("none")
                .returns(Reason.NO_SUCH_DIRECTORY, ProcessStartException::reason);
        assertThat(failureOf(ProcessSpec.of("true").withDirectory(Files.createFile(directory.resolve("file")))))
                .returns(Reason.NO_SUCH_DIRECTORY, ProcessStartException::reason);
    }

    @Test
    void pitfall18AFileThatIsNoProgramIsReportedAtOnce() throws Exception {
        Path file = Files.writeString(directory.resolve("plain"), "text");

        assertThat(failureOf(ProcessSpec.of(file.toString())))
                .returns(Reason.NOT_EXECUTABLE, ProcessStartException::reason);
        assertThat(failureOf(ProcessSpec.of(directory.toString())))
                .returns(Reason.NOT_EXECUTABLE, ProcessStartException::reason);
    }

    @Test
    void pitfall18AMissingInterpreterIsReportedAtOnceWithItsCause() throws Exception {
        Path script = Files.writeString(directory.resolve("script"), "#!/no/such/interpreter\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();

        assertThat(failureOf(ProcessSpec.of(script.toString())))
                .hasMessageContaining("interpreter")
                .returns(Reason.PROGRAM_NOT_FOUND, ProcessStartException::reason);
    }

    @Test
    void pitfall18ArgumentsThatAreTooLongAreReportedAtOnce() {
        assertThat(failureOf(ProcessSpec.of("true", "x".repeat(200_000))))
                .returns(Reason.ARGUMENTS_TOO_LONG, ProcessStartException::reason);
    }

    @Test
    void pitfall18FilesThatCannotBeOpenedAreReportedAtOnce() {
        Path missing = directory.resolve("none").resolve("file");

        assertThat(failureOf(ProcessSpec.of("true").withStdin(new Stdin.File(missing))))
                .hasMessageContaining(missing.toString())
                .returns(Reason.REDIRECT_FAILED, ProcessStartException::reason);
        assertThat(failureOf(ProcessSpec.of("true")
                        .withStdout(new Output.Capture(1, Overflow.KEEP_TAIL, missing, List.of()))))
                .hasMessageContaining(missing.toString())
                .returns(Reason.REDIRECT_FAILED, ProcessStartException::reason);
    }

    @Test
    void pitfall18AFailedStartLeavesNothing() throws Exception {
        Footprint before = Footprint.now();
        Path spill = directory.resolve("spill");
        ProcessSpec spec = ProcessSpec.of("/no/such/program")
                .withStdin(Stdin.text("x"))
                .withStdout(new Output.Capture(1, Overflow.KEEP_TAIL, spill, List.of()));

        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> run(spec)).isInstanceOf(ProcessStartException.class);
        }

        assertThat(before.settled().fitsInto(before)).isTrue();
    }

    @Test
    void aRelativeProgramIsThatOfTheJvmsDirectoryWhereverItRuns() throws Exception {
        Path here = Path.of("").toAbsolutePath();
        Path program =
                Files.writeString(Files.createTempFile(here.resolve("target"), "relative", ""), "#!/bin/sh\npwd\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();

        ProcessOutcome outcome =
                run(ProcessSpec.of(here.relativize(program).toString()).withDirectory(directory));

        assertThat(outcome.stdout().text().strip())
                .isEqualTo(directory.toRealPath().toString());
        Files.delete(program);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "\uD83D", "x\uDE00"})
    void pitfall20AnInvalidArgumentIsRefusedBeforeTheStart(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ProcessSpec.of("true", text));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProcessEnvironment.inherited().set(text, "value"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProcessEnvironment.inherited().keepOnly(Set.of(text)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProcessEnvironment.inherited().setSecret("NAME", text))
                .withMessageNotContaining(text);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProcessEnvironment.inherited().onTopOf(Map.of("NAME", text)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProcessEnvironment.inherited().onTopOf(Map.of(text, "value")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProcessEnvironment.inherited().set("NAME", text))
                .withMessageNotContaining(text);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProcessEnvironment.inherited().unset(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A=B", "=A"})
    void pitfall20AnInvalidNameOfAVariableIsRefusedBeforeTheStart(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProcessEnvironment.inherited().set(name, "value"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProcessEnvironment.inherited().unset(name));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProcessEnvironment.inherited().keepOnly(Set.of("PATH", name)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uD83D", "x\uDE00"})
    void textForStdinThatHasNoUtf8IsRefusedLikeAnArgument(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Stdin.text(text));
    }

    @Test
    void aFailureShowsNoValueOfTheEnvironment() {
        ProcessSpec spec = ProcessSpec.of("/no/such/program")
                .withEnvironment(
                        ProcessEnvironment.inherited().set("PLAIN", "s3cret").setSecret("TOKEN", "s3cret"));

        assertThat(failureOf(spec)).hasMessageNotContaining("s3cret");
        assertThat(spec.toString()).doesNotContain("s3cret").contains("TOKEN");
    }

    @Test
    void theEnvironmentIsTheOneThatWasAskedFor() {
        ProcessOutcome outcome = run(ProcessSpec.of("env")
                .withEnvironment(ProcessEnvironment.inherited()
                        .onTopOf(Map.of("KEPT", "1", "DROPPED", "2"))
                        .keepOnly(Set.of("KEPT"))
                        .set("SET", "3")
                        .setSecret("SECRET", "4")
                        .set("GONE", "5")
                        .unset("GONE")));

        assertThat(outcome.stdout().lines()).containsExactlyInAnyOrder("KEPT=1", "SET=3", "SECRET=4");
    }

    private static ProcessStartException failureOf(ProcessSpec spec) {
        ProcessSpec keepingNothing = spec.stdout() instanceof Output.Capture capture && capture.spillTo() != null
                ? spec
                : spec.withStdout(keeping(0, Overflow.KEEP_TAIL));
        // the first failure in a JVM loads classes, and a busy machine may delay any failure
        for (int attempt = 1; ; attempt++) {
            long start = System.nanoTime();
            ProcessStartException failure =
                    catchThrowableOfType(ProcessStartException.class, () -> run(keepingNothing));
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            if (took.compareTo(AT_ONCE) < 0 || attempt == 10) {
                assertThat(took).isLessThan(AT_ONCE);
                return failure;
            }
        }
    }
}
