package io.github.nixadhoc.internal.nix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NixLogReaderTest {

    @Test
    void anActivityIsStartedReportedAndStopped() {
        assertThat(events(
                        "@nix {\"action\":\"start\",\"fields\":[\"/nix/store/x.drv\",\"\",1,1],\"id\":65927747993607,"
                                + "\"level\":3,\"parent\":7,\"text\":\"building\",\"type\":105}",
                        "@nix {\"action\":\"result\",\"fields\":[\"unpacking\"],\"id\":65927747993607,\"type\":101}",
                        "@nix {\"action\":\"stop\",\"id\":65927747993607}"))
                .containsExactly(
                        new NixLogEvent.Start(
                                65927747993607L,
                                7,
                                3,
                                105,
                                "building",
                                new LogFields(List.of("/nix/store/x.drv", "", 1L, 1L))),
                        new NixLogEvent.Result(65927747993607L, 101, new LogFields(List.of("unpacking"))),
                        new NixLogEvent.Stop(65927747993607L));
    }

    @Test
    void anIdBeyond64BitsStillJoinsTheEventsOfAnActivity() {
        List<NixLogEvent> events = events(
                "@nix {\"action\":\"start\",\"id\":36893488147419103239,\"type\":105,\"fields\":[\"x.drv\"]}",
                "@nix {\"action\":\"stop\",\"id\":36893488147419103239}");

        assertThat(((NixLogEvent.Stop) events.get(1)).id()).isEqualTo(((NixLogEvent.Start) events.get(0)).id());
    }

    @Test
    void unknownEventsAreIgnored() {
        assertThat(events("@nix {\"action\":\"dance\",\"id\":1}", "@nix [1]", "@nix ", "@nix {\"action\":\"sto"))
                .isEmpty();
    }

    @Test
    void aLineOfAnotherProgramIsPlain() {
        assertThat(events("fatal: not a git repository"))
                .containsExactly(new NixLogEvent.Plain("fatal: not a git repository"));
    }

    @Test
    void aFieldThatIsMissingOrOfAnotherKindIsEmpty() {
        LogFields fields = new LogFields(List.of("text", 5L));

        assertThat(fields.text(1)).isEmpty();
        assertThat(fields.number(0)).isZero();
        assertThat(fields.text(9)).isEmpty();
        assertThat(fields.number(9)).isZero();
        assertThat(fields.number(1)).isEqualTo(5);
    }

    @EachRecordedVersion
    void theLastLinesOfABuildAreKeptByDerivation(String version) {
        NixLog log = Recorded.log(version, "build-fails");

        assertThat(log.builds()).hasSize(1);
        assertThat(log.builds().values().iterator().next()).hasSize(12).endsWith("line 12");
    }

    @Test
    void theHintToShowATraceIsNoError() {
        assertThat(Recorded.log("2.8.0", "daemon-dead").errors())
                .extracting(NixLog.Problem::sentence)
                .containsExactly("cannot connect to socket at '/home/ada/nosock': No such file or directory");
    }

    @Test
    void aLogWithoutEndIsKeptWithinBounds() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            lines.add("@nix {\"action\":\"start\",\"id\":" + i + ",\"type\":105,\"fields\":[\"" + i + ".drv\"]}");
            lines.add("@nix {\"action\":\"result\",\"id\":" + i + ",\"type\":101,\"fields\":[\"line\"]}");
            lines.add("@nix {\"action\":\"msg\",\"level\":0,\"msg\":\"error: " + i + "\"}");
        }

        NixLog log = Recorded.log(lines);

        assertThat(log.lines()).hasSize(50);
        assertThat(log.errors()).hasSize(50);
        assertThat(log.builds()).hasSize(100).containsKey("99999.drv");
    }

    private static List<NixLogEvent> events(String... lines) {
        List<NixLogEvent> events = new ArrayList<>();
        NixLogReader reader = new NixLogReader(List.of(events::add));
        List.of(lines).forEach(reader);
        return events;
    }
}
