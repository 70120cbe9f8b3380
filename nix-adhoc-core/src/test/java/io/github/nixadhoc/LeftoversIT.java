package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.model.Leftover;
import io.github.nixadhoc.testkit.SandboxedClient;
import io.github.nixadhoc.testkit.SandboxedNix;
import io.github.nixadhoc.testkit.Waits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes that a JVM leaves when SIGKILL ends it, and their end by a later JVM. */
class LeftoversIT extends SandboxedNix {

    @AfterEach
    void stopPrograms() {
        nix.listDetached().forEach(DetachedProgram::stop);
    }

    @ParameterizedTest
    @ValueSource(strings = {"start", "execute", "lines"})
    void leftoversOfAKilledJvmAreEndedWithTheirDescendants(String verb) throws Exception {
        leaveBehind(verb);
        assertThat(running()).as("what is left").anyMatch(line -> line.contains("sleep 1000000"));

        List<Leftover> ended = nix.endLeftovers();

        assertThat(running()).isEmpty();
        assertThat(ended).anySatisfy(leftover -> {
            assertThat(leftover.command()).contains("sleep 1000000");
            assertThat(leftover.pid()).isPositive();
        });
        assertThat(nix.endLeftovers()).isEmpty();
        assertThat(records()).isEmpty();
    }

    @Test
    void theNextProgramInTheBackgroundEndsLeftovers() throws Exception {
        leaveBehind("start");

        try (RunningProgram cat = nix.run("cat").openStdin().start()) {
            Waits.until(() -> running().stream().noneMatch(line -> line.contains("sleep")));
            assertThat(cat.isRunning()).isTrue();
        }
    }

    @Test
    void theNextLongRunEndsLeftovers() throws Exception {
        leaveBehind("start");

        nix.shell("hello").script("sleep 0.3").execute();

        Waits.until(() -> running().isEmpty());
    }

    @Test
    void aDetachedProgramIsNoLeftover() throws Exception {
        ForkedJvm forked = ForkedJvm.in(sandbox).main(DetachedMain.class);
        Process jvm = forked.start(sandbox.under().binary().toString(), SandboxedClient.emptyRegistry(sandbox));
        forked.awaitLine("id ");
        Waits.forDeath(jvm);

        assertThat(nix.endLeftovers()).isEmpty();

        assertThat(nix.listDetached()).singleElement().matches(DetachedProgram::isRunning);
    }

    @Test
    void programsOfARunningJvmAreLeftAlone() throws Exception {
        try (RunningProgram cat = nix.run("cat").openStdin().start();
                NixClient other = SandboxedClient.of(sandbox)) {
            assertThat(records()).hasSize(1);

            assertThat(other.endLeftovers()).isEmpty();

            assertThat(cat.isRunning()).isTrue();
        }
        // the end may be reported before the file is deleted
        Waits.until(() -> records().isEmpty());
    }

    @Test
    void aShortRunLeavesNoTraceInTheFolder() throws Exception {
        nix.run("hello").execute();
        Path folder = folder();
        Files.deleteIfExists(folder);

        nix.run("hello").execute();

        assertThat(folder).doesNotExist();
    }

    @Test
    void aReadOnlyFolderDelaysNobody() throws Exception {
        Path folder = folder();
        Files.createDirectories(folder.getParent());
        Files.writeString(folder, "in its place");

        try (RunningProgram cat = nix.run("cat").openStdin().start()) {
            assertThat(cat.isRunning()).isTrue();
        }
        assertThat(nix.endLeftovers()).isEmpty();
    }

    private void leaveBehind(String verb) throws InterruptedException, IOException {
        ForkedJvm forked = ForkedJvm.in(sandbox).main(LeftoversMain.class);
        Process jvm = forked.start(sandbox.under().binary().toString(), SandboxedClient.emptyRegistry(sandbox), verb);
        sandbox.processes().awaitStartOf("sleep 1000000");
        String recorded = jvm.pid() + "-";
        Waits.until(() -> records().stream().anyMatch(name -> name.startsWith(recorded)));
        Waits.forDeath(jvm);
    }

    private List<String> running() {
        return sandbox.processes().running();
    }

    private List<String> records() {
        if (!Files.isDirectory(folder())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Path folder() {
        return sandbox.root().resolve("state/nix-adhoc/running");
    }
}
