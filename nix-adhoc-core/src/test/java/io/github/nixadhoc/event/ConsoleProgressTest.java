package io.github.nixadhoc.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.StorePath;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleProgressTest {

    private static final CommandRun RUN = CommandRun.of(1, "nix run nixpkgs#x");
    private static final ByteSize BIG = ByteSize.of(30_000_000);

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);
    private final HandClock clock = new HandClock();

    @Test
    void aDownloadIsABarWithRateAndRemainingTime() {
        ConsoleProgress progress = terminal().unicode(true).build();

        download(progress);

        assertThat(Terminal.after(text()))
                .containsExactly(
                        "downloading, 14.3/28.6 MiB, 7.2 MiB/s, 0:02 left",
                        "  big-1.0                    ██████████░░░░░░░░░░  50%  14.3/28.6 MiB");
    }

    @Test
    void asciiTerminalsAreSupported() {
        ConsoleProgress progress = terminal().build();

        download(progress);

        assertThat(Terminal.after(text()).get(1))
                .isEqualTo("  big-1.0                    ##########----------  50%  14.3/28.6 MiB");
        assertThat(text()).matches("[\\x00-\\x7f]*");
    }

    @Test
    void aBuildIsShownWithItsPhaseAndTheEndOfItsLog() {
        ConsoleProgress progress = terminal().build();
        progress.onEvent(NixEvent.BuildStarted.of(RUN, 1, "hello-2.12", null));
        progress.onEvent(NixEvent.BuildPhase.of(RUN, 1, "hello-2.12", "buildPhase"));
        clock.forward(65_000);
        for (int i = 1; i <= 5; i++) {
            clock.forward(100);
            progress.onEvent(NixEvent.BuildLogLine.of(RUN, 1, "hello-2.12", "line " + i));
        }

        assertThat(Terminal.after(text()))
                .containsExactly(
                        "building", "  hello-2.12  buildPhase  1:05", "    | line 3", "    | line 4", "    | line 5");
    }

    @Test
    void noRowIsWiderThanTheTerminal() {
        ConsoleProgress progress = terminal().width(30).build();

        download(progress);
        progress.onEvent(NixEvent.BuildStarted.of(RUN, 2, "a-name-that-is-longer-than-thirty", null));

        assertThat(Terminal.after(text())).allMatch(row -> row.length() < 30).hasSize(4);
    }

    @Test
    void aNarrowerTerminalIsLeftCleanToo() {
        ConsoleProgress progress = terminal().unicode(true).build();

        download(progress);
        assertThat(Terminal.after(text(), 40)).hasSize(2);
        progress.onEvent(NixEvent.DownloadEnded.of(RUN, 1, "big-1.0", BIG, BIG, Duration.ofSeconds(4)));
        progress.onEvent(NixEvent.PhaseStarted.of(RUN, Phase.EXECUTE));

        assertThat(Terminal.after(text(), 40)).isEmpty();
    }

    @Test
    void aTerminalIsLeftClean() {
        ConsoleProgress progress = terminal().unicode(true).build();

        download(progress);
        progress.onEvent(NixEvent.DownloadEnded.of(RUN, 1, "big-1.0", BIG, BIG, Duration.ofSeconds(4)));
        progress.onEvent(NixEvent.PhaseStarted.of(RUN, Phase.EXECUTE));
        int atStart = written.size();
        progress.onEvent(NixEvent.ProgramStarted.of(RUN, 7));
        progress.onEvent(NixEvent.CommandEnded.of(RUN, Duration.ofSeconds(5), false, 0));

        assertThat(Terminal.after(text())).isEmpty();
        assertThat(written.size()).isEqualTo(atStart);
    }

    @Test
    void aWarningStaysAboveWhatIsDrawn() {
        ConsoleProgress progress = terminal().build();

        download(progress);
        progress.onEvent(NixEvent.Message.of(RUN, NixEvent.Level.WARNING, "warning: dirty"));
        progress.onEvent(NixEvent.Message.of(RUN, NixEvent.Level.INFORMATION, "these paths will be fetched"));

        assertThat(Terminal.after(text()))
                .hasSize(3)
                .startsWith("warning: dirty")
                .noneMatch(row -> row.contains("fetched"));
    }

    @Test
    void withoutATerminalEachBeginAndEndIsALine() {
        ConsoleProgress progress =
                ConsoleProgress.builder().out(out).clock(clock).build();

        download(progress);
        progress.onEvent(NixEvent.DownloadEnded.of(RUN, 1, "big-1.0", BIG, BIG, Duration.ofSeconds(4)));
        progress.onEvent(NixEvent.BuildStarted.of(RUN, 2, "hello-2.12", null));
        progress.onEvent(NixEvent.BuildPhase.of(RUN, 2, "hello-2.12", "buildPhase"));
        progress.onEvent(NixEvent.BuildLogLine.of(RUN, 2, "hello-2.12", "line"));
        progress.onEvent(NixEvent.BuildEnded.of(RUN, 2, "hello-2.12", Duration.ofSeconds(61)));

        assertThat(text()).isEqualTo("""
                        downloading big-1.0
                        downloaded big-1.0 (28.6 MiB)
                        building hello-2.12
                        building hello-2.12: buildPhase
                        finished building hello-2.12 after 1:01
                        """);
    }

    @Test
    void noColorTurnsColoursOff() {
        assertThat(drawnIn(Map.of("NO_COLOR", "1"))).doesNotContain("\u001b[1m");
        assertThat(drawnIn(Map.of())).contains("\u001b[1m");
    }

    @Test
    void theLocaleDecidesTheCharacterSet() {
        assertThat(drawnIn(Map.of("LANG", "en_GB.UTF-8"))).contains("█");
        assertThat(drawnIn(Map.of("LANG", "en_GB.UTF-8", "LC_ALL", "C")))
                .contains("#")
                .doesNotContain("█");
    }

    @Test
    void theWidthComesFromTheEnvironment() {
        assertThat(Terminal.after(drawnIn(Map.of("COLUMNS", "24", "NO_COLOR", "1"))))
                .allMatch(row -> row.length() < 24);
    }

    @Test
    void anInvalidWidthIsRefused() {
        assertThatThrownBy(() -> ConsoleProgress.builder().width(3)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aLongEvaluationIsShown() {
        ConsoleProgress progress = terminal().build();
        progress.onEvent(NixEvent.PhaseStarted.of(RUN, Phase.RESOLVE));
        assertThat(text()).isEmpty();
        clock.forward(600);
        progress.onEvent(NixEvent.Message.of(RUN, NixEvent.Level.INFORMATION, "unimportant"));

        assertThat(Terminal.after(text())).containsExactly("evaluating");
    }

    @Test
    void aLongEvaluationTellsHowFarItIs() {
        ConsoleProgress progress = terminal().build();
        progress.onEvent(NixEvent.PhaseStarted.of(RUN, Phase.RESOLVE));
        clock.forward(600);
        progress.onEvent(NixEvent.Message.of(RUN, NixEvent.Level.PROGRESS, "read 10 of 20 names"));

        assertThat(Terminal.after(text())).containsExactly("read 10 of 20 names");
    }

    @ParameterizedTest
    @CsvSource({
        "flake-registry.json, false, 0, 0, downloaded nothing of flake-registry.json",
        "flake-registry.json, false, 0, 1024, stopped downloading flake-registry.json after 0.0 KiB of 1.0 KiB",
        "source.tar.gz, false, 1024, 2048, stopped downloading source.tar.gz after 1.0 KiB of 2.0 KiB",
        "source.tar.gz, false, 1024, 0, downloaded source.tar.gz (1.0 KiB)",
        "small-1.0, true, 0, 0, downloaded small-1.0",
        "big-1.0, true, 512, 2048, stopped downloading big-1.0 after 0.5 KiB of 2.0 KiB"
    })
    void theEndOfADownloadIsToldByWhatHasArrived(
            String name, boolean isStorePath, long done, long expected, String line) {
        ConsoleProgress progress =
                ConsoleProgress.builder().out(out).clock(clock).build();
        StorePath path = isStorePath ? StorePath.parse("/nix/store/0c0ia6bbk3v3c9l6jzwvn9pnfjsfdsqa-" + name) : null;
        progress.onEvent(NixEvent.DownloadStarted.of(RUN, 1, name, path, "https://example.org"));
        progress.onEvent(NixEvent.DownloadEnded.of(
                RUN, 1, name, ByteSize.of(done), ByteSize.of(expected), Duration.ofSeconds(4)));

        assertThat(text()).isEqualTo("downloading " + name + "\n" + line + "\n");
    }

    private ConsoleProgress.Builder terminal() {
        return ConsoleProgress.builder()
                .out(out)
                .terminal(true)
                .colours(false)
                .unicode(false)
                .width(80)
                .clock(clock);
    }

    private String drawnIn(Map<String, String> environment) {
        written.reset();
        download(new ConsoleProgress.Builder(out, environment)
                .terminal(true)
                .clock(clock)
                .build());
        return text();
    }

    /** Half of a download, in two seconds. */
    private void download(ConsoleProgress progress) {
        progress.onEvent(NixEvent.DownloadStarted.of(RUN, 1, "big-1.0", null, "http://cache"));
        for (int step = 0; step <= 4; step++) {
            ByteSize done = ByteSize.of(step * BIG.bytes() / 8);
            progress.onEvent(NixEvent.DownloadProgress.of(RUN, 1, "big-1.0", done, BIG));
            progress.onEvent(NixEvent.Totals.of(RUN, 0, 1, done, BIG, 0, 0));
            clock.forward(step < 4 ? 500 : 0);
        }
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }

    private static final class HandClock extends Clock {
        private long millis = 1_000_000;

        void forward(long by) {
            millis += by;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis);
        }
    }
}
