package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.Ran;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compiles and runs every sample of the README as it stands there, each in a JVM of its own. */
class ReadmeSamplesIT {

    private static final Pattern SAMPLE = Pattern.compile("^```java\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    private static final String IMPORTS = """
            import io.github.nixadhoc.*;
            import io.github.nixadhoc.agent.*;
            import io.github.nixadhoc.audit.*;
            import io.github.nixadhoc.error.*;
            import io.github.nixadhoc.event.*;
            import io.github.nixadhoc.exec.*;
            import io.github.nixadhoc.model.*;
            import io.github.nixadhoc.policy.*;
            import io.github.nixadhoc.schedule.*;
            import java.nio.file.*;
            import java.time.*;
            import java.util.*;
            import java.util.concurrent.*;
            import java.util.stream.*;
            """;

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    @TempDir
    private Path folder;

    static List<String> samples() throws IOException {
        return SAMPLE.matcher(Files.readString(Path.of("..", "README.md")))
                .results()
                .map(MatchResult::group)
                .map(block -> block.substring("```java\n".length(), block.length() - "```".length()))
                .toList();
    }

    @Test
    void thereAreSamples() throws IOException {
        assertThat(samples()).hasSizeGreaterThan(3);
    }

    @ParameterizedTest(name = "sample {index}")
    @MethodSource("samples")
    void aSampleCompilesAndRunsAsItStands(String sample) throws IOException {
        // GIVEN
        enableFlakesInTheSettingsOfTheMachine();
        Path source = folder.resolve("Sample.java");
        Files.writeString(
                source,
                IMPORTS + "class Sample {\n public static void main(String[] args) throws Exception {\n" + sample
                        + "\n}\n}\n");

        // WHEN
        Ran compiled = java("javac", "-d", folder.toString(), source.toString());
        assertThat(compiled.exitCode()).as(compiled.stderr()).isZero();
        Ran ran = java("java", "Sample");

        // THEN
        assertThat(ran.exitCode()).as(ran.stderr() + sample).isZero();
        assertThat(ran.stdout()).doesNotContain("hunter2");
    }

    /** The samples use the default client, which is told nothing. */
    private void enableFlakesInTheSettingsOfTheMachine() throws IOException {
        sandbox.configure(
                "experimental-features = nix-command flakes",
                "flake-registry = " + sandbox.options().get(2));
    }

    private Ran java(String tool, String... arguments) {
        Map<String, String> environment = new HashMap<>(sandbox.environment());
        environment.put("LC_ALL", "C.UTF-8");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", tool).toString(),
                "-cp",
                folder + ":" + System.getProperty("java.class.path")));
        command.addAll(Stream.of(arguments).toList());
        return Ran.run(command, environment, folder, "".getBytes(StandardCharsets.UTF_8), Duration.ofSeconds(60));
    }
}
