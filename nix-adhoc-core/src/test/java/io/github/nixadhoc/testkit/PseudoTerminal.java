package io.github.nixadhoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.ForkedJvm;
import io.github.nixadhoc.InteractiveMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A real terminal, of the kernel's, with {@link InteractiveMain} in it: {@code script} holds its other end. */
public final class PseudoTerminal implements AutoCloseable {

    public static final String CTRL_C = "\u0003";
    public static final String CTRL_Z = "\u001a";

    private static final String ESCAPE = "\u001b\\[[?0-9;]*[A-Za-z]|\\^[CZ]";

    private final NixSandbox sandbox;
    private final ForkedJvm jvm;
    private Process process;

    private PseudoTerminal(NixSandbox sandbox, Map<String, String> variables, String start) {
        this.sandbox = sandbox;
        Map<String, String> environment = new HashMap<>(sandbox.environment());
        environment.putAll(variables);
        // A build that was started in the background has these signals ignored, and all that it starts does too.
        write(
                "terminal",
                "words=; for word; do words=\"$words '$word'\"; done\n"
                        + "exec env --default-signal=INT,QUIT script -qfec \"sh '"
                        + sandbox.root().resolve("inside") + "' $words\" /dev/null\n");
        write(
                "inside",
                "stty -g > before; trap : INT\n" + start + "\n"
                        + "status=$?; stty -g > after; echo \"status $status\"\n");
        jvm = ForkedJvm.in(sandbox)
                .main(InteractiveMain.class)
                .with(environment)
                .behind(List.of("sh", sandbox.root().resolve("terminal").toString()));
    }

    public static PseudoTerminal in(NixSandbox sandbox) {
        return new PseudoTerminal(sandbox, Map.of(), "\"$@\"");
    }

    public static PseudoTerminal in(NixSandbox sandbox, Map<String, String> variables) {
        return new PseudoTerminal(sandbox, variables, "\"$@\"");
    }

    public static PseudoTerminal inBackgroundOf(NixSandbox sandbox) {
        return new PseudoTerminal(sandbox, Map.of(), "set -m; \"$@\" & wait");
    }

    /** The JVM is a job of a shell, which says so when it is stopped, and after a line from the terminal has it go on. */
    public static PseudoTerminal ofAJobOf(NixSandbox sandbox) {
        return new PseudoTerminal(
                sandbox, Map.of(), "set -m; \"$@\"; echo \"stopped $?\"; read -r line; fg >/dev/null");
    }

    public PseudoTerminal script(String text) {
        return start(write("program", text).toString(), Duration.ZERO);
    }

    public PseudoTerminal usersShell() {
        return usersShell(Duration.ZERO);
    }

    public PseudoTerminal usersShell(Duration timeout) {
        return start("shell", timeout);
    }

    private PseudoTerminal start(String what, Duration timeout) {
        process = jvm.start(what, Long.toString(timeout.toMillis()), SandboxedClient.emptyRegistry(sandbox));
        return this;
    }

    public void type(String text) {
        try {
            process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for a line, without what moves the cursor and the echo of Ctrl-C and Ctrl-Z, and returns it. */
    public String await(String regex) {
        Pattern pattern = Pattern.compile(regex);
        Waits.untilAsserted(() -> assertThat(plainLines()).anyMatch(pattern.asMatchPredicate()));
        return plainLines().stream()
                .filter(pattern.asMatchPredicate())
                .findFirst()
                .orElseThrow();
    }

    private List<String> plainLines() {
        return lines().stream().map(line -> line.replaceAll(ESCAPE, "")).toList();
    }

    public List<String> lines() {
        return jvm.output();
    }

    /** Returns the process of the JVM that the terminal is lent by. */
    ProcessHandle jvm() {
        return process("jvm");
    }

    /** Returns the process whose number is in a line after this word. */
    public ProcessHandle process(String word) {
        String line = await(word + " [0-9]+");
        return ProcessHandle.of(Long.parseLong(line.substring(word.length() + 1)))
                .orElseThrow();
    }

    /** Ends the JVM, and returns the terminal's settings before it and after it. */
    public Settings settingsAround() {
        jvm().destroy();
        await("status [0-9]+");
        try {
            return new Settings(
                    Files.readString(sandbox.root().resolve("before")),
                    Files.readString(sandbox.root().resolve("after")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public record Settings(String before, String after) {}

    private Path write(String name, String text) {
        try {
            return Files.writeString(sandbox.root().resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                    .toList();
            all.forEach(ProcessHandle::destroyForcibly);
        }
    }
}
