package io.github.nixadhoc.internal.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.nixadhoc.error.BuildFailedException;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.NoMainProgramException;
import io.github.nixadhoc.error.PackageNotFoundException;
import io.github.nixadhoc.internal.nix.StoreRaceException;
import io.github.nixadhoc.internal.program.FoundProgram;
import io.github.nixadhoc.internal.program.ProgramFinder;
import io.github.nixadhoc.internal.store.PathInfo;
import io.github.nixadhoc.internal.store.StorePins;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.model.Transfer;
import io.github.nixadhoc.testkit.BinaryCacheServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RealiserIT extends WithRealNix {

    @Test
    void aMissingPackageIsBuiltAndMeasured() {
        Realisation realisation = nix.realise(nix.resolve(Purpose.RUN, "closure-top"));

        assertThat(realisation.wasThere()).isFalse();
        assertThat(realisation.closure())
                .extracting(info -> info.path().name())
                .containsExactlyInAnyOrder("closure-top-1.0", "closure-middle-1.0", "closure-leaf-1.0");
        String path = realisation.resolutions().get(0).paths().get(0).value();
        assertThat(realisation.closureSize())
                .isEqualTo(ByteSize.of(Long.parseLong(
                        sandbox.nix("path-info", "-S", path).text().split("\\s+")[1])));
    }

    @Test
    void theClosuresOfSeveralPackagesAreCountedOnce() {
        Realisation realisation = nix.realise(nix.resolve(Purpose.SHELL, "closure-top", "closure-middle"));

        assertThat(realisation.closure()).hasSize(3);
    }

    @Test
    void aColdRunTakesThreeProcessesAndAWarmOneTwo() {
        int evaluation = nix.installation().dialect().selectsWholeFlake() ? 1 : 2;

        nix.realise(nix.resolve(Purpose.RUN, "hello"));
        assertThat(nix.started()).hasSize(evaluation + 2);

        Realisation warm = nix.realise(nix.resolve(Purpose.RUN, "hello"));
        assertThat(nix.started()).hasSize(evaluation + 1);
        assertThat(warm.wasThere()).isTrue();
    }

    @Test
    void onlyTheChosenOutputsAreRealised() {
        try (BinaryCacheServer cache = BinaryCacheServer.publish(sandbox, "nixpkgs#multi")) {
            sandbox.configure(cache.settings());

            Realisation realisation = nix.realise(nix.resolve(Purpose.RUN, "multi^man"));

            assertThat(realisation.closure())
                    .extracting(info -> info.path().name())
                    .containsExactly("multi-1.0-man");
            assertThat(sandbox.storePaths())
                    .extracting(path -> path.getFileName().toString().substring(33))
                    .contains("multi-1.0-man")
                    .doesNotContain("multi-1.0", "multi-1.0-bin");
        }
    }

    @Test
    void invalidPathsAreMadeAgain() throws Exception {
        List<Resolution> resolutions = nix.resolve(Purpose.RUN, "hello");
        Path output = resolutions.get(0).paths().get(0).path();
        Files.createDirectories(output);

        assertThat(nix.realise(resolutions).wasThere()).isFalse();
        assertThat(output.resolve("bin/hello")).exists();
    }

    @Test
    void aFailedBuildIsReportedAsSuch() {
        List<Resolution> resolutions = nix.resolve(Purpose.RUN, "build-fails");

        assertThatExceptionOfType(BuildFailedException.class)
                .isThrownBy(() -> nix.realise(resolutions))
                .satisfies(e -> assertThat(e.log()).anyMatch(line -> line.contains("checking for a reason to fail")));
    }

    @Test
    void aStorePathThatNoCacheHasIsNotFound() {
        String path = sandbox.storeDir() + "/00000000000000000000000000000000-nowhere-1.0";
        List<Resolution> resolutions = nix.resolve(Purpose.RUN, path);

        assertThatExceptionOfType(PackageNotFoundException.class)
                .isThrownBy(() -> nix.realise(resolutions))
                .withMessageContaining(path + " is neither in the store nor in a cache");
    }

    @Test
    void aStorePathIsFetched() {
        Path output = sandbox.build("nixpkgs#hello").get(0);
        try (BinaryCacheServer cache = BinaryCacheServer.publish(sandbox, "nixpkgs#hello")) {
            sandbox.configure(cache.settings());

            assertThat(nix.program(output.toString()).path()).isEqualTo(output + "/bin/hello");
        }
    }

    @Test
    void aCollectedPathIsReportedAsARace() {
        List<Resolution> resolutions = nix.resolve(Purpose.RUN, "hello");
        sandbox.tool("nix-store", "--gc").requireSuccess();
        assertThatExceptionOfType(StoreRaceException.class).isThrownBy(() -> nix.realise(resolutions));
        assertThatExceptionOfType(StoreRaceException.class)
                .isThrownBy(() -> nix.realiser().preview(resolutions, RealNix.deadline()));

        List<Resolution> again = nix.resolve(Purpose.RUN, "hello");
        nix.realise(again);
        FoundProgram program = nix.find(again.get(0));
        assertThat(new ProgramFinder(nix.view()).isThere(program)).isTrue();
        sandbox.tool("nix-store", "--gc").requireSuccess();
        assertThat(new ProgramFinder(nix.view()).isThere(program)).isFalse();
        assertThatExceptionOfType(StoreRaceException.class).isThrownBy(() -> nix.find(again.get(0)));
    }

    @Test
    void aHeldPathStaysUntilItIsReleased() {
        List<Resolution> resolutions = nix.resolve(Purpose.RUN, "closure-top");
        try (StorePins pins = new StorePins(nix.view())) {
            List<PathInfo> closure = nix.realiser()
                    .realise(resolutions, pins, RealNix.deadline())
                    .closure();
            sandbox.tool("nix-store", "--gc").requireSuccess();
            assertThat(closure).extracting(PathInfo::path).hasSize(3).allMatch(nix.view()::isPresent);
        }
        sandbox.tool("nix-store", "--gc").requireSuccess();
        assertThat(resolutions.get(0).paths()).noneMatch(nix.view()::isPresent);
    }

    @Test
    void aPreviewListsTheBuilds() {
        List<Resolution> resolutions = nix.resolve(Purpose.RUN, "closure-top");

        Transfer preview = nix.realiser().preview(resolutions, RealNix.deadline());

        assertThat(preview.toBuild())
                .extracting(StorePath::name)
                .containsExactlyInAnyOrder("closure-top-1.0.drv", "closure-middle-1.0.drv", "closure-leaf-1.0.drv");
        assertThat(preview.toFetch()).isEmpty();
        assertThat(resolutions.get(0).paths().get(0).path()).doesNotExist();
        nix.realise(resolutions);
        assertThat(nix.realiser().preview(resolutions, RealNix.deadline())).isEqualTo(Transfer.none());
    }

    @Test
    void aPreviewListsTheDownloads() {
        try (BinaryCacheServer cache = BinaryCacheServer.publish(sandbox, "nixpkgs#big")) {
            sandbox.configure(cache.settings());
            List<Resolution> resolutions = nix.resolve(Purpose.RUN, "big");

            Transfer preview = nix.realiser().preview(resolutions, RealNix.deadline());

            assertThat(preview.toFetch()).isEqualTo(resolutions.get(0).paths());
            assertThat(preview.toBuild()).isEmpty();
            assertThat(preview.downloadSize().bytes()).isBetween(29_900_000L, 30_100_000L);
            assertThat(preview.unpackedSize().bytes()).isBetween(29_900_000L, 30_100_000L);
            assertThat(resolutions.get(0).paths().get(0).path()).doesNotExist();
        }
    }

    @Test
    void aPackageWithoutItsMainProgramIsReportedWithThoseItHas() {
        assertNoProgram("main-program-missing", "present");
        assertNoProgram("several-programs", "first", "second");
        assertNoProgram("only-program-differs", "lonely");
        assertNoProgram("no-bin");
        assertNoProgram("plain-file");
    }

    @Test
    void aMainProgramThatIsNotExecutableIsAFaultOfItsPackage() {
        List<Resolution> resolutions = nix.resolve(Purpose.RUN, "not-executable");
        nix.realise(resolutions);

        assertThatExceptionOfType(NoMainProgramException.class)
                .isThrownBy(() -> nix.find(resolutions.get(0)))
                .satisfies(e -> assertThat(((NixException) e).hint()).startsWith("the package is broken"));
    }

    @Test
    void aStorePathRunsItsOnlyProgramOrTheOneNamedAfterIt() {
        String lonely = sandbox.build("nixpkgs#only-program-differs").get(0).toString();
        String several = sandbox.build("nixpkgs#several-programs").get(0).toString();
        String named = sandbox.build("nixpkgs#main-program").get(0).toString();

        assertThat(nix.program(lonely).path()).isEqualTo(lonely + "/bin/lonely");
        assertThat(nix.program(named).path()).isEqualTo(named + "/bin/main-program");
        assertNoProgram(several, "first", "second");
    }

    private void assertNoProgram(String installable, String... programs) {
        List<Resolution> resolutions = nix.resolve(Purpose.RUN, installable);
        nix.realise(resolutions);
        assertThatExceptionOfType(NoMainProgramException.class)
                .isThrownBy(() -> nix.find(resolutions.get(0)))
                .satisfies(e -> assertThat(e.programs()).containsExactly(programs))
                .satisfies(e -> assertThat(((NixException) e).hint())
                        .contains(
                                programs.length == 0
                                        ? "look for the package that has the program"
                                        : "Nix.shell(\""
                                                + resolutions.get(0).installable() + "\").command(\"" + programs[0]
                                                + "\")"));
    }
}
