package io.github.nixadhoc.internal.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.nixadhoc.error.NoMainProgramException;
import io.github.nixadhoc.internal.resolve.Purpose;
import io.github.nixadhoc.internal.resolve.Resolution;
import io.github.nixadhoc.internal.resolve.WithRealNix;
import io.github.nixadhoc.testkit.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchPathIT extends WithRealNix {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "t1 t2",
                "t2 t1",
                "t1 t2 t1",
                "multi",
                "multi-bin-first",
                "symlinked-bin",
                "propagating hello",
                "no-bin",
                "python3Packages.black"
            })
    void isThePathOfNixShell(String packages) {
        String[] installables = packages.split(" ");
        String byNix = pathOfNixShell(installables, "/usr/bin:/bin");

        String path = searchPath("/usr/bin:/bin", installables).value();

        if (nix.installation().version().isAtLeast(2, 20)) {
            assertThat(path).isEqualTo(byNix);
        } else if (!packages.startsWith("multi")) {
            // Nix 2.8 sorts packages by hash, puts propagated packages first, and chooses outputs
            // otherwise.
            assertThat(path.split(":")).containsExactlyInAnyOrder(byNix.split(":"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/usr/bin::/bin:", ":/usr/bin", "/usr/bin", ""})
    void treatsEmptyItemsAsNixDoes(String before) {
        assertThat(searchPath(before, "hello").value()).isEqualTo(pathOfNixShell(new String[] {"hello"}, before));
    }

    @Test
    void isOnlyThePackagesWhereThereWasNoPath() {
        SearchPath path = searchPath(null, "hello");

        assertThat(path.value()).isEqualTo(String.join(":", path.folders()));
    }

    @Test
    void packagesComeInTheOrderOfTheArgumentsOnEveryVersion() {
        assertThat(searchPath("", "t1", "t2").find("which-one", Path.of("/")))
                .hasValueSatisfying(program -> assertThat(program.path()).contains("-t1-"));
        assertThat(searchPath("", "t2", "t1").find("which-one", Path.of("/")))
                .hasValueSatisfying(program -> assertThat(program.path()).contains("-t2-"));
    }

    @Test
    void aCommandIsFoundInThePackagesThenOnTheHost() {
        SearchPath path = searchPath("/no/such/folder:/bin", "hello", "propagating");

        assertThat(path.require("hello", Path.of("/")).path()).endsWith("-hello-1.0/bin/hello");
        assertThat(path.require("propagated", Path.of("/")).path()).endsWith("-propagated-1.0/bin/propagated");
        assertThat(path.require("sh", Path.of("/"))).isEqualTo(new FoundProgram("/bin/sh", null));
    }

    @Test
    void aCommandWithASlashIsRelativeToTheDirectory() throws Exception {
        Path script = sandbox.root().resolve("home/a-script");
        Files.writeString(script, "#!/bin/sh\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        SearchPath path = searchPath("/bin", "hello");

        assertThat(path.find("./a-script", script.getParent())).isPresent();
        assertThat(path.find("./a-script", Path.of("/"))).isEmpty();
        assertThat(path.find("a-script", script.getParent())).isEmpty();
        assertThat(searchPath(".", "hello").find("a-script", script.getParent()))
                .isPresent();
        assertThat(path.find(script.toString(), Path.of("/"))).isPresent();
    }

    @Test
    void aCommandThatIsNotThereIsReportedWithThoseThatAre() {
        SearchPath path = searchPath("/bin", "t1", "hello");

        assertThatExceptionOfType(NoMainProgramException.class)
                .isThrownBy(() -> path.require("nosuch", Path.of("/")))
                .withMessageContaining("there is no program nosuch on PATH; the packages have hello, which-one")
                .satisfies(e -> assertThat(e.programs()).containsExactly("hello", "which-one"));
    }

    private SearchPath searchPath(String before, String... installables) {
        List<Resolution> resolutions = nix.resolve(Purpose.SHELL, installables);
        nix.realise(resolutions);
        return SearchPath.of(resolutions, before, nix.installation().dialect(), nix.view());
    }

    private String pathOfNixShell(String[] installables, String before) {
        List<String> arguments = new ArrayList<>(List.of("shell"));
        List.of(installables).forEach(name -> arguments.add("nixpkgs#" + name));
        arguments.addAll(List.of("--command", "/bin/sh", "-c", "printf %s \"$PATH\""));
        Map<String, String> environment = new HashMap<>(sandbox.environment());
        environment.put("PATH", before);
        return Ran.run(
                        sandbox.nixCommand(arguments.toArray(String[]::new)),
                        environment,
                        sandbox.root(),
                        new byte[0],
                        Duration.ofMinutes(1))
                .text();
    }
}
