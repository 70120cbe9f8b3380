package io.github.nixadhoc.internal.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.testkit.Waits;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class SpokenOutputTest {

    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Test
    void aSilentCommandIsSaidToRunAgainAndAgain() {
        SpokenOutput output = new SpokenOutput(lines::add, "apt-get", Duration.ofMillis(20));
        Waits.until(() -> lines.size() >= 3);
        output.close();

        assertThat(lines).allMatch(line -> line.matches("… apt-get still runs, after \\d+ s"));
    }

    @Test
    void aCommandThatPrintsIsNotInterrupted() {
        try (SpokenOutput output = new SpokenOutput(lines::add, "apt-get", Duration.ofHours(1))) {
            output.print("one");
            output.print("two");
        }

        assertThat(lines).containsExactly("one", "two");
    }

    @Test
    void nothingIsSaidAfterTheEnd() {
        SpokenOutput output = new SpokenOutput(lines::add, "apt-get", Duration.ofMillis(20));
        output.close();
        int before = lines.size();

        Waits.pause(Duration.ofMillis(100));

        assertThat(lines).hasSize(before);
    }
}
