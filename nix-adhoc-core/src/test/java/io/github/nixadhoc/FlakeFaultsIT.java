package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.nixadhoc.error.EvaluationException;
import io.github.nixadhoc.error.FlakeNotFoundException;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.testkit.FixtureFlake;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.Ran;
import io.github.nixadhoc.testkit.SandboxedClient;
import io.github.nixadhoc.testkit.Waits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kinds of failures of flakes, and their remedies. */
class FlakeFaultsIT {

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    private final Path root = sandbox.root().resolve("flake");
    private final NixClient nix = sandbox.closing(SandboxedClient.of(sandbox));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "throw \"this is not a flake at all\"",
                "throw \"there is a hash mismatch somewhere\"",
                "throw \"the page says: unable to download 'https://example.org/x': HTTP error 404\"",
                "throw \"we cannot find flake 'flake:x' in the flake registries\"",
                "abort \"path '/x' is not a flake (because it's not a directory)\"",
                "assert \"x\" == \"unable to download 'https://example.org/x'\"; 1",
                "let f = x: if x == 0 then throw \"deep down it is not a flake\" else f (x - 1); in f 9"
            })
    void aTextOfTheFlakeIsAnEvaluationErrorWhateverItSays(String expression) throws IOException {
        write("flake.nix", flake(expression));
        sandbox.settled();

        NixException failure = failureOf(() -> nix.run("path:" + root + "#tool").plan());

        assertThat(failure).isExactlyInstanceOf(EvaluationException.class);
    }

    /** Nix 2.8 does not tell a text of the flake from a sentence of its own. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "cannot find flake 'flake:x' in the flake registries",
                "unable to download 'https://example.org/x': HTTP error 404",
                "No space left on device",
                "cannot connect to socket at '/x': No such file or directory",
                "program 'git' failed with exit code 128"
            })
    void aTextThatImitatesNixIsAnEvaluationErrorSinceNixNamesThrow(String text) throws IOException {
        write("flake.nix", flake("throw \"" + text + "\""));
        sandbox.settled();

        NixException failure = failureOf(() -> nix.run("path:" + root + "#tool").plan());

        if (sandbox.under().isAtLeast(2, 20)) {
            assertThat(failure).isExactlyInstanceOf(EvaluationException.class);
        } else {
            assertThat(failure).hasMessageContaining(text.substring(0, 10));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nixpkgs/nosuchref#hello",
                "nixpkgs/0123456789abcdef0123456789abcdef01234567#hello",
                "path:{nixpkgs}?foo=1#hello",
                "path:{nixpkgs}?ref=main#hello",
                "path:{nixpkgs}?dir=nosuch#hello",
                "git+file://{repository}?dir=nosuch#tool",
                "{repository}?dir=nosuch#tool",
                "git+file://{repository}?ref=nosuch#tool",
                "git+file://{repository}?ref=a..b#tool",
                "github:owner#hello",
                "github:owner/repo?ref=x&rev=0123456789abcdef0123456789abcdef01234567#hello",
                "nosuch:owner#hello"
            })
    void aFaultOfTheReferenceIsNotOneOfTheFlake(String template) throws IOException {
        write("flake.nix", flake("1"));
        git("init", "--quiet");
        git("add", ".");
        git("-c", "user.name=n", "-c", "user.email=e", "commit", "--quiet", "-m", "x");
        sandbox.settled();
        String installable = template.replace(
                        "{nixpkgs}", sandbox.nixpkgs().directory().toString())
                .replace("{repository}", root.toString());

        NixException failure = failureOf(() -> nix.run(installable).plan());

        assertThat(failure).isExactlyInstanceOf(FlakeNotFoundException.class);
        assertThat(failure.hint()).isNotBlank().doesNotContain("mend");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{root}", "{root}/sub", "git+file://{root}", ".", "./sub", "registered"})
    void anUntrackedFlakeIsToldWithTheCommandThatAddsIt(String template) throws IOException {
        repositoryWithUntracked("flake.nix");
        Files.writeString(sandbox.root().resolve("config/nix/registry.json"), """
                {"version":2,"flakes":[
                 {"from":{"type":"indirect","id":"registered"},"to":{"type":"git","url":"file://%s"}}]}
                """.formatted(root));
        RunCommand command =
                nix.run(template.replace("{root}", root.toString()) + "#tool").directory(root);

        NixException failure = failureOf(command::plan);

        assertThat(failure).isExactlyInstanceOf(FlakeNotFoundException.class);
        assertThat(failure.shortMessage()).contains("track");
        followAdviceOf(failure);
        assertThat(command.text()).isEqualTo("it runs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"package.nix", "words/name.txt", "sub/program.sh"})
    void anUntrackedFileIsToldWithTheCommandThatAddsItAndTheLineThatNeedsIt(String file) throws IOException {
        repositoryWithUntracked(file);
        RunCommand command = nix.run(root + "#tool");

        NixException failure = failureOf(command::plan);

        assertThat(failure).isExactlyInstanceOf(EvaluationException.class);
        assertThat(failure.shortMessage()).contains("track");
        assertThat(failure.log()).anyMatch(line -> line.matches(".*/(?:flake|package)\\.nix:\\d+:\\d+.*"));
        followAdviceOf(failure);
        assertThat(command.text()).isEqualTo("it runs");
    }

    @Test
    void eachVerbTellsOfAnUntrackedFile() throws IOException {
        repositoryWithUntracked("package.nix");
        List<ThrowingCallable> calls = List.of(
                () -> nix.shell(root + "#tool").command("tool").execute(),
                () -> nix.prefetch(root + "#tool").execute(),
                () -> nix.run(root + "#tool").refresh().plan(),
                () -> Pipeline.of(nix.run(root + "#tool"))
                        .pipe(nix.run(root + "#tool").args("x"))
                        .execute());

        for (ThrowingCallable call : calls) {
            assertThat(failureOf(call).hint()).contains("git -C").contains("add");
        }
    }

    @Test
    void aSearchTellsOfAnUntrackedFlake() throws IOException {
        repositoryWithUntracked("flake.nix");
        SearchCommand search = nix.search().in(root.toString());

        followAdviceOf(failureOf(search::execute));

        assertThat(search.execute()).hasSize(1);
    }

    @Test
    void aFileThatIsNowhereIsNotSaidToBeUntracked() throws IOException {
        repositoryWithUntracked("package.nix");
        Files.delete(root.resolve("package.nix"));

        NixException failure = failureOf(() -> nix.run(root + "#tool").plan());

        assertThat(failure.hint()).doesNotContain("git");
        assertThat(failure.log()).anyMatch(line -> line.matches(".*/flake\\.nix:\\d+:\\d+.*"));
    }

    private void repositoryWithUntracked(String file) throws IOException {
        write("flake.nix", flake("import ./package.nix"));
        write("package.nix", """
                derivation {
                  name = builtins.readFile ./words/name.txt;
                  system = "%s";
                  builder = "/bin/sh";
                  program = ./sub/program.sh;
                  args = [ "-c" "/bin/mkdir -p $out/bin; /bin/cp $program $out/bin/tool; /bin/chmod +x $out/bin/tool" ];
                }
                """.formatted(FixtureFlake.system()));
        write("words/name.txt", "tool");
        write("words/other.txt", "other");
        write("sub/program.sh", "#!/bin/sh\necho it runs\n");
        write("sub/other.txt", "other");
        git("init", "--quiet");
        git("add", ".");
        git("rm", "--quiet", "--cached", file);
        sandbox.settled();
    }

    private void followAdviceOf(NixException failure) {
        String advice = failure.hint().replaceFirst(".*?(?=git -C)", "");
        assertThat(advice).startsWith("git -C");
        Ran.run(List.of("/bin/sh", "-c", advice), System.getenv(), Path.of("/"), new byte[0], Waits.LIMIT)
                .requireSuccess();
        sandbox.settled();
    }

    private static NixException failureOf(ThrowingCallable call) {
        return catchThrowableOfType(NixException.class, call);
    }

    private static String flake(String expression) {
        return "{ outputs = { self }: {\n  packages." + FixtureFlake.system() + ".tool =\n    " + expression
                + ";\n}; }\n";
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private void git(String... arguments) {
        List<String> command =
                Stream.concat(Stream.of("git"), Stream.of(arguments)).toList();
        Ran.run(command, System.getenv(), root, new byte[0], Waits.LIMIT).requireSuccess();
    }
}
