package io.github.nixadhoc.internal.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.nixadhoc.exec.ProcessEnvironment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The environment through a relay, which is exact with any shell and appears in no command line. */
class ShellRelayTest {

    private static final Map<String, String> ENVIRONMENT = Map.ofEntries(
            Map.entry("A", "geheim ä\n\n"),
            Map.entry("EMPTY", ""),
            Map.entry("QUOTES", "geheim \"'$HOME ${A} `x` \\ \\0101 \\c"),
            Map.entry("QUOTES_TOO", "ä \"'$HOME ${A} `x` \\ \\0101 \\c 12"),
            Map.entry("LONG", "ä€".repeat(20_001)),
            Map.entry("B.C", "\uD83D\uDE00"),
            Map.entry("BASH_FUNC_f%%", "() { :; }"),
            Map.entry("-i", "1"),
            Map.entry("#", "1"),
            Map.entry("Ü \"$A${A}\\c\\_'\n", "ü"),
            Map.entry("IFS", "e"),
            Map.entry("UID", "ä"),
            Map.entry("_", "ä"),
            Map.entry("SHLVL", "7"),
            Map.entry("LC_ALL", "C.UTF-8"),
            Map.entry("NIX_ADHOC_RELAY_0", "mine"));

    @ParameterizedTest
    @ValueSource(strings = {"sh", "dash", "bash --posix"})
    void theEnvironmentIsExact(String shell) throws Exception {
        List<String> words = List.of(shell.split(" "));
        assumeThat(Stream.of("/bin/", "/usr/bin/").anyMatch(bin -> Files.isExecutable(Path.of(bin + words.get(0)))))
                .isTrue();

        assertThat(passedThrough(words, ENVIRONMENT))
                .containsExactlyInAnyOrderElementsOf(ENVIRONMENT.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .toList());
        assertThat(passedThrough(words, Map.of())).isEmpty();
    }

    private static List<String> passedThrough(List<String> shell, Map<String, String> environment) throws IOException {
        ShellRelay relay = relay(environment, "-0");
        List<String> command = new ArrayList<>(shell);
        command.addAll(relay.command().subList(1, relay.command().size()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().clear();
        builder.environment().putAll(relay.variables());
        String entries = new String(builder.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return entries.isEmpty() ? List.of() : List.of(entries.split("\0"));
    }

    @Test
    void theCommandContainsNamesAndNoValues() {
        ShellRelay relay = relay(ENVIRONMENT, "ä");

        assertThat(String.join("", relay.command()))
                .isASCII()
                .contains("QUOTES_TOO")
                .doesNotContain("geheim", "\\0101", "mine", "UTF-8");
        assertThat(String.join("", relay.variables().values())).isASCII().contains("geheim");
    }

    private static ShellRelay relay(Map<String, String> environment, String argument) {
        Map<String, String> bytes =
                EnvironmentBytes.of(ProcessEnvironment.inherited().onTopOf(environment));
        return new ShellRelay(List.of("/usr/bin/env", argument), bytes);
    }

    @Test
    void anEnvWithoutSplittingIsDetectedBeforeTheStart() {
        assertThatNoException().isThrownBy(SplittingEnv::require);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> SplittingEnv.require("/bin/false"))
                .withMessageContaining("/bin/false has no option -S");
    }
}
