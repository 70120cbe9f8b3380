package io.github.nixadhoc.internal.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.nixadhoc.error.EvaluationException;
import io.github.nixadhoc.error.FlakeNotFoundException;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.NoMainProgramException;
import io.github.nixadhoc.error.PackageNotFoundException;
import io.github.nixadhoc.internal.program.FoundProgram;
import io.github.nixadhoc.testkit.GitRepository;
import io.github.nixadhoc.testkit.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares resolutions with those of a real Nix. */
class ResolverIT extends WithRealNix {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nixpkgs#",
                "nixpkgs#hello",
                "nixpkgs#cowsay",
                "nixpkgs#shadowed",
                "nixpkgs#only-app",
                "nixpkgs#both-kinds",
                "nixpkgs#top-level",
                "nixpkgs#python3Packages.black",
                "nixpkgs#\"with.dot\"",
                "nixpkgs#main-program",
                "nixpkgs#name-only",
                "nixpkgs#name-without-version",
                "nixpkgs#multi",
                "nixpkgs#multi-bin-first",
                "nixpkgs#symlinked-bin",
                "nixpkgs#propagating",
                "nixpkgs#traced"
            })
    void theSameProgramRunsAsWithNix(String installable) {
        Ran byNix = sandbox.nix("run", installable, "--", "an argument");

        FoundProgram program = nix.program(installable);

        assertThat(sandbox.run(List.of(program.path(), "an argument"), new byte[0])
                        .text())
                .isEqualTo(byNix.text());
    }

    @Test
    void oneEvaluationIsEnoughForAllPackagesOfAFlake() {
        List<Resolution> resolutions =
                nix.resolve(Purpose.SHELL, "hello", "nixpkgs#t1", "python3Packages.black", "hello");

        assertThat(resolutions).hasSize(4);
        assertThat(resolutions.get(0)).isEqualTo(resolutions.get(3));
        assertThat(nix.started()).hasSize(sandbox.under().isAtLeast(2, 19) ? 1 : 2);
    }

    @Test
    void theMetaOfAPackageIsRead() {
        Resolution resolution = nix.resolve(Purpose.RUN, "hello").get(0);

        assertThat(resolution.installable()).hasToString("nixpkgs#hello");
        assertThat(resolution.attributePath())
                .isEqualTo("legacyPackages." + nix.installation().system() + ".hello");
        assertThat(resolution.kind()).isEqualTo(Resolution.Kind.PACKAGE);
        assertThat(resolution.program()).isEqualTo("hello");
        assertThat(resolution.facts().pname()).isEqualTo("hello");
        assertThat(resolution.facts().version()).isEqualTo("1.0");
        assertThat(resolution.expectedProgram()).isEqualTo(resolution.paths().get(0) + "/bin/hello");
    }

    @Test
    void nothingIsBuilt() {
        Resolution resolution = nix.resolve(Purpose.RUN, "hello").get(0);

        assertThat(resolution.paths()).noneMatch(path -> Files.exists(path.path()));
    }

    @Test
    void aSelectionOfOutputsIsFollowed() {
        assertThat(names(Purpose.RUN, "multi")).containsExactly("out");
        assertThat(names(Purpose.RUN, "multi^bin")).containsExactly("bin");
        assertThat(names(Purpose.RUN, "multi^man,bin")).containsExactly("man", "bin");
        assertThat(names(Purpose.RUN, "multi^*")).containsExactly("out", "bin", "man");
        assertThat(names(Purpose.SHELL, "multi")).containsExactlyInAnyOrder("bin", "man");
        assertThat(names(Purpose.SHELL, "multi^out")).containsExactly("out");
        assertThat(names(Purpose.SHELL, "multi-bin-first")).containsExactly("out");
    }

    @Test
    void anOutputThatDoesNotExistIsReportedWithThoseThatDo() {
        assertThatExceptionOfType(PackageNotFoundException.class)
                .isThrownBy(() -> nix.resolve(Purpose.RUN, "multi^dev"))
                .withMessageContaining("nixpkgs#multi^dev has no output dev; it has out, bin, man")
                .satisfies(e -> assertThat(e.suggestions()).containsExactly("out", "bin", "man"));
    }

    @Test
    void aMissingPackageIsReportedWithNamesThatCanBeRun() {
        assertThatExceptionOfType(PackageNotFoundException.class)
                .isThrownBy(() -> nix.resolve(Purpose.RUN, "python3Packages.blac"))
                .satisfies(e -> assertThat(e.suggestions()).containsExactly("python3Packages.black"));
        assertThatExceptionOfType(PackageNotFoundException.class)
                .isThrownBy(() -> nix.resolve(Purpose.SHELL, "hello", "no-such-package"))
                .satisfies(e -> assertThat(e.shortMessage()).contains("no-such-package"));
    }

    @Test
    void aValueThatIsNoPackageIsReportedWithItsKind() {
        assertThatExceptionOfType(PackageNotFoundException.class)
                .isThrownBy(() -> nix.resolve(Purpose.RUN, "python3Packages"))
                .withMessageContaining("python3Packages is a set, not a package; it holds python3Packages.black")
                .withMessageNotContaining("recurseForDerivations");
        assertThatExceptionOfType(PackageNotFoundException.class)
                .isThrownBy(() -> nix.resolve(Purpose.SHELL, "a-number"))
                .withMessageContaining("a-number is an integer, not a package");
        assertThatExceptionOfType(PackageNotFoundException.class)
                .isThrownBy(() -> nix.resolve(Purpose.RUN, "an-odd-type"))
                .withMessageContaining("has the type nonsense");
        assertThatExceptionOfType(PackageNotFoundException.class)
                .isThrownBy(() -> nix.resolve(Purpose.RUN, "wrong-type"))
                .withMessageContaining("has the type nonsense, not an app");
        assertThatExceptionOfType(NoMainProgramException.class)
                .isThrownBy(() -> nix.resolve(Purpose.RUN, "outside-store"))
                .withMessageContaining("/bin/ls");
    }

    @Test
    void aShellTakesTheTextOfAStorePathForAPackage() {
        Resolution resolution = nix.resolve(Purpose.SHELL, "a-store-path").get(0);

        assertThat(nix.realise(List.of(resolution)).resolutions()).hasSize(1);
        assertThat(nix.find(resolution).path()).endsWith("-behind-a-string-1.0/bin/behind-a-string");
    }

    @Test
    void aShellDoesNotLookForApps() {
        assertThat(nix.resolve(Purpose.SHELL, "shadowed").get(0).attributePath())
                .startsWith("packages.");
        assertThatExceptionOfType(PackageNotFoundException.class)
                .isThrownBy(() -> nix.resolve(Purpose.SHELL, "only-app"));
    }

    @Test
    void aLeadingDotMeansTheRootOfTheFlake() {
        String system = nix.installation().system();

        assertThat(nix.resolve(Purpose.RUN, "nixpkgs#.legacyPackages." + system + ".both-kinds")
                        .get(0)
                        .attributePath())
                .startsWith("legacyPackages");
        assertThatExceptionOfType(PackageNotFoundException.class)
                .isThrownBy(() -> nix.resolve(Purpose.RUN, "nixpkgs#.hello"));
    }

    @Test
    void relativeReferencesStartFromTheDirectoryOfTheCommand() {
        Path root = sandbox.root();

        assertThat(nix.resolveIn(root, Purpose.RUN, "./nixpkgs#hello").get(0).paths())
                .isEqualTo(nix.resolve(Purpose.RUN, "hello").get(0).paths());
        assertThat(nix.resolveIn(root.resolve("nixpkgs"), Purpose.RUN, ".#hello", "path:./.#t1"))
                .hasSize(2);
        assertThat(root.resolve("nixpkgs/flake.lock")).doesNotExist();
    }

    @Test
    void aFailedEvaluationIsReportedTheSameTheSecondTime() {
        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(EvaluationException.class)
                    .isThrownBy(() -> nix.resolve(Purpose.RUN, "throws"))
                    .withMessageContaining("'throws' has been renamed to/replaced by 'hello'");
        }
    }

    @Test
    void aFlakeThatIsNotThereIsReported() {
        assertThatExceptionOfType(FlakeNotFoundException.class)
                .isThrownBy(() -> nix.resolve(Purpose.RUN, "path:/no/such/flake#x"));
        assertThatExceptionOfType(NixException.class).isThrownBy(() -> nix.resolve(Purpose.RUN, "no-such-id#x"));
    }

    @Test
    void aStorePathNeedsNoProcess() {
        Path output = sandbox.build("nixpkgs#hello").get(0);

        Resolution resolution = nix.resolve(Purpose.RUN, output.toString()).get(0);

        assertThat(nix.started()).isEmpty();
        assertThat(nix.find(resolution).path()).isEqualTo(output + "/bin/hello");
    }

    @Test
    void aStoreDerivationStandsForItsOutputs() {
        String derivation =
                sandbox.nix("path-info", "--derivation", "nixpkgs#multi").text();

        assertThat(names(Purpose.SHELL, derivation)).containsExactlyInAnyOrder("bin", "man", "out");
        assertThat(names(Purpose.RUN, derivation + "^bin")).containsExactly("bin");
        assertThat(nix.program(derivation + "^bin").path()).endsWith("-multi-1.0-bin/bin/multi");
    }

    @Test
    void namesCannotBreakOutOfTheExpression() {
        assertThatExceptionOfType(PackageNotFoundException.class)
                .isThrownBy(() -> nix.resolve(Purpose.RUN, "nixpkgs#\"a'';b\""));
    }

    @Test
    void aGitRepositoryIsEvaluatedAsOnTheCommandLine() throws IOException {
        Path project = project("{ self }: { packages." + nix.installation().system()
                + ".default = derivation { name = \"rev-${self.rev or \"none\"}-${toString self.lastModified}\"; system ="
                + " \"" + nix.installation().system() + "\"; builder = \"/bin/sh\"; }; }");
        for (boolean dirty : new boolean[] {false, true}) {
            if (dirty) {
                Files.writeString(project.resolve("sub/file"), "changed");
            }
            for (String reference : List.of("git+file://" + project + "?dir=sub#", ".#")) {
                Path directory = project.resolve("sub");
                Ran byNix = Ran.run(
                        sandbox.nixCommand("path-info", "--derivation", "--no-write-lock-file", reference),
                        sandbox.environment(),
                        directory,
                        new byte[0],
                        Duration.ofMinutes(1));

                Resolution resolution =
                        nix.resolveIn(directory, Purpose.RUN, reference).get(0);

                assertThat(resolution.derivation()).hasToString(byNix.text());
            }
        }
    }

    @Test
    void aFlakeWithInputsNeedsNoLockFile() throws IOException {
        Path flake = sandbox.flake(
                "with-input",
                "{ inputs.n.url = \"" + sandbox.nixpkgs().reference()
                        + "\"; outputs = { self, n }: { inherit (n) legacyPackages; }; }");

        assertThat(nix.resolve(Purpose.RUN, "path:" + flake + "#hello").get(0).paths())
                .isEqualTo(nix.resolve(Purpose.RUN, "hello").get(0).paths());
        assertThat(flake.resolve("flake.lock")).doesNotExist();
    }

    @Test
    void aReferenceIsResolved() {
        LockedFlake flake = nix.resolver().lock("nixpkgs", null, RealNix.deadline());

        assertThat(flake.url()).startsWith("path:" + sandbox.nixpkgs().directory());
        assertThat(flake.narHash()).startsWith("sha256-");
        assertThat(flake.source().path()).isDirectory();
        assertThat(flake.revision()).isNull();
    }

    private List<String> names(Purpose purpose, String installable) {
        return nix.resolve(purpose, installable).get(0).outputs().stream()
                .map(ResolvedOutput::name)
                .toList();
    }

    /** Creates a repository with a flake in its folder sub. */
    private Path project(String outputs) throws IOException {
        Path project = Files.createDirectories(sandbox.root().resolve("project"));
        Files.createDirectories(project.resolve("sub"));
        Files.writeString(project.resolve("sub/flake.nix"), "{ outputs = " + outputs + "; }");
        Files.writeString(project.resolve("sub/file"), "committed");
        GitRepository.in(sandbox, project).commit();
        return project;
    }
}
