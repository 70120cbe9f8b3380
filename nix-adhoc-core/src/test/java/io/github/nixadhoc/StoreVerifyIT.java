package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.error.StoreUnavailableException;
import io.github.nixadhoc.exec.ProcessOutcome;
import io.github.nixadhoc.exec.RunningProcess;
import io.github.nixadhoc.exec.commons.CommonsExecExecutor;
import io.github.nixadhoc.model.StoreFinding;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.result.StoreRepair;
import io.github.nixadhoc.result.StoreVerification;
import io.github.nixadhoc.testkit.NixDaemon;
import io.github.nixadhoc.testkit.SandboxedClient;
import io.github.nixadhoc.testkit.SandboxedNix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoreVerifyIT extends SandboxedNix {

    private StorePath hello;
    private StorePath middle;
    private StorePath leaf;

    @BeforeEach
    void buildPaths() {
        sandbox.build("nixpkgs#closure-top");
        sandbox.build("nixpkgs#hello");
        hello = inStore("-hello-1.0");
        middle = inStore("-closure-middle-1.0");
        leaf = inStore("-closure-leaf-1.0");
    }

    @Test
    void aStoreThatIsInOrderIsClean() {
        StoreVerification check = nix.verifyStore().execute();

        assertThat(check.isClean()).isTrue();
        assertThat(check.pathsChecked()).isEqualTo(sandbox.validPaths().size());
        assertThat(check).hasToString(check.pathsChecked() + " paths checked, all is well");
    }

    @Test
    void changedAndMissingPathsAreFound() {
        StorePath derivation = inStore("-hello-1.0.drv");
        String expected = hashByNix(hello);
        change(hello);
        change(derivation);
        delete(middle);

        StoreVerification check = nix.verifyStore().execute();

        assertThat(check.pathsChecked()).isEqualTo(sandbox.validPaths().size());
        assertThat(check.findings())
                .extracting(StoreFinding::path)
                .containsExactlyInAnyOrder(hello, derivation, middle)
                .isSorted();
        assertThat(check.findings()).contains(StoreFinding.Missing.of(middle));
        StoreFinding.Modified modified = (StoreFinding.Modified) check.findings().stream()
                .filter(finding -> finding.path().equals(hello))
                .findFirst()
                .orElseThrow();
        assertThat(modified.expectedHash()).isEqualTo(expected);
        assertThat(modified.actualHash()).startsWith("sha256:").isNotEqualTo(expected);
        assertThat(check.damaged()).containsExactlyInAnyOrder(hello, derivation, middle);
        assertThat(check.toString()).contains("wrong with 3");

        // AND the check has changed nothing
        assertThat(nix.verifyStore().execute()).isEqualTo(check);
    }

    @Test
    void withoutContentsOnlyMissingPathsAreFound() {
        change(hello);
        delete(middle);

        assertThat(nix.verifyStore().checkContents(false).execute().findings())
                .containsExactly(StoreFinding.Missing.of(middle));
    }

    @Test
    void onlySomePathsAreLookedAt() {
        StorePath derivation = inStore("-hello-1.0.drv");
        StorePath unknown = StorePath.parse(sandbox.storeDir() + "/" + "0".repeat(32) + "-unknown");
        change(hello);
        change(derivation);
        change(leaf);
        delete(middle);

        StoreVerification check =
                nix.verifyStore().paths(hello, derivation, middle, unknown).execute();

        assertThat(check.pathsChecked()).isEqualTo(4);
        assertThat(check.damaged()).containsExactlyInAnyOrder(hello, derivation, middle);
        assertThat(check.findings()).hasSize(4).contains(StoreFinding.Unknown.of(unknown));
    }

    @Test
    void unsignedPathsAreFoundOnRequest() {
        Path cache = sandbox.root().resolve("unsigned");
        sandbox.nix("copy", "--to", "file://" + cache, hello.value()).requireSuccess();
        sandbox.tool("nix-store", "--delete", hello.value()).requireSuccess();
        sandbox.nix("copy", "--no-check-sigs", "--from", "file://" + cache, hello.value())
                .requireSuccess();

        assertThat(nix.verifyStore().execute().isClean()).isTrue();
        StoreVerification check = nix.verifyStore().checkTrust(true).execute();
        assertThat(check.findings()).containsExactly(StoreFinding.Untrusted.of(hello));
        assertThat(check.damaged()).isEmpty();
    }

    @Test
    void aPathThatCanBeBuiltIsRepaired() {
        change(hello);
        delete(middle);

        StoreRepair repair = nix.repairStore().execute();

        assertThat(repair.repaired()).containsExactlyInAnyOrder(hello, middle);
        assertThat(repair.isComplete()).isTrue();
        assertThat(nix.run("hello").text()).isEqualTo("Hello, world!");
        assertThat(nix.verifyStore().execute().isClean()).isTrue();
    }

    @Test
    void aRunOfAPathDeletedWithoutNixNamesTheRepair() {
        StorePath hello = nix.run("hello").execute().storePaths().get(0);
        delete(hello);

        assertThatThrownBy(() -> nix.run("hello").execute())
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("repairStore()");

        nix.repairStore().paths(hello).execute();
        assertThat(nix.run("hello").text()).isEqualTo("Hello, world!");
    }

    @Test
    void aPathThatCannotBeRepairedIsReportedWithTheReason() {
        StorePath derivation = inStore("-hello-1.0.drv");
        change(derivation);
        delete(middle);

        StoreRepair repair = nix.repairStore().execute();

        assertThat(repair.repaired()).containsExactly(middle);
        assertThat(repair.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.finding()).isInstanceOf(StoreFinding.Modified.class);
            assertThat(failure.finding().path()).isEqualTo(derivation);
            assertThat(failure.reason()).contains("cannot repair path");
        });
        assertThat(repair.toString()).contains("repaired 1, not repaired 1");
    }

    @Test
    void aPathThatIsNotInTheStoreIsNotRepaired() {
        StorePath unknown = StorePath.parse(sandbox.storeDir() + "/" + "0".repeat(32) + "-unknown");

        StoreRepair repair = nix.repairStore().paths(unknown, hello).execute();

        assertThat(repair.isComplete()).isFalse();
        assertThat(repair.failures())
                .extracting(StoreRepair.Failure::finding)
                .containsExactly(StoreFinding.Unknown.of(unknown));
    }

    @Test
    void onlyTheGivenPathsAreRepaired() {
        change(hello);
        change(leaf);

        StoreRepair repair = nix.repairStore().paths(List.of(hello)).execute();

        assertThat(repair.repaired()).containsExactly(hello);
        assertThat(nix.verifyStore().execute().damaged()).containsExactly(leaf);
    }

    @Test
    void aStoreInOrderNeedsNoRepair() {
        StoreRepair repair = nix.repairStore().execute();

        assertThat(repair.repaired()).isEmpty();
        assertThat(repair.failures()).isEmpty();
        assertThat(repair.pathsChecked()).isEqualTo(sandbox.validPaths().size());
    }

    @Test
    void throughADaemonDamageIsFoundAndTheRepairIsRefusedWithAdvice() {
        change(hello);
        delete(middle);
        try (NixDaemon daemon = NixDaemon.start(sandbox);
                NixClient through =
                        SandboxedClient.builder(sandbox, daemon.environment()).build()) {
            assertThat(through.verifyStore().execute())
                    .isEqualTo(nix.verifyStore().execute());
            StoreRepairCommand command = through.repairStore();

            assertThatThrownBy(command::execute)
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("sudo nix-store --verify --check-contents --repair");
        }
    }

    @Test
    void aPathCollectedMeanwhileIsNotBroken() {
        try (NixClient beside = SandboxedClient.builder(sandbox)
                .executor(spec -> {
                    RunningProcess process = CommonsExecExecutor.create().start(spec);
                    if (spec.command().contains("path-info")) {
                        ProcessOutcome unused = process.await();
                        sandbox.tool("nix-store", "--delete", hello.value()).requireSuccess();
                    }
                    return process;
                })
                .build()) {
            assertThat(beside.verifyStore().execute())
                    .isEqualTo(StoreVerification.of(sandbox.validPaths().size(), List.of()));
        }
    }

    @Test
    void aStoreThatDoesNotAnswerIsAnError() {
        try (NixDaemon daemon = NixDaemon.start(sandbox);
                NixClient through =
                        SandboxedClient.builder(sandbox, daemon.environment()).build()) {
            daemon.kill();
            StoreVerifyCommand command = through.verifyStore();

            assertThatThrownBy(command::execute).isInstanceOf(StoreUnavailableException.class);
        }
    }

    private StorePath inStore(String end) {
        return sandbox.validPaths().stream()
                .map(Path::toString)
                .filter(path -> path.endsWith(end))
                .map(StorePath::parse)
                .findFirst()
                .orElseThrow();
    }

    private String hashByNix(StorePath path) {
        return sandbox.tool("nix-store", "--query", "--hash", path.value())
                .text()
                .strip();
    }

    private static void change(StorePath path) {
        try (Stream<Path> files = Files.walk(path.path())) {
            Path file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
            byte[] content = Files.readAllBytes(file);
            content[content.length - 1] ^= 1;
            Files.write(file, content);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void delete(StorePath path) {
        try (Stream<Path> files = Files.walk(path.path())) {
            for (Path folder : files.filter(Files::isDirectory).toList()) {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            try (Stream<Path> all = Files.walk(path.path())) {
                for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
