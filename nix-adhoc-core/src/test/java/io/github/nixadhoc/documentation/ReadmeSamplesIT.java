package io.github.nixadhoc.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.testkit.DocPages;
import io.github.nixadhoc.testkit.DocPages.CodeBlock;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compiles and runs every sample of the README and of the site as it stands there, each in a JVM of its own. */
class ReadmeSamplesIT {

    /** The marks of samples that need more than the library; each has a test of its own beside what it needs. */
    private static final List<String> MARKS = List.of("google-adk", "junit", "langchain4j", "spring-ai");

    /** A whole file, with the name of its class. */
    private static final Pattern WHOLE_FILE = Pattern.compile("^public class (\\w+) ", Pattern.MULTILINE);

    private static final String IMPORTS = """
            import io.github.nixadhoc.*;
            import io.github.nixadhoc.agent.*;
            import io.github.nixadhoc.audit.*;
            import io.github.nixadhoc.error.*;
            import io.github.nixadhoc.event.*;
            import io.github.nixadhoc.exec.*;
            import io.github.nixadhoc.exec.commons.*;
            import io.github.nixadhoc.model.*;
            import io.github.nixadhoc.policy.*;
            import io.github.nixadhoc.result.*;
            import io.github.nixadhoc.schedule.*;
            import io.github.nixadhoc.testing.*;
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

    static List<CodeBlock> samples() throws IOException {
        return DocPages.blocks().stream()
                .filter(block -> block.language().equals("java") && block.mark().isEmpty())
                .toList();
    }

    @Test
    void thereAreSamples() throws IOException {
        assertThat(samples()).hasSizeGreaterThan(20);
    }

    @Test
    void everyMarkOfASampleIsKnownToATest() throws IOException {
        assertThat(DocPages.blocks())
                .filteredOn(block ->
                        block.language().equals("java") && !block.mark().isEmpty())
                .extracting(CodeBlock::mark)
                .containsExactlyInAnyOrderElementsOf(MARKS);
    }

    @Test
    void everySampleIsTested() throws IOException {
        long java = 0;
        for (Path page : DocPages.all()) {
            java += Files.readAllLines(page).stream()
                    .filter(line -> line.matches("\\s*(```|~~~)+\\s*[Jj]ava\\b.*"))
                    .count();
        }

        assertThat(samples()).hasSize((int) java - MARKS.size());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aSampleCompilesAndRunsAsItStands(CodeBlock block) throws IOException {
        // GIVEN
        enableFlakesInTheSettingsOfTheMachine();
        Matcher wholeFile = WHOLE_FILE.matcher(block.text());
        String main = wholeFile.find() ? wholeFile.group(1) : "Sample";
        String sample = main.equals("Sample")
                ? IMPORTS + "class Sample {\n public static void main(String[] args) throws Exception {\n"
                        + block.text() + "\n}\n}\n"
                : block.text();
        Path source = folder.resolve(main + ".java");
        Files.writeString(source, sample);

        // WHEN
        Ran compiled = java("javac", "-d", folder.toString(), source.toString());
        assertThat(compiled.exitCode()).as(compiled.stderr()).isZero();
        Ran ran = java("java", main);

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
