package io.github.nixadhoc.internal.nix;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.error.BuildFailedException;
import io.github.nixadhoc.error.ConfigurationException;
import io.github.nixadhoc.error.EvaluationException;
import io.github.nixadhoc.error.FetchFailedException;
import io.github.nixadhoc.error.FlakeNotFoundException;
import io.github.nixadhoc.error.HashMismatchException;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.PackageNotFoundException;
import io.github.nixadhoc.error.PackageRefusedException;
import io.github.nixadhoc.error.StoreUnavailableException;
import io.github.nixadhoc.error.UnexpectedOutputException;
import io.github.nixadhoc.error.UnsupportedSystemException;
import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.model.Phase;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailureClassifierTest {

    private static final Map<String, Class<? extends NixException>> EXPECTED = Map.ofEntries(
            Map.entry("unknown-package", PackageNotFoundException.class),
            Map.entry("unknown-package-without-suggestion", PackageNotFoundException.class),
            Map.entry("unknown-flake", FlakeNotFoundException.class),
            Map.entry("no-directory", FlakeNotFoundException.class),
            Map.entry("no-directory-plain", FlakeNotFoundException.class),
            Map.entry("no-flake-in-directory", FlakeNotFoundException.class),
            Map.entry("no-git-repository", FlakeNotFoundException.class),
            Map.entry("bad-reference", FlakeNotFoundException.class),
            Map.entry("syntax-error", EvaluationException.class),
            Map.entry("throw", EvaluationException.class),
            Map.entry("assertion", EvaluationException.class),
            Map.entry("infinite-recursion", EvaluationException.class),
            Map.entry("stack-overflow", EvaluationException.class),
            Map.entry("file-missing-in-flake", EvaluationException.class),
            Map.entry("impure", EvaluationException.class),
            Map.entry("type-error", EvaluationException.class),
            Map.entry("unfree", PackageRefusedException.class),
            Map.entry("build-fails", BuildFailedException.class),
            Map.entry("dependency-fails", BuildFailedException.class),
            Map.entry("builder-killed", BuildFailedException.class),
            Map.entry("no-output", BuildFailedException.class),
            Map.entry("build-timeout", BuildFailedException.class),
            Map.entry("wrong-system", UnsupportedSystemException.class),
            Map.entry("missing-feature", UnsupportedSystemException.class),
            Map.entry("hash-mismatch", HashMismatchException.class),
            Map.entry("hash-mismatch-in-evaluation", HashMismatchException.class),
            Map.entry("fetcher-404", FetchFailedException.class),
            Map.entry("fetch-404", FetchFailedException.class),
            Map.entry("fetch-connection-refused", FetchFailedException.class),
            Map.entry("offline-github", FetchFailedException.class),
            Map.entry("offline-registry", FetchFailedException.class),
            Map.entry("offline-git", FetchFailedException.class),
            Map.entry("store-path-missing", FetchFailedException.class),
            Map.entry("path-info-missing", FetchFailedException.class),
            Map.entry("unsigned", FetchFailedException.class),
            Map.entry("unsigned-by-daemon", FetchFailedException.class),
            Map.entry("daemon-dead", StoreUnavailableException.class),
            Map.entry("no-permission", StoreUnavailableException.class),
            Map.entry("disk-full", StoreUnavailableException.class),
            Map.entry("unknown-flag", UnexpectedOutputException.class));

    @TestFactory
    Stream<DynamicTest> everyFailureIsToldApartOnEveryVersion() {
        return Recorded.VERSIONS.stream()
                .flatMap(version -> EXPECTED.entrySet().stream()
                        .map(entry -> DynamicTest.dynamicTest(
                                entry.getKey() + " on " + version,
                                () -> assertThat(classify(version, entry.getKey()))
                                        .isExactlyInstanceOf(entry.getValue()))));
    }

    @TestFactory
    Stream<DynamicTest> aFailureIsOneSentenceWithoutColours() {
        return Recorded.VERSIONS.stream()
                .flatMap(version -> EXPECTED.keySet().stream()
                        .map(name -> DynamicTest.dynamicTest(
                                name + " on " + version,
                                () -> assertThat(classify(version, name).shortMessage())
                                        .isNotBlank()
                                        .doesNotEndWith(":")
                                        .doesNotContain("\n", "\u001b", "(use '--show-trace'"))));
    }

    @EachRecordedVersion
    void anUnknownPackageComesWithTheSuggestionsOfNix(String version) {
        PackageNotFoundException failure = (PackageNotFoundException) classify(version, "unknown-package");

        assertThat(failure.suggestions()).containsExactly("hello");
        assertThat(failure.hint()).isEqualTo("did you mean hello?");
    }

    @EachRecordedVersion
    void aFailedBuildNamesItsDerivationAndEndsWithItsLastLines(String version) {
        BuildFailedException failure = (BuildFailedException) classify(version, "build-fails");

        assertThat(failure.derivation()).endsWith("-fails-1.0.drv");
        assertThat(failure.log()).endsWith("line 11", "line 12");
        assertThat(failure.shortMessage())
                .startsWith("the build of fails-1.0 failed: ")
                .contains("failed with exit code 7");
    }

    @EachRecordedVersion
    void aFailedDependencyAndItsDependentsAreNamed(String version) {
        BuildFailedException failure = (BuildFailedException) classify(version, "dependency-fails");

        assertThat(failure.derivation()).endsWith("-fails-1.0.drv");
        assertThat(failure.shortMessage()).endsWith("(needed by dep-1.0, by deep-1.0)");
        assertThat(failure.log()).endsWith("line 12");
    }

    @EachRecordedVersion
    void aHashMismatchContainsBothHashes(String version) {
        HashMismatchException failure = (HashMismatchException) classify(version, "hash-mismatch");

        assertThat(failure.specified()).isEqualTo("sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
        assertThat(failure.actual()).isEqualTo("sha256-VD34n+yFscKA5b57xqM+MSA1A81u2zCEMS3k21qbQ2w=");
    }

    @EachRecordedVersion
    void anUntrustedCacheIsReportedAsSuch(String version) {
        assertThat(classify(version, "unsigned").hint()).contains("trusted-public-keys");
        assertThat(classify(version, "unsigned-by-daemon").hint()).contains("trusted-public-keys");
    }

    @Test
    void theLicenceOfARefusedPackageIsReported() {
        PackageRefusedException old = (PackageRefusedException) classify("2.26.3", "unfree");
        PackageRefusedException now = (PackageRefusedException) thrown(
                "Refusing to evaluate package 'slack-4.35.126' in /nix/store/x-source/pkgs/sl/slack/package.nix:52"
                        + " because it has an unfree license (‘unfree’)\na) To temporarily allow unfree packages");

        assertThat(List.of(old, now)).allSatisfy(refused -> {
            assertThat(refused.reason()).isEqualTo(PackageRefusedException.Reason.UNFREE);
            assertThat(refused.subject()).isEqualTo("unfree");
        });
        assertThat(now.hint()).contains("NixClient.builder().allowUnfree(\"slack\")");
    }

    @Test
    void theKnownVulnerabilitiesOfARefusedPackageAreReported() {
        String rest = "\n\n\nKnown issues:\n - CVE-2024-0001\n - end of life\n\nYou can install it anyway by allowing";
        NixException old = thrown("Package ‘python-2.7.18.8’ in /x/default.nix:335 is marked as insecure, refusing to"
                + " evaluate." + rest);
        NixException now = thrown(
                "Refusing to evaluate package 'python-2.7.18.8' in /x/default.nix:335 because it is marked as insecure"
                        + rest);

        assertThat(List.of(old, now)).allSatisfy(failure -> {
            PackageRefusedException refused = (PackageRefusedException) failure;
            assertThat(refused.reason()).isEqualTo(PackageRefusedException.Reason.INSECURE);
            assertThat(refused.subject()).isEqualTo("- CVE-2024-0001\n - end of life");
            assertThat(refused.hint()).contains("NixClient.builder().allowInsecure(\"python-2.7.18.8\")");
        });
    }

    @Test
    void aBrokenPackageIsRefused() {
        NixException old = thrown("Package ‘x-1’ in /x/default.nix:3 is marked as broken, refusing to evaluate.");
        NixException now =
                thrown("Refusing to evaluate package 'x-1' in /x/default.nix:3 because it has problems:\n- broken");

        assertThat(List.of(old, now))
                .allSatisfy(failure -> assertThat(((PackageRefusedException) failure).reason())
                        .isEqualTo(PackageRefusedException.Reason.BROKEN));
    }

    @Test
    void aPackageThatIsNotForThisSystemIsUnsupported() {
        assertThat(thrown("Package ‘x-1’ in /x.nix:3 is not available on the requested hostPlatform:\n  hostPlatform"))
                .isInstanceOf(UnsupportedSystemException.class);
        assertThat(thrown("Package ‘x-1’ in /x.nix:3 is not supported on ‘aarch64-linux’, refusing to evaluate."))
                .isInstanceOf(UnsupportedSystemException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "illegal configuration line 'nonsense' in 'NIX_CONFIG'",
                "syntax error in configuration line 'nonsense' in \"NIX_CONFIG\"",
                "configuration setting 'max-jobs' should be 'auto' or an integer",
                "setting 'cores' has invalid value '-x'",
                "option 'sandbox' has invalid value 'maybe'",
                "Boolean setting 'substitute' has invalid value 'maybe'",
                "file \"/no/such\" included from \"NIX_CONFIG\" not found"
            })
    void aWrongSettingIsNoFailureOfAPackage(String text) {
        assertThat(thrown(text)).isInstanceOf(ConfigurationException.class);
        assertThat(thrown(text).hint()).contains("nix.conf");
    }

    @ParameterizedTest
    @CsvSource({
        "'opening pseudoterminal master: No such device', mount -t devpts",
        "'opening pseudoterminal slave: No such file or directory', mount -t devpts",
        "'this system does not support the kernel namespaces that are required for sandboxing', sandbox-fallback = true",
        "'cloning builder process: Operation not permitted', sandbox-fallback = true",
        "'setting up a private mount namespace: Operation not permitted', sandbox-fallback = true",
        "'unable to start build process', sandbox-fallback = true"
    })
    void whatTheMachineLacksForBuildsIsNoFailureOfAPackage(String text, String remedy) {
        assertThat(thrown(text)).isInstanceOf(StoreUnavailableException.class);
        assertThat(thrown(text).hint()).contains(remedy);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "opening Git repository \"/srv/g\": repository path '/srv/g' is not owned by current user",
                "repository path '/srv/g' is not owned by current user (libgit2 error code = 7)",
                "fatal: detected dubious ownership in repository at '/srv/g'"
            })
    void aRepositoryOfAnotherUserIsToldWithTheWayToTrustIt(String text) {
        assertThat(thrown(text).hint()).contains("git config --global --add safe.directory '/srv/g'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.8.0", "2.26.3", "2.34.8"})
    void theNameOfARefusedPackageIsToldWithItsVersion(String version) {
        assertThat(((PackageRefusedException) classify(version, "unfree")).packageName())
                .isEqualTo("slack-4.35.126");
    }

    @Test
    void aFullDiskInABuildIsNoFailureOfTheBuild() {
        String derivation = "/nix/store/00000000000000000000000000000000-big-1.0.drv";
        String text = "builder for '" + derivation + "' failed with exit code 1";
        NixLog log = new NixLog(
                List.of(),
                List.of(new NixLog.Problem(text, "error: " + text)),
                List.of(),
                Map.of(derivation, List.of("dd: error writing 'x': No space left on device")));

        NixException failure = classify(log, Phase.REALISE);

        assertThat(failure).isInstanceOf(StoreUnavailableException.class);
        assertThat(failure.hint()).contains("nix-collect-garbage");
    }

    @TestFactory
    Stream<DynamicTest> everyFailureHasAHint() {
        return Recorded.VERSIONS.stream()
                .flatMap(version -> EXPECTED.keySet().stream()
                        .map(name -> DynamicTest.dynamicTest(
                                name + " on " + version,
                                () -> assertThat(classify(version, name).hint())
                                        .isNotBlank()
                                        .doesNotContain("{"))));
    }

    @Test
    void aFailedBuildIsReportedInTheSameWordsOnEveryVersion() {
        assertThat(Recorded.VERSIONS)
                .extracting(version -> classify(version, "build-fails").shortMessage())
                .containsOnly("the build of fails-1.0 failed: builder failed with exit code 7");
    }

    @Test
    void aWrongSystemIsReportedInTheSameWordsOnEveryVersion() {
        assertThat(Recorded.VERSIONS)
                .extracting(version -> classify(version, "wrong-system").shortMessage())
                .allMatch(sentence ->
                        sentence.matches("\\S+ cannot be built on this machine: it needs the system aarch64-darwin"));
    }

    @Test
    void anUnknownErrorIsClassifiedByItsPhase() {
        NixLog log = new NixLog(List.of(), List.of(new NixLog.Problem("42", "error: 42")), List.of(), Map.of());

        assertThat(classify(log, Phase.RESOLVE)).isInstanceOf(EvaluationException.class);
        assertThat(classify(log, Phase.REALISE)).isInstanceOf(BuildFailedException.class);
    }

    @Test
    void aLogWithoutAnErrorIsReportedByTheEndOfTheProcess() {
        NixLog log = new NixLog(List.of(), List.of(), List.of(), Map.of());

        assertThat(classify(log, Phase.RESOLVE).shortMessage()).isEqualTo("it ended");
    }

    private static NixException thrown(String text) {
        return classify(
                new NixLog(List.of(), List.of(new NixLog.Problem(text, "error: " + text)), List.of(), Map.of()),
                Phase.RESOLVE);
    }

    private static NixException classify(String version, String name) {
        return classify(Recorded.log(version, name), Phase.RESOLVE);
    }

    private static NixException classify(NixLog log, Phase phase) {
        return new FailureClassifier(Secrets.of(ProcessEnvironment.inherited()))
                .classify(NixCall.nix(phase, List.of("build")), "nix build", LoggedFailure.of(log, phase, "it ended"));
    }
}
