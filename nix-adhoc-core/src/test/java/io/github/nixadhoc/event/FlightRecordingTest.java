package io.github.nixadhoc.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.testing.RecordingExecutor;
import io.github.nixadhoc.testing.StubResult;
import io.github.nixadhoc.testkit.NixlessClient;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlightRecordingTest {

    @TempDir
    private Path folder;

    @Test
    void resolveRealiseAndRunAreRecorded() throws Exception {
        Path file = folder.resolve("nix.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("io.github.nixadhoc.Resolve");
            recording.enable("io.github.nixadhoc.Realise");
            recording.enable("io.github.nixadhoc.Run");
            recording.start();
            RecordingExecutor executor = RecordingExecutor.create().answer("cowsay", StubResult.stdout("moo\n"));
            try (NixClient nix = NixlessClient.builder(executor).build()) {
                assertThat(nix.run("cowsay").text()).isEqualTo("moo");
            }
            recording.stop();
            recording.dump(file);
        }

        List<RecordedEvent> events = RecordingFile.readAllEvents(file);

        assertThat(events)
                .extracting(event -> event.getEventType().getName())
                .contains("io.github.nixadhoc.Resolve", "io.github.nixadhoc.Realise", "io.github.nixadhoc.Run");
        assertThat(events.stream()
                        .filter(event -> event.getEventType().getName().startsWith("io.github")))
                .allSatisfy(event -> {
                    assertThat(event.getString("command")).contains("run nixpkgs#cowsay");
                    assertThat(event.getLong("run")).isPositive();
                    assertThat(event.getBoolean("failed")).isFalse();
                });
    }
}
