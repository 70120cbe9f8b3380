package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.SoftAssertions.assertSoftly;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.nixadhoc.error.BuildFailedException;
import io.github.nixadhoc.error.CommandDeniedException;
import io.github.nixadhoc.error.EvaluationException;
import io.github.nixadhoc.error.FlakeNotFoundException;
import io.github.nixadhoc.error.HashMismatchException;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.NoMainProgramException;
import io.github.nixadhoc.error.PackageNotFoundException;
import io.github.nixadhoc.error.PackageRefusedException;
import io.github.nixadhoc.error.PackageRefusedException.Reason;
import io.github.nixadhoc.error.ProgramStartException;
import io.github.nixadhoc.error.UnexpectedOutputException;
import io.github.nixadhoc.error.UnsupportedSystemException;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.policy.Decision;
import io.github.nixadhoc.testkit.FailureOf;
import io.github.nixadhoc.testkit.SandboxedClient;
import io.github.nixadhoc.testkit.SandboxedNix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Failures of packages and flakes with a real Nix. Each has an exception of its own. */
class FailuresIT extends SandboxedNix {

    private static final int A_SCREEN = 3000;
    private static final int LINES_OF_A_SCREEN = 25;

    @Test
    void anUnknownPackageIsNotFoundAndTheNameNextToItIsSuggested() {
        PackageNotFoundException failure = failure("hallo", PackageNotFoundException.class, Phase.RESOLVE);

        assertThat(failure.suggestions()).containsExactly("hello");
        assertThat(failure.shortMessage()).contains("hallo");
        assertThat(failure.hint()).contains("hello");
        assertThat(failure.log()).anyMatch(line -> line.contains("Did you mean hello?"));
    }

    @Test
    void similarNamesAreSuggestedForEachName() {
        PackageNotFoundException failure = failure("t3", PackageNotFoundException.class, Phase.RESOLVE);

        assertThat(failure.suggestions()).contains("t1", "t2");
    }

    @Test
    void anUnknownPackageOfAShellIsNamedAmongThoseThatExist() {
        PackageNotFoundException failure = FailureOf.running(
                () -> nix.shell("hello", "hallo").command("hello").execute(),
                PackageNotFoundException.class,
                Phase.RESOLVE);

        assertThat(failure.shortMessage()).contains("hallo");
    }

    @ParameterizedTest
    @MethodSource("failuresOfOneOfSeveral")
    void ofSeveralPackagesTheOneThatFailsIsNamed(String broken, Class<? extends NixException> kind) {
        NixException failure = FailureOf.running(
                () -> nix.shell("hello", "nixpkgs#" + broken, "cowsay")
                        .command("hello")
                        .execute(),
                kind,
                Phase.RESOLVE);

        assertThat(failure.shortMessage()).contains("nixpkgs#" + broken + ": ");
        if (failure instanceof PackageRefusedException refused) {
            assertThat(refused.packageName()).isEqualTo(broken + "-1.0");
        }
    }

    static Stream<Arguments> failuresOfOneOfSeveral() {
        return Stream.of(
                arguments("throws", EvaluationException.class),
                arguments("undefined-attribute", EvaluationException.class),
                arguments("unsearchable.import-from-failing-derivation", BuildFailedException.class),
                arguments("unfree", PackageRefusedException.class),
                arguments("insecure-2022", PackageRefusedException.class),
                arguments("unsupported", UnsupportedSystemException.class));
    }

    @Test
    void anUnknownOutputIsNotFoundAndTheOthersAreSuggested() {
        PackageNotFoundException failure = failure("nixpkgs#multi^doc", PackageNotFoundException.class, Phase.RESOLVE);

        assertThat(failure.suggestions()).containsExactlyInAnyOrder("out", "bin", "man");
        assertThat(failure.hint()).contains("^bin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a-number", "a-set", "an-odd-type", "wrong-type"})
    void aValueThatIsNoPackageIsNotFoundAndItsKindIsNamed(String attribute) {
        PackageNotFoundException failure = failure(attribute, PackageNotFoundException.class, Phase.RESOLVE);

        assertThat(failure.shortMessage()).contains(attribute);
    }

