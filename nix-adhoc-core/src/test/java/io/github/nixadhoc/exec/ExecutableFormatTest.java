package io.github.nixadhoc.exec;

import static io.github.nixadhoc.exec.Programs.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.nixadhoc.exec.ProcessStartException.Reason;
import io.github.nixadhoc.exec.commons.CommonsExecExecutor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that the kernel refuses: a shell reads text as commands, and nothing else. */
class ExecutableFormatTest {

    private static final int DATA = 5;
    private static final int MACHINE = 18;
    private static final byte[] MARK = "\ntouch ran\n".getBytes(StandardCharsets.ISO_8859_1);

    @TempDir
    private Path directory;

    @Test
    void aProgramForAnotherMachineIsNotReadAsCommands() throws Exception {
        byte[] foreign = Files.readAllBytes(Path.of("/bin/true"));
        // the Itanium, which no kernel executes beside its own
        foreign[MACHINE] = 50;
        foreign[MACHINE + 1] = 0;

        assertThat(failureOf(foreign))
                .hasMessageContaining("a program for another kind of machine")
                .returns(Reason.NOT_EXECUTABLE, ProcessStartException::reason);
    }

    @Test
    void aProgramWithAnotherOrderOfBytesIsNotReadAsCommands() throws Exception {
        byte[] foreign = Files.readAllBytes(Path.of("/bin/true"));
        foreign[DATA] = (byte) (3 - foreign[DATA]);

        assertThat(failureOf(foreign)).hasMessageContaining("a program for another kind of machine");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\177ELF",
                "\177ELF\2\1\1",
                // Mach-O, PE, a class file, WebAssembly, gzip, zip, ar, Python byte code
                "\u00CF\u00FA\u00ED\u00FE\7\0\0\1",
                "MZ\u0090\0\3",
                "\u00CA\u00FE\u00BA\u00BE\0\0\0\75",
                "\0asm\1\0\0\0",
                "\37\u008B\10\0",
                "PK\3\4\24\0",
                "a\0b"
            })
    void aBinaryFileIsNotReadAsCommands(String magic) throws Exception {
        assertThat(failureOf(magic.getBytes(StandardCharsets.ISO_8859_1)))
                .hasMessageContaining("cannot be executed: it is ")
                .returns(Reason.NOT_EXECUTABLE, ProcessStartException::reason);
    }

    @Test
    void neitherAreTheInterpretersOfAScript() throws Exception {
        Path foreign = program("foreign", "\177ELF\2\1\1".getBytes(StandardCharsets.ISO_8859_1));
        Path script = program("script", ("#!" + foreign + "\nexit 3\n").getBytes(StandardCharsets.UTF_8));
        Path outer = program("outer", ("#! " + script + " -x\nexit 4\n").getBytes(StandardCharsets.UTF_8));

        for (Path program : List.of(script, outer)) {
            assertThat(catchThrowableOfType(ProcessStartException.class, () -> run(program.toString())))
                    .hasMessageContaining("its interpreter " + foreign)
                    .returns(Reason.NOT_EXECUTABLE, ProcessStartException::reason);
        }
    }

    @Test
    void aPipelineWithABinaryFileStartsNothing() throws Exception {
        Path foreign = program("foreign", "\177ELF\2\1\1".getBytes(StandardCharsets.ISO_8859_1));
        Path started = directory.resolve("started");

        assertThatExceptionOfType(ProcessStartException.class)
                .isThrownBy(() -> CommonsExecExecutor.create()
                        .startPipeline(List.of(
                                ProcessSpec.of("touch", started.toString()), ProcessSpec.of(foreign.toString()))))
                .returns(1, ProcessStartException::stage);
        assertThat(started).doesNotExist();
    }

    @Test
    void aBinaryFileInABubblewrapIsReportedBeforeBubblewrapStarts() throws Exception {
        Path foreign = program("foreign", "\177ELF\2\1\1".getBytes(StandardCharsets.ISO_8859_1));
        Path bubblewrap = program("bwrap", "#!/bin/sh\ntouch ran\n".getBytes(StandardCharsets.UTF_8));

        for (List<String> words : List.of(
                List.of(foreign.toString(), "a=b"), List.of("/usr/bin/env", "LD_PRELOAD=x", foreign.toString()))) {
            List<String> command = new ArrayList<>(List.of(bubblewrap.toString(), "--unshare-all", "--"));
            command.addAll(words);
            assertThatExceptionOfType(ProcessStartException.class)
                    .isThrownBy(() -> run(ProcessSpec.of(command).withDirectory(directory)));
        }
        assertThat(directory.resolve("ran")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"exit 7\n", "\n\0exit 7\n", ": \t\033[1m\u00FC\nexit 7\n#\0\1", "# payload\nexit 7\n\177ELF\0"})
    void textWithoutAnInterpreterIsReadByAShell(String text) throws Exception {
        Path program = program("text", text.replace("\n\0exit", "\nexit").getBytes(StandardCharsets.ISO_8859_1));

        assertThat(run(program.toString()).termination().exitCode()).isEqualTo(7);
    }

    @Test
    void anEmptyProgramDoesNothing() throws Exception {
        assertThat(run(program("empty", new byte[0]).toString()).termination().exitCode())
                .isZero();
    }

    private ProcessStartException failureOf(byte[] start) throws Exception {
        byte[] content = Arrays.copyOf(start, start.length + MARK.length);
        System.arraycopy(MARK, 0, content, start.length, MARK.length);
        Path program = program("binary", content);
        ProcessStartException failure = catchThrowableOfType(
                ProcessStartException.class,
                () -> run(ProcessSpec.of(program.toString()).withDirectory(directory)));
        assertThat(directory.resolve("ran")).doesNotExist();
        return failure;
    }

    private Path program(String name, byte[] content) throws Exception {
        Path file = Files.write(directory.resolve(name), content);
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }
}
