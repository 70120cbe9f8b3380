package io.github.nixadhoc.internal.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.internal.resolve.Purpose;
import io.github.nixadhoc.internal.resolve.RealNix;
import io.github.nixadhoc.internal.resolve.Realisation;
import io.github.nixadhoc.internal.resolve.Resolution;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of programs in a store with its own root, which only a real Nix can start. */
class ProgramStartIT {

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    private final Map<String, String> environment = new TreeMap<>(sandbox.environment());
    private final Path root = sandbox.root().resolve("rooted");

    @BeforeEach
    void useTheUsualStoreDirectory() {
        // These tests need the usual store directory instead of the one of the sandbox.
        environment.keySet().removeAll(List.of("NIX_STORE_DIR", "NIX_STATE_DIR", "NIX_LOCALSTATE_DIR", "NIX_LOG_DIR"));
    }

    @Test
    void aProgramOfAnOrdinaryStoreIsStartedDirectly() {
        RealNix nix = RealNix.of(sandbox);
        FoundProgram program = nix.program("hello");
        StorePath path = StorePath.parse(program.path().replace("/bin/hello", ""));

        assertThat(nix.view().isRelocated(path)).isFalse();
        assertThat(new ProgramStart(nix.settings(), nix.installation(), nix.view())
                        .command(path, program, List.of("a"), "/bin"))
                .containsExactly(program.path(), "a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "local?root=%s"})
    void theProgramSeesItsOwnArgumentsAndEnvironmentAndNothingOfNix(String form) throws IOException {
        String store = String.format(form, root);
        StorePath held = add(store, "tool-1.0", """
                #!/bin/sh
                echo "$0" "$#" "$@"
                echo "${GREETING-unset}"
                /usr/bin/tr '\\0' '\\n' < /proc/$$/environ | /bin/grep ^PATH= || echo no PATH
                exit 7
                """);
        RealNix nix = RealNix.of(sandbox, environment, store);

        Resolution resolution = nix.resolve(Purpose.RUN, held.value()).get(0);
        Realisation realisation = nix.realise(List.of(resolution));
        FoundProgram program = nix.find(resolution);

        assertThat(realisation.wasThere()).isTrue();
        assertThat(realisation.closureSize().bytes()).isPositive();
        assertThat(nix.view().isRelocated(held)).isTrue();
        assertThat(program.path()).isEqualTo(held + "/bin/tool");
        Ran ran = start(nix, held, program, List.of("a b", "--log-format", "--", ""), "/some:/where::");
        assertThat(ran.stdout()).isEqualTo(program.path() + " 4 a b --log-format -- \nunset\nPATH=/some:/where::\n");
        assertThat(ran.stderr()).isEmpty();
        assertThat(ran.exitCode()).isEqualTo(7);
        assertThat(start(nix, held, program, List.of(), null).stdout()).endsWith("no PATH\n");
    }

    @Test
    void aProgramWithAnEqualsSignIsNoVariable() throws IOException {
        StorePath held = add(root.toString(), "a=b-1.0", "#!/bin/sh\necho \"$0\" \"$@\"\n");
        RealNix nix = RealNix.of(sandbox, environment, root.toString());
        FoundProgram program = nix.find(nix.resolve(Purpose.RUN, held.value()).get(0));

        assertThat(start(nix, held, program, List.of("x"), "/bin").text()).isEqualTo(program.path() + " x");
    }

    @Test
    void linksLeadWhereTheyDoInTheStore() throws IOException {
        String store = root.toString();
        StorePath target = add(store, "target-1.0", "#!/bin/sh\necho target\n");
        Path link = sandbox.root().resolve("link-1.0");
        Files.createDirectories(link);
        Files.createSymbolicLink(link.resolve("bin"), target.path().resolve("bin"));
        Files.createSymbolicLink(link.resolve("outside"), Path.of("/bin"));
        StorePath held = addPath(store, link);
        RealNix nix = RealNix.of(sandbox, environment, store);

        FoundProgram program = nix.find(nix.resolve(Purpose.RUN, held.value()).get(0));

        assertThat(program.path()).isEqualTo(held + "/bin/target");
        assertThat(start(nix, held, program, List.of(), "/bin").text()).isEqualTo("target");
        assertThat(nix.view().file(held, held + "/bin/target"))
                .isEqualTo(root.resolve("nix/store")
                        .resolve(target.path().getFileName())
                        .resolve("bin/target"));
    }

    private Ran start(RealNix nix, StorePath held, FoundProgram program, List<String> arguments, String path) {
        List<String> words = new ProgramStart(nix.settings(), nix.installation(), nix.view())
                .command(held, program, arguments, path);
        return Ran.run(words, environment, sandbox.root(), new byte[0], Duration.ofSeconds(30));
    }

    /** Adds a package with one program to a store. */
    private StorePath add(String store, String name, String program) throws IOException {
        Path directory = sandbox.root().resolve(name);
        Path file = Files.createDirectories(directory.resolve("bin"))
                .resolve(name.contains("=") ? name.substring(0, name.indexOf('-')) : name.replaceAll("-.*", ""));
        Files.writeString(file, program);
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return addPath(store, directory);
    }

    private StorePath addPath(String store, Path directory) {
        List<String> command = new ArrayList<>(sandbox.nixCommand("store", "add-path", directory.toString()));
        command.addAll(List.of("--store", store));
        return StorePath.parse(Ran.run(command, environment, sandbox.root(), new byte[0], Duration.ofSeconds(30))
                .text());
    }
}
