package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.error.ProgramStartException;
import io.github.nixadhoc.model.Termination;
import io.github.nixadhoc.testkit.ConfinedSandbox;
import io.github.nixadhoc.testkit.SandboxedClient;
import io.github.nixadhoc.testkit.Waits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of the host that a confined program gets as a stream: it must not write to them by its descriptors. */
class ConfinedStreamsIT {

    /** The ways to open a descriptor again. */
    private static final String WRITE = "cat; for fd in 0 1 2; do echo x >> /proc/self/fd/$fd; : > /proc/$$/fd/$fd; "
            + "echo y > /dev/fd/$fd; done; echo z > /dev/stdin; ";

    @RegisterExtension
    private static final ConfinedSandbox confined = new ConfinedSandbox();

    private final NixClient nix = confined.closing(confined.builder().build());
    private Path input;

    @BeforeEach
    void writeInput() throws IOException {
        input = Files.writeString(confined.other("other").resolve("input"), "the input\n");
    }

    @AfterEach
    void clear() throws IOException {
        confined.clear("other");
    }

    enum Way {
        AWAITED,
        BACKGROUND,
        PIPELINE,
        LINES,
        DETACHED,
        TOOL_LIKE
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aFileThatIsTheInputIsReadAndNotChanged(Way way) throws IOException {
        ShellCommand command = nix.shell("hello")
                .script(WRITE)
                .env("PATH", "/usr/bin:/bin")
                .directory(confined.chosen())
                .stdin(input);
        String read = switch (way) {
            case AWAITED -> command.execute().stdout();
            case BACKGROUND -> {
                try (RunningProgram program = command.start()) {
                    yield Waits.forResult(program.result()).stdout();
                }
            }
            case PIPELINE ->
                nix.shell("hello")
                        .stdin(input)
                        .pipeline(
                                stages -> stages.command("/bin/sh", "-c", WRITE).pipe("/bin/cat"))
                        .execute()
                        .stdout();
            case LINES -> {
                try (Stream<String> lines = command.lines()) {
                    yield String.join("\n", lines.toList());
                }
            }
            case DETACHED -> {
                DetachedProgram program = command.startDetached();
                assertThat(program.awaitEnd(Waits.LIMIT)).isTrue();
                yield "the input";
            }
            case TOOL_LIKE -> command.mergeStderr().execute().stdout();
        };
        assertThat(read).startsWith("the input");
        assertThat(input).hasContent("the input\n");
    }

    @Test
    void anInheritedFileIsNotChangedEither() throws Exception {
        Path outputs = confined.other("other");
        ForkedJvm forked = ForkedJvm.in(confined.sandbox());
        Path script = Files.writeString(
                outputs.resolve("start"),
                "exec \"$@\" < " + input + " > " + outputs.resolve("out") + " 2> " + outputs.resolve("err"));
        List<String> unused = forked.behind(List.of("/bin/sh", script.toString()))
                .run(
                        "registry=" + SandboxedClient.emptyRegistry(confined.sandbox()),
                        "confined=" + confined.chosen(),
                        "verb=descriptors",
                        "hello");

        assertThat(input).hasContent("the input\n");
        assertThat(Files.readString(outputs.resolve("out")))
                .startsWith("the input")
                .contains("exit code")
                .doesNotContain("overwritten");
    }

    @Test
    void aProgramThatDoesNotReadItsInputEnds() throws IOException {
        Files.write(input, new byte[3 << 20]);

        assertThat(nix.run("hello").stdin(input).execute().termination()).isEqualTo(new Termination.Exited(0));
    }

    @Test
    void noFileStaysOpenInTheJvm() throws IOException {
        for (int i = 0; i < 3; i++) {
            nix.run("hello").stdin(input).execute().orThrow();
        }

        Waits.until(() -> openFiles().stream().noneMatch(name -> name.equals(input.toString())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", "."})
    void anInputThatCannotBeReadIsTold(String name) {
        Path none = input.resolveSibling(name);

        assertThatThrownBy(() -> nix.run("hello").stdin(none).execute())
                .isInstanceOf(ProgramStartException.class)
                .hasMessageContaining("input");
    }

    private static Set<String> openFiles() {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors
                    .map(descriptor -> {
                        try {
                            return Files.readSymbolicLink(descriptor).toString();
                        } catch (IOException e) {
                            return "";
                        }
                    })
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
