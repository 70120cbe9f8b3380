package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.error.BuildFailedException;
import io.github.nixadhoc.error.CommandDeniedException;
import io.github.nixadhoc.error.FlakeNotFoundException;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.PackageNotFoundException;
import io.github.nixadhoc.error.StoreUnavailableException;
import io.github.nixadhoc.error.TimedOutException;
import io.github.nixadhoc.exec.commons.CommonsExecExecutor;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.policy.Decision;
import io.github.nixadhoc.policy.PlannedCommand;
import io.github.nixadhoc.result.Pin;
import io.github.nixadhoc.testkit.NixDaemon;
import io.github.nixadhoc.testkit.SandboxedClient;
import io.github.nixadhoc.testkit.SandboxedNix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PinIT extends SandboxedNix {

    @Test
    void aCollectionKeepsWhatIsPinnedAndFreesItAfterUnpin() {
        Pin pin = nix.pin("closure-top").as("tool").execute();
        StorePath other = nix.run("hello").execute().storePaths().get(0);

        collect();
        assertThat(pin.storePaths()).extracting(StorePath::name).containsExactly("closure-top-1.0");
        assertThat(pin.storePaths().get(0).path()).exists();
        assertThat(other.path()).doesNotExist();
        assertThat(nix.run("closure-top").execute().storePaths()).isEqualTo(pin.storePaths());

        assertThat(nix.unpin("tool").execute()).isTrue();
        collect();
        assertThat(pin.storePaths().get(0).path()).doesNotExist();
    }

    @Test
    void aPinHasThePathsThatItKeeps() {
        Instant before = Instant.now().minusMillis(1);

        Pin pin = nix.pin("closure-top").as("tool").execute();

        assertThat(pin.name()).isEqualTo("tool");
        assertThat(pin.installable()).isEqualTo(Installable.parse("closure-top"));
        assertThat(pin.size()).isEqualTo(nix.pathInfo("closure-top").execute().totalSize());
        assertThat(pin.pinnedAt()).isBetween(before, Instant.now());
        assertThat(pin.lastUsed()).isEmpty();
        assertThat(pin.isBroken()).isFalse();
        assertThat(nix.listPins().execute()).containsExactly(pin);
        assertThat(pin.toString()).startsWith("tool: closure-top, 1").contains("not used yet", "closure-top-1.0");
    }

    @Test
    void allSelectedOutputsAreLinked() {
        Pin pin = nix.pin("multi^*").as("all").execute();

        collect();

        assertThat(pin.storePaths())
                .hasSizeGreaterThan(1)
                .allSatisfy(path -> assertThat(path.path()).exists());
        assertThat(nix.listPins().execute()).containsExactly(pin);
    }

    @Test
    void bothARunAndAShellAreKept() {
        Pin pin = nix.pin("multi").as("tool").execute();

        collect();

        assertThat(pin.storePaths()).extracting(StorePath::name).contains("multi-1.0", "multi-1.0-bin");
        assertThat(nix.run("multi").plan().isInStore()).isTrue();
        assertThat(nix.shell("multi").command("multi").plan().isInStore()).isTrue();
        assertThat(nix.shell("multi^man").command("multi").plan().isInStore())
                .isEqualTo(
                        pin.storePaths().stream().anyMatch(path -> path.name().equals("multi-1.0-man")));
    }

    @Test
    void pinsAreListedByName() {
        assertThat(nix.listPins().execute()).isEmpty();
        nix.pin("hello").as("b").execute();
        nix.pin("cowsay").as("a").execute();
        nix.pin("hello").as("c@1.0").execute();

        assertThat(nix.listPins().execute()).extracting(Pin::name).containsExactly("a", "b", "c@1.0");
    }

    @Test
    void pinningAgainReplaces() throws IOException {
        Pin before = nix.pin("hello").as("tool").execute();
        Pin after = nix.pin("cowsay").as("tool").execute();

        collect();

        assertThat(nix.listPins().execute()).containsExactly(after);
        assertThat(before.storePaths().get(0).path()).doesNotExist();
        assertThat(after.storePaths().get(0).path()).exists();
        try (Stream<Path> entries = Files.list(folder().resolve("tool"))) {
            assertThat(entries).hasSize(2);
        }
    }

    @Test
    void aPinThatCannotBeReplacedStays() {
        Pin before = nix.pin("hello").as("tool").execute();
        PinCommand broken = nix.pin("build-fails").as("tool");

        assertThatThrownBy(broken::execute).isInstanceOf(BuildFailedException.class);
        PinCommand unknown = nix.pin("helo").as("tool");
        assertThatThrownBy(unknown::execute).isInstanceOf(PackageNotFoundException.class);

        assertThat(nix.listPins().execute()).containsExactly(before);
    }

    @Test
    void aFailureOfTheLinkLeavesNothingBehind() throws IOException {
        nix.run("hello").execute();
        try (NixClient failing = SandboxedClient.builder(sandbox)
                .executor(spec -> {
                    boolean links = spec.command().contains("--add-root");
                    return CommonsExecExecutor.create()
                            .start(
                                    links
                                            ? spec.withEnvironment(
                                                    spec.environment().set("NIX_STATE_DIR", "/dev/null"))
                                            : spec);
                })
                .build()) {
            PinCommand command = failing.pin("hello").as("tool");

            assertThatThrownBy(command::execute).isInstanceOf(NixException.class);
        }
        assertThat(folder().resolve("tool")).doesNotExist();
        assertThat(nix.listPins().execute()).isEmpty();
    }

    @Test
    void unpinOfAnUnknownNameReportsThat() {
        assertThat(nix.unpin("nothing").execute()).isFalse();
        nix.pin("hello").as("tool").execute();
        assertThat(nix.unpin("tool").execute()).isTrue();
        assertThat(nix.unpin("tool").execute()).isFalse();
        assertThat(nix.listPins().execute()).isEmpty();
    }

    @Test
    void aPinWhosePathHasGoneIsListedAsBroken() {
        Pin pin = nix.pin("closure-top").as("tool").execute();
        StorePath top = pin.storePaths().get(0);
        sandbox.nix("store", "delete", "--ignore-liveness", top.value()).requireSuccess();

        Pin listed = nix.listPins().execute().get(0);

        assertThat(top.path()).doesNotExist();
        assertThat(listed.isBroken()).isTrue();
        assertThat(listed.lost()).containsExactly(top);
        assertThat(listed.storePaths()).isEqualTo(pin.storePaths());
        assertThat(listed.toString()).contains("BROKEN", "(lost)");

        // AND pinning it again repairs it
        nix.pin("closure-top").as("tool").execute();
        assertThat(nix.listPins().execute().get(0).isBroken()).isFalse();
    }

    @Test
    void aPinWhoseLinkSomebodyHasRemovedIsBroken() throws IOException {
        Pin pin = nix.pin("hello").as("tool").execute();
        try (Stream<Path> files = Files.walk(folder().resolve("tool"))) {
            for (Path link : files.filter(Files::isSymbolicLink).toList()) {
                Files.delete(link);
            }
        }

        assertThat(nix.listPins().execute().get(0).lost()).isEqualTo(pin.storePaths());
    }

    @Test
    void theLineThatIsPrintedMakesAPin() {
        PinCommand command = nix.pin("hello").as("pasted");
        sandbox.run(List.of("/bin/sh", "-c", command.toShellCommand()), new byte[0])
                .requireSuccess();

        Pin pin = nix.listPins().execute().get(0);

        assertThat(pin.name()).isEqualTo("pasted");
        assertThat(pin.isBroken()).isFalse();
        assertThat(pin.storePaths()).isEqualTo(command.execute().storePaths());
        assertThat(nix.unpin("pasted").execute()).isTrue();
    }

    @Test
    void aRunMarksThePinAsUsed() {
        nix.pin("hello").as("tool").execute();
        nix.pin("cowsay").as("other").execute();
        Instant before = Instant.now().minusSeconds(2);

        nix.run("hello").execute();

        List<Pin> pins = nix.listPins().execute();
        assertThat(pins.get(0).lastUsed()).isEmpty();
        assertThat(pins.get(1).lastUsed().orElseThrow()).isBetween(before, Instant.now());

        // AND a pin that replaces it has a new time only if it is of another package
        assertThat(nix.pin("hello").as("tool").execute().lastUsed()).isPresent();
        assertThat(nix.pin("t1").as("tool").execute().lastUsed()).isEmpty();
        assertThat(nix.pin("hello").as("tool").execute().lastUsed()).isEmpty();
        nix.shell("hello").command("hello").execute();
        assertThat(nix.listPins().execute().get(1).lastUsed()).isPresent();
    }

    @Test
    void thePolicyIsAskedBeforeAnythingIsBuilt() {
        List<PlannedCommand> seen = new ArrayList<>();
        try (NixClient careful = SandboxedClient.builder(sandbox)
                .policy(command -> {
                    seen.add(command);
                    return Decision.deny("not this");
                })
                .build()) {
            PinCommand command = careful.pin("hello").as("tool");

            assertThatThrownBy(command::execute)
                    .isInstanceOf(CommandDeniedException.class)
                    .hasMessageContaining("not this");
            assertThat(seen).hasSize(1);
            assertThat(seen.get(0).installables()).containsExactly(Installable.parse("nixpkgs#hello"));
            assertThat(seen.get(0).command()).contains("build", "nixpkgs#hello", "--out-link");
            assertThat(seen.get(0).storePaths())
                    .allSatisfy(path -> assertThat(path.path()).doesNotExist());
            assertThat(careful.listPins().execute()).isEmpty();
        }
    }

    @Test
    void anAppWithoutAPackageCanBePinned() {
        Pin pin = nix.pin("only-app").as("tool").execute();

        collect();

        assertThat(nix.run("only-app").execute().storePaths()).isEqualTo(pin.storePaths());
    }

    @Test
    void aRelativeReferenceStartsFromTheDirectory() {
        Path directory = sandbox.nixpkgs().directory();

        Pin pin = nix.pin(".#hello").as("tool").directory(directory).execute();

        assertThat(pin.storePaths()).extracting(StorePath::name).containsExactly("hello-1.0");
        PinCommand elsewhere = nix.pin(".#hello").as("tool").directory(sandbox.root());
        assertThatThrownBy(elsewhere::execute).isInstanceOf(FlakeNotFoundException.class);
    }

    @Test
    void manyThreadsPinAtOnce() {
        nix.run("hello").execute();

        List<CompletableFuture<Pin>> pins = IntStream.range(0, 8)
                .mapToObj(i -> nix.pin("hello").as("tool" + i % 4).executeAsync())
                .toList();
        pins.forEach(CompletableFuture::join);

        assertThat(nix.listPins().execute()).hasSize(4).noneMatch(Pin::isBroken);
    }

    @Test
    void aDaemonKeepsThePinsOfItsUsers() {
        try (NixDaemon daemon = NixDaemon.start(sandbox);
                NixClient through =
                        SandboxedClient.builder(sandbox, daemon.environment()).build()) {
            Pin pin = through.pin("hello").as("tool").execute();
            daemon.nix("store", "gc").requireSuccess();
            assertThat(through.listPins().execute()).containsExactly(pin);

            assertThat(through.unpin("tool").execute()).isTrue();
            daemon.nix("store", "gc").requireSuccess();
            assertThat(pin.storePaths().get(0).path()).doesNotExist();
        }
    }

    @Test
    void aPlainUserPinsThroughADaemon() {
        try (NixDaemon daemon = NixDaemon.start(sandbox)) {
            List<String> lines = ForkedJvm.in(sandbox)
                    .asNobody(daemon)
                    .main(PinMain.class)
                    .run(SandboxedClient.emptyRegistry(sandbox), "hello");

            assertThat(lines).hasSize(1).allMatch(line -> line.endsWith("-hello-1.0"));
            Path path = Path.of(lines.get(0));
            daemon.nix("store", "gc").requireSuccess();
            assertThat(path).exists();
        }
    }

    @Test
    void eachStoreHasPinsOfItsOwn() throws IOException {
        nix.pin("hello").as("tool").execute();
        Map<String, String> environment = new HashMap<>(sandbox.environment());
        environment.keySet().removeAll(List.of("NIX_STORE_DIR", "NIX_STATE_DIR", "NIX_LOCALSTATE_DIR", "NIX_LOG_DIR"));
        Path store = sandbox.root().resolve("other");
        Path tree = Files.createDirectories(sandbox.root().resolve("tree/bin"));
        Files.writeString(tree.resolve("x"), "#!/bin/sh\n");
        String path = sandbox.run(command(environment, store, "store", "add-path", tree.toString()), new byte[0])
                .text()
                .strip();
        try (NixClient other = SandboxedClient.builder(sandbox, environment)
                .store(store.toString())
                .build()) {
            assertThat(other.listPins().execute()).isEmpty();

            Pin pin = other.pin(path).as("tool").execute();
            sandbox.run(command(environment, store, "store", "gc"), new byte[0]).requireSuccess();

            assertThat(other.listPins().execute()).containsExactly(pin);
            assertThat(store.resolve(path.substring(1))).exists();
            assertThat(nix.listPins().execute().get(0).storePaths()).isNotEqualTo(pin.storePaths());

            assertThat(other.unpin("tool").execute()).isTrue();
            sandbox.run(command(environment, store, "store", "gc"), new byte[0]).requireSuccess();
            assertThat(store.resolve(path.substring(1))).doesNotExist();
        }
        assertThat(nix.listPins().execute()).hasSize(1);
    }

    @Test
    void withoutAHomePinsAreRefused() {
        Map<String, String> environment = new HashMap<>(sandbox.environment());
        environment.put("HOME", "");
        environment.put("XDG_STATE_HOME", "");
        try (NixClient homeless = SandboxedClient.builder(sandbox, environment).build()) {
            PinCommand command = homeless.pin("hello").as("tool");

            assertThatThrownBy(command::execute)
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("XDG_STATE_HOME");
        }
    }

    @Test
    void anUnreadableRecordIsListedAndCanBeUnpinned() throws IOException {
        Pin tool = nix.pin("hello").as("tool").execute();
        nix.pin("cowsay").as("other").execute();
        Files.writeString(folder().resolve("tool/pin"), "nonsense\n");

        List<Pin> pins = nix.listPins().execute();

        assertThat(pins).extracting(Pin::isBroken).containsExactly(false, true);
        assertThat(pins.get(1).lost()).isEqualTo(tool.storePaths());

        assertThat(nix.unpin("tool").execute()).isTrue();
        assertThat(nix.listPins().execute()).extracting(Pin::name).containsExactly("other");
    }

    @Test
    void timeIsLimited() {
        PinCommand command = nix.pin("hello").as("tool").timeout(Duration.ofMillis(1));

        assertThatThrownBy(command::execute).isInstanceOf(TimedOutException.class);
    }

    private List<String> command(Map<String, String> environment, Path store, String... arguments) {
        List<String> command = new ArrayList<>(List.of("env", "-i"));
        environment.forEach((name, value) -> command.add(name + "=" + value));
        command.addAll(sandbox.nixCommand("--store", store.toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    private Path folder() {
        return sandbox.root().resolve("state/nix-adhoc/pins/default");
    }

    private void collect() {
        sandbox.tool("nix-store", "--gc").requireSuccess();
    }
}