    @Test
    void aStorePathThatNoCacheHasIsNotFound() {
        String path = sandbox.storeDir() + "/00000000000000000000000000000000-hello-1.0";

        PackageNotFoundException failure = failure(path, PackageNotFoundException.class, Phase.REALISE);

        assertThat(failure.shortMessage()).contains(path);
    }

    @Test
    void aNameThatNoRegistryHasIsNoFlake() {
        FlakeNotFoundException failure = failure("no-such-flake#x", FlakeNotFoundException.class, Phase.RESOLVE);

        assertThat(failure.shortMessage()).contains("no-such-flake");
        assertThat(failure.hint()).contains("registry");
    }

    @ParameterizedTest
    @ValueSource(strings = {"path:/no/such/directory#x", "/no/such/directory#x", "git+file:///no/such/repository#x"})
    void aDirectoryThatDoesNotExistIsNoFlake(String installable) {
        FlakeNotFoundException failure = failure(installable, FlakeNotFoundException.class, Phase.RESOLVE);

        assertThat(failure.command()).contains("/no/such/");
        assertThat(failure.hint()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"path:%s#x", "%s#x"})
    void aDirectoryWithoutFlakeNixIsNoFlake(String form) {
        String installable = form.formatted(sandbox.root().resolve("home"));

        FlakeNotFoundException failure = failure(installable, FlakeNotFoundException.class, Phase.RESOLVE);

        assertThat(failure.hint()).contains("flake.nix");
    }

    @Test
    void aFlakeReferenceOfAnUnknownKindIsNoFlake() {
        failure("foo://bar#x", FlakeNotFoundException.class, Phase.RESOLVE);
    }

    static Stream<Arguments> evaluationFailures() {
        return Stream.of(
                arguments("throws", "'throws' has been renamed to/replaced by 'hello'"),
                arguments("aborts", "out of patience"),
                arguments("assert-fails", "assertion|not equal"),
                arguments("unsearchable.syntax-error", "syntax error"),
                arguments("infinite-recursion", "infinite recursion"),
                arguments("undefined-attribute", "attribute 'no-such-attribute' missing"),
                arguments("type-error", "cannot add a set to an integer"),
                arguments("unsearchable.stack-overflow", "stack overflow"),
                arguments("unsearchable.missing-file", "no-such-file.nix"));
    }

