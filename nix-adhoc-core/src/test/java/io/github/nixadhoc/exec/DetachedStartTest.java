package io.github.nixadhoc.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.nixadhoc.exec.ProcessStartException.Reason;
import io.github.nixadhoc.exec.commons.CommonsExecExecutor;
import io.github.nixadhoc.internal.exec.DetachedProcess;
import io.github.nixadhoc.testkit.Waits;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Failed starts, which are reported in the same way for attached and detached processes. */
class DetachedStartTest {

    @TempDir
    private Path directory;

    @Test
    void aMissingProgramIsReportedAsByAnyStart() {
        assertReportedAlike(ProcessSpec.of("/no/such/program"), Reason.PROGRAM_NOT_FOUND);
        assertReportedAlike(ProcessSpec.of("no-such-program-anywhere"), Reason.PROGRAM_NOT_FOUND);
    }

    @Test
    void aFileThatIsNoProgramIsReportedAsByAnyStart() throws Exception {
        Path plain = Files.writeString(directory.resolve("plain"), "text");

        assertReportedAlike(ProcessSpec.of(plain.toString()), Reason.NOT_EXECUTABLE);
        assertReportedAlike(ProcessSpec.of(directory.toString()), Reason.NOT_EXECUTABLE);
    }

    @Test
    void aMissingInterpreterIsReportedAsByAnyStart() throws Exception {
        String script = program("script", "#!/no/such/interpreter\n");

        assertReportedAlike(ProcessSpec.of(script), Reason.PROGRAM_NOT_FOUND);
        assertReportedAlike(ProcessSpec.of(program("second", "#! " + script + " -x\n")), Reason.PROGRAM_NOT_FOUND);
    }

    @Test
    void anInterpreterThatMustNotBeExecutedIsReportedAsByAnyStart() throws Exception {
        Path plain = Files.writeString(directory.resolve("plain"), "text");

        assertReportedAlike(ProcessSpec.of(program("script", "#!" + plain + "\n")), Reason.NOT_EXECUTABLE);
    }

    @Test
    void aMissingLoaderIsReportedAsByAnyStart() throws Exception {
        String bytes = Files.readString(Path.of("/bin/true"), StandardCharsets.ISO_8859_1);
        Path unpatched = directory.resolve("unpatched");
        Files.writeString(
                unpatched,
                bytes.replaceFirst("\0/lib(64)?/ld-linux", "\0/lib$1/no-linux"),
                StandardCharsets.ISO_8859_1);
        assertThat(unpatched.toFile().setExecutable(true)).isTrue();

        assertThat(assertReportedAlike(ProcessSpec.of(unpatched.toString()), Reason.PROGRAM_NOT_FOUND))
                .hasMessageContaining("/no-linux")
                .hasMessageNotContaining("first line");
    }

    @Test
    void aMissingDirectoryIsReportedAsByAnyStart() {
        assertReportedAlike(ProcessSpec.of("true").withDirectory(directory.resolve("none")), Reason.NO_SUCH_DIRECTORY);
    }

    @Test
    void anInputThatCannotBeOpenedIsReportedAsByAnyStart() {
        assertReportedAlike(
                ProcessSpec.of("true").withStdin(new Stdin.File(directory.resolve("none"))), Reason.REDIRECT_FAILED);
    }

    @Test
    void argumentsThatAreTooLongAreReportedAsByAnyStart() {
        assertReportedAlike(ProcessSpec.of("true", "x".repeat(200_000)), Reason.ARGUMENTS_TOO_LONG);
        List<String> many = new ArrayList<>(Collections.nCopies(80, "x".repeat(100_000)));
        many.set(0, "true");
        assertReportedAlike(ProcessSpec.of(many), Reason.ARGUMENTS_TOO_LONG);
    }

    @Test
    void aProgramThatCanBeStartedIsStarted() throws Exception {
        // the kernel refuses text, and then the JDK, like a shell and env, starts a shell with it
        String text = program("text", "exit 7\n");

        for (String program : List.of("/bin/true", "true", text)) {
            ProcessSpec spec = ProcessSpec.of(program);
            assertThat(exitCodeOfDetached(spec))
                    .as(program)
                    .isEqualTo(Programs.run(spec).termination().exitCode());
        }
    }

    @Test
    void aProgramForAnotherMachineIsReportedAsByAnyStart() throws Exception {
        String foreign = program("foreign", "\177ELF\1\1\1 of another machine");

        assertReportedAlike(ProcessSpec.of(foreign), Reason.NOT_EXECUTABLE);
        assertReportedAlike(ProcessSpec.of(program("script", "#!" + foreign + "\n")), Reason.NOT_EXECUTABLE);
    }

    @Test
    void anInputThatIsAFolderIsReportedAsByAnyStart() {
        assertReportedAlike(ProcessSpec.of("cat").withStdin(new Stdin.File(directory)), Reason.REDIRECT_FAILED);
    }

    @Test
    void theInputOfADetachedProgramMayBeANamedPipe() throws Exception {
        Path pipe = NamedPipes.create(directory.resolve("pipe"));
        Path folder = Files.createTempDirectory(directory, "detached");
        ProcessSpec spec = ProcessSpec.of("cat").withStdin(new Stdin.File(pipe));

        DetachedProcess process = DetachedProcess.start(CommonsExecExecutor.create(), spec, folder, Map.of());
        assertThat(process.isRunning()).isTrue();
        Files.writeString(pipe, "late\n");

        Waits.until(() -> !process.isRunning());
        assertThat(process.exitCode()).hasValue(0);
        assertThat(process.stdoutFile()).hasContent("late\n");
    }

    @Test
    void aDetachedProgramWhoseNamedPipeHasNoWriterCanBeStopped() throws Exception {
        Path pipe = NamedPipes.create(directory.resolve("pipe"));
        Path folder = Files.createTempDirectory(directory, "detached");
        ProcessSpec spec = ProcessSpec.of("cat").withStdin(new Stdin.File(pipe));

        DetachedProcess process = DetachedProcess.start(CommonsExecExecutor.create(), spec, folder, Map.of());
        process.stop(Duration.ofSeconds(5));

        assertThat(process.isRunning()).isFalse();
    }

    private ProcessStartException assertReportedAlike(ProcessSpec spec, Reason reason) {
        ProcessStartException attached = catchThrowableOfType(ProcessStartException.class, () -> Programs.start(spec));
        ProcessStartException detached =
                catchThrowableOfType(ProcessStartException.class, () -> exitCodeOfDetached(spec));
        assertThat(detached)
                .isNotNull()
                .hasMessage(attached.getMessage())
                .returns(attached.reason(), ProcessStartException::reason)
                .returns(reason, ProcessStartException::reason);
        return detached;
    }

    private int exitCodeOfDetached(ProcessSpec spec) throws Exception {
        Path folder = Files.createTempDirectory(directory, "detached");
        DetachedProcess process = DetachedProcess.start(CommonsExecExecutor.create(), spec, folder, Map.of());
        Waits.until(() -> !process.isRunning());
        return process.exitCode().orElseThrow();
    }

    private String program(String name, String text) throws Exception {
        Path file = Files.writeString(directory.resolve(name), text, StandardCharsets.ISO_8859_1);
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file.toString();
    }
}
