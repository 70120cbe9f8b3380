package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.testkit.NixDaemon;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.SandboxedClient;
import io.github.nixadhoc.testkit.SandboxedNix;
import io.github.nixadhoc.testkit.Waits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SessionRecoveryIT extends SandboxedNix {
    @Test
    void aSessionWhoseJvmWasKilledIsFinishedByTheNextOne() throws Exception {
        Set<Path> before = sandbox.validPaths();
        ForkedJvm jvm = ForkedJvm.in(sandbox).main(SessionMain.class);
        Process process = jvm.start(arguments(sandbox, "hold", "hello", "closure-top", "sleeper"));
        String ready = last(jvm.awaitLine("ready"));
        kill(process);
        assertThat(sandbox.validPaths()).isNotEqualTo(before);
        try (NixSession session = nix.openSession()) {
            assertThat(sandbox.validPaths()).isEqualTo(before);
            assertThat(session.run("hello").text()).isEqualTo("Hello, world!");
        }
        assertThat(sandbox.validPaths()).isEqualTo(before);
        assertThat(ProcessHandle.of(Long.parseLong(ready.substring("ready ".length()))))
                .isEmpty();
        assertThat(sessions(sandbox)).isEmpty();
    }

    @Test
    void aJvmKilledWhileNixBuildsLeavesNothing() throws Exception {
        Set<Path> before = sandbox.validPaths();
        Process process =
                ForkedJvm.in(sandbox).main(SessionMain.class).start(arguments(sandbox, "close", "hello", "slow-build"));
        Waits.until(
                () -> journals(sandbox).contains("BUILT") && journals(sandbox).contains("slow-build"));
        kill(process);
        assertThat(nix.recoverSessions()).isNotEmpty();
        assertThat(sandbox.validPaths()).isEqualTo(before);
        assertThat(nix.recoverSessions()).isEmpty();
    }

    @Test
    void aJvmKilledWhileNixEvaluatesLeavesNothing() throws Exception {
        Set<Path> before = sandbox.validPaths();
        Process process =
                ForkedJvm.in(sandbox).main(SessionMain.class).start(arguments(sandbox, "close", "closure-top"));
        Waits.until(() ->
                sandbox.storePaths().stream().anyMatch(path -> path.toString().endsWith("-source")));
        kill(process);
        List<?> unused = nix.recoverSessions();
        assertThat(sandbox.validPaths()).isEqualTo(before);
    }

    @Test
    void anOpenSessionOfAnotherJvmIsLeftAlone() throws Exception {
        Set<Path> before = sandbox.validPaths();
        ForkedJvm jvm = ForkedJvm.in(sandbox).main(SessionMain.class);
        Process process = jvm.start(arguments(sandbox, "hold", "hello", "sleeper"));
        List<String> unused = jvm.awaitLine("ready");
        Set<Path> during = sandbox.validPaths();
        assertThat(nix.recoverSessions()).isEmpty();
        try (NixSession session = nix.openSession()) {
            session.run("hello").execute();
            session.run("cowsay").execute();
        }
        assertThat(sandbox.validPaths()).isEqualTo(during);
        kill(process);
        assertThat(nix.recoverSessions()).isNotEmpty();
        assertThat(sandbox.validPaths()).isEqualTo(before);
    }

    @Test
    void aPlainUserOfADaemonLeavesNothingBehind() {
        try (NixDaemon daemon = NixDaemon.start(sandbox)) {
            sandbox.build("nixpkgs#hello");
            Set<Path> before = sandbox.validPaths();
            List<String> output = ForkedJvm.in(sandbox)
                    .main(SessionMain.class)
                    .with(daemon.environmentOfNobody())
                    .behind(daemon.asNobody(List.of()))
                    .run(arguments(sandbox, "close", "hello", "closure-top", "cowsay"));
            assertThat(sandbox.validPaths()).isEqualTo(before);
            assertThat(number(output, "deleted"))
                    .isEqualTo(number(output, "added"))
                    .isPositive();
        }
    }

    private static String[] arguments(NixSandbox sandbox, String verb, String... packages) {
        List<String> arguments = new ArrayList<>(
                List.of(sandbox.under().binary().toString(), SandboxedClient.emptyRegistry(sandbox), verb));
        arguments.addAll(Arrays.asList(packages));
        return arguments.toArray(String[]::new);
    }

    private static void kill(Process process) throws InterruptedException {
        process.destroyForcibly();
        Waits.forExit(process);
    }

    private static String last(List<String> lines) {
        return lines.get(lines.size() - 1);
    }

    private static int number(List<String> lines, String word) {
        return lines.stream()
                .filter(line -> line.startsWith(word + " "))
                .mapToInt(line -> Integer.parseInt(line.substring(word.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line " + word + " in " + lines));
    }

    private static List<Path> sessions(NixSandbox sandbox) {
        Path folder = sandbox.root().resolve("state/nix-adhoc/sessions/default");
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(Files::isDirectory).toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Returns the entries in the journals of all sessions. */
    private static String journals(NixSandbox sandbox) {
        StringBuilder text = new StringBuilder();
        for (Path session : sessions(sandbox)) {
            try {
                text.append(Files.readString(session.resolve("journal")));
            } catch (NoSuchFileException e) {
                // the entry is about to be written
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return text.toString();
    }
}