    /** Nix 2.8 caches the failure of an evaluation, but not its reason. */
    @ParameterizedTest
    @MethodSource("evaluationFailures")
    void aBrokenEvaluationIsReportedTheSameEachTime(String attribute, String truth) {
        EvaluationException first = failure(attribute, EvaluationException.class, Phase.RESOLVE);
        EvaluationException second = failure(attribute, EvaluationException.class, Phase.RESOLVE);

        assertThat(first.shortMessage()).contains(attribute).containsPattern(truth);
        assertThat(second.shortMessage()).isEqualTo(first.shortMessage());
        assertThat(first.log()).anyMatch(line -> line.matches(".*(?:" + truth + ").*"));
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                arguments("unfree", Reason.UNFREE, "unfree"),
                arguments("unfree-2022", Reason.UNFREE, "unfree"),
                arguments("insecure", Reason.INSECURE, "CVE-2014-0160"),
                arguments("insecure-2022", Reason.INSECURE, "CVE-2014-0160"),
                arguments("broken", Reason.BROKEN, "This package is broken"),
                arguments("broken-2022", Reason.BROKEN, ""));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aRefusedPackageIsReportedWithTheReasonEachTime(String attribute, Reason reason, String subject) {
        PackageRefusedException first = failure(attribute, PackageRefusedException.class, Phase.RESOLVE);
        PackageRefusedException second = failure(attribute, PackageRefusedException.class, Phase.RESOLVE);

        assertThat(first.reason()).isEqualTo(reason);
        assertThat(first.subject()).contains(subject);
        assertThat(first.shortMessage()).contains(attribute + "-1.0");
        assertThat(first.hint()).isNotBlank();
        assertThat(second).hasMessage(first.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"unsupported", "unsupported-2024", "unsupported-2022"})
    void everyWordingOfNixpkgsForAnotherSystemIsRecognised(String attribute) {
        UnsupportedSystemException first = failure(attribute, UnsupportedSystemException.class, Phase.RESOLVE);
        UnsupportedSystemException second = failure(attribute, UnsupportedSystemException.class, Phase.RESOLVE);

        assertThat(first.shortMessage()).contains(attribute + "-1.0");
        assertThat(second).hasMessage(first.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong-system", "missing-feature"})
    void aPackageThatThisMachineCannotBuildIsUnsupported(String attribute) {
        UnsupportedSystemException failure = failure(attribute, UnsupportedSystemException.class, Phase.REALISE);

        assertThat(failure.shortMessage()).contains(attribute + "-1.0");
        assertThat(failure.hint()).isNotBlank().doesNotContain("{}");
        assertThat(failure.log()).isNotEmpty();
    }

    @Test
    void aFailedBuildShowsItsDerivationAndItsLastLines() {
        BuildFailedException failure = failure("build-fails", BuildFailedException.class, Phase.REALISE);

        assertThat(failure.derivation())
                .startsWith(sandbox.storeDir().toString())
                .endsWith("-build-fails-1.0.drv");
        assertThat(failure.shortMessage()).contains("build-fails-1.0").contains("exit code 7");
        assertThat(failure.log())
                .containsExactly(
                        "checking for a reason to fail... yes",
                        "error: undefined reference to `main'",
                        "make: *** [all] Error 7");
    }

    @Test
    void aFailedBuildOfADependencyIsReportedAsThatOfTheDependency() {
        BuildFailedException failure = failure("dependency-fails", BuildFailedException.class, Phase.REALISE);

        assertThat(failure.derivation()).endsWith("-build-fails-1.0.drv");
        assertThat(failure.shortMessage()).contains("exit code 7").contains("needed by dependency-fails-1.0");
        assertThat(failure.log()).endsWith("make: *** [all] Error 7");
    }

    @Test
    void aBuildThatFailsDuringTheEvaluationIsAFailedBuild() {
        BuildFailedException failure =
                failure("unsearchable.import-from-failing-derivation", BuildFailedException.class, Phase.RESOLVE);

        assertThat(failure.derivation()).endsWith("-build-fails-1.0.drv");
        assertThat(failure.log()).endsWith("make: *** [all] Error 7");
    }

    @Test
    void aKilledBuildIsAFailedBuildAndTheSignalIsNamed() {
        BuildFailedException failure = failure("build-killed", BuildFailedException.class, Phase.REALISE);

        assertThat(failure.derivation()).endsWith("-build-killed-1.0.drv");
        assertThat(failure.shortMessage()).contains("signal 9");
    }

    @Test
    void aBuildThatMakesNothingIsAFailedBuild() {
        BuildFailedException failure = failure("no-output", BuildFailedException.class, Phase.REALISE);

        assertThat(failure.derivation()).endsWith("-no-output-1.0.drv");
        assertThat(failure.shortMessage()).contains("failed to produce output");
    }

    @Test
    void thePackageWhoseBuildFailsIsNamed() {
        BuildFailedException failure = FailureOf.running(
                () -> nix.shell("hello", "build-fails").command("hello").execute(),
                BuildFailedException.class,
                Phase.REALISE);

        assertThat(failure.derivation()).endsWith("-build-fails-1.0.drv");
    }

    @Test
    void theEndOfALongBuildLogIsKept() {
        sandbox.configure("max-silent-time = 0", "timeout = 2");

        BuildFailedException failure = failure("slow-build", BuildFailedException.class, Phase.REALISE);

        assertThat(failure.shortMessage()).contains("timed out");
        assertThat(failure.derivation()).endsWith("-slow-build-1.0.drv");
        assertThat(failure.log()).contains("second 1");
    }

    @Test
    void aHashMismatchIsReportedWithBothHashes() {
        HashMismatchException failure = failure("hash-mismatch", HashMismatchException.class, Phase.REALISE);

        assertThat(failure.specified()).isEqualTo("sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
        assertThat(failure.actual()).isEqualTo("sha256-Q0copBCnj1b8G1iZw1k0NuYasMcx6QctleltspAgXlM=");
        assertThat(failure.shortMessage()).contains("hash-mismatch-1.0");
    }

    static Stream<Arguments> packagesWithoutMainProgram() {
        return Stream.of(
                arguments("main-program-missing", new String[] {"present"}),
                arguments("several-programs", new String[] {"first", "second"}),
                arguments("only-program-differs", new String[] {"lonely"}),
                arguments("no-bin", new String[0]),
                arguments("plain-file", new String[0]),
                arguments("not-executable", new String[0]));
    }

    @ParameterizedTest
    @MethodSource("packagesWithoutMainProgram")
    void aPackageWithoutItsProgramIsReportedWithThoseThatItHas(String attribute, String... programs) {
        NoMainProgramException failure = failure(attribute, NoMainProgramException.class, Phase.EXECUTE);

        assertThat(failure.programs()).containsExactly(programs);
        assertThat(failure.shortMessage()).contains(attribute);
        assertThat(programs).allMatch(failure.shortMessage()::contains);
    }

    @Test
    void aCommandThatNoPackageOfAShellHasIsReportedWithThoseThatTheyHave() {
        NoMainProgramException failure = FailureOf.running(
                () -> nix.shell("hello", "several-programs")
                        .command("no-such-command")
                        .execute(),
                NoMainProgramException.class,
                Phase.EXECUTE);

        assertThat(failure.programs()).containsExactly("first", "hello", "second");
        assertThat(failure.shortMessage()).contains("no-such-command");
    }

    @Test
    void anAppOutsideOfTheStoreHasNoProgram() {
        NoMainProgramException failure = failure("outside-store", NoMainProgramException.class, Phase.RESOLVE);

        assertThat(failure.shortMessage()).contains("/bin/ls");
    }

    @Test
    void aProgramWhoseInterpreterIsMissingCannotBeStarted() {
        ProgramStartException failure = failure("missing-interpreter", ProgramStartException.class, Phase.EXECUTE);

        assertThat(failure.hint()).contains("interpreter");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-such-directory", "empty-registry.json"})
    void anInvalidWorkingDirectoryIsReportedBeforeAnythingIsBuilt(String name) {
        Path directory = sandbox.root().resolve(name);

        ProgramStartException failure = FailureOf.running(
                () -> nix.run("hello").directory(directory).execute(), ProgramStartException.class, Phase.RESOLVE);

        assertThat(failure.shortMessage()).contains(directory.toString());
        assertThat(failure.command()).contains("nixpkgs#hello");
        assertThat(failure.hint()).contains("directory(…)");
        assertThat(sandbox.storePaths()).isEmpty();
    }

    @Test
    void aDeniedCommandIsNotBuilt() {
        try (NixClient guarded = SandboxedClient.builder(sandbox)
                .policy(command -> Decision.deny("not today"))
                .build()) {
            CommandDeniedException failure = FailureOf.running(
                    () -> guarded.run("hello").args("secret plan").execute(),
                    CommandDeniedException.class,
                    Phase.REVIEW);

            assertThat(failure.reason()).isEqualTo("not today");
            assertThat(failure.command()).contains("run nixpkgs#hello -- 'secret plan'");
            assertThat(failure.hint()).isNotBlank();
        }
        assertThat(sandbox.storePaths()).noneMatch(path -> path.toString().endsWith("-hello-1.0"));
    }

    /** No real Nix prints nonsense on demand, so this one is a fake. */
    @ParameterizedTest
    @ValueSource(
            strings = {"echo garbage", "echo '[]'", "echo '{\"version\":\"2.26.3\"}'", "exit 0", "printf '\\303('"})
    void anAnswerThatIsNotUnderstoodIsReportedWithTheCommandThatGaveIt(String script) throws IOException {
        Path fake = fake(script);
        try (NixClient fooled = SandboxedClient.builder(sandbox).nixBinary(fake).build()) {
            UnexpectedOutputException failure = FailureOf.running(
                    () -> fooled.run("hello").execute(), UnexpectedOutputException.class, Phase.RESOLVE);

            assertThat(failure.command()).startsWith(fake.toString());
            assertThat(failure.hint()).isNotBlank();
        }
    }

    /** A fake that prints its version, and nonsense otherwise. */
    @ParameterizedTest
    @ValueSource(
            strings = {"echo garbage", "echo 42", "echo '[]'", "echo '[{\"kind\":\"new\"}]'", "echo '[[['", "true"})
    void aResolutionThatIsNotUnderstoodIsReportedWithTheCommandThatGaveIt(String script) throws IOException {
        Path fake = fake("case \"$*\" in *nixVersion*) exec " + sandbox.under().binary() + " \"$@\";; esac\n" + script);
        try (NixClient fooled = SandboxedClient.builder(sandbox).nixBinary(fake).build()) {
            UnexpectedOutputException failure = FailureOf.running(
                    () -> fooled.run("hello").execute(), UnexpectedOutputException.class, Phase.RESOLVE);

            assertThat(failure.command()).startsWith(fake.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hallo",
                "nixpkgs#multi^doc",
                "a-number",
                "a-set",
                "no-such-flake#x",
                "path:/no/such/directory#x",
                "throws",
                "assert-fails",
                "unsearchable.syntax-error",
                "infinite-recursion",
                "undefined-attribute",
                "unsearchable.stack-overflow",
                "unfree",
                "insecure-2022",
                "broken",
                "unsupported",
                "wrong-system",
                "missing-feature",
                "build-fails",
                "hash-mismatch",
                "build-killed",
                "no-output",
                "several-programs",
                "no-bin",
                "outside-store",
                "missing-interpreter"
            })
    void everyFailureCarriesTheCommandAndAHintAndFitsOnAScreen(String installable) {
        NixException failure = catchThrowableOfType(
                NixException.class, () -> nix.run(installable).execute());

        assertSoftly(all -> {
            all.assertThat(failure.command()).as("command").isNotBlank();
            all.assertThat(failure.hint()).as("hint").isNotBlank();
            all.assertThat(failure.getMessage())
                    .contains(failure.shortMessage())
                    .contains(failure.hint());
            all.assertThat(failure.getMessage())
                    .as("not of the expression that asks")
                    .doesNotContain("«string»", "1| (");
            all.assertThat(failure.getMessage().lines().count())
                    .as("lines of the message")
                    .isLessThanOrEqualTo(LINES_OF_A_SCREEN);
            all.assertThat(failure.getMessage().length())
                    .as("length of the message")
                    .isLessThan(A_SCREEN);
        });
    }

    private <E extends NixException> E failure(String installable, Class<E> type, Phase phase) {
        return FailureOf.running(() -> nix.run(installable).execute(), type, phase);
    }

    private Path fake(String script) throws IOException {
        Path fake = Files.writeString(sandbox.root().resolve("nix"), "#!/bin/sh\n" + script + "\n");
        return Files.setPosixFilePermissions(fake, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
