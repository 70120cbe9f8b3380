package io.github.nixadhoc.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetachedStoreTest {

    @Test
    void theLatestHundredEndedProgramsAreKept(@TempDir Path state) throws IOException {
        DetachedStore programs = DetachedStore.of(Map.of("XDG_STATE_HOME", state.toString()));
        Path folder = state.resolve("nix-adhoc/detached");
        for (int i = 0; i < 103; i++) {
            ended(folder.resolve("hello-" + i), Instant.ofEpochSecond(1_000_000 + i));
        }

        DetachedFolder added = programs.create("hello");

        assertThat(programs.list()).hasSize(100);
        assertThat(programs.find("hello-2")).isEmpty();
        assertThat(programs.find("hello-3")).isPresent();
        assertThat(added.path()).isEmptyDirectory();
    }

    private static void ended(Path folder, Instant started) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("program"), new DetachedRecord("nix run", started, List.of()).text());
        // no process has ever been started in that boot
        Files.writeString(folder.resolve("process"), "1 1 none\n1\n");
    }
}
