package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.exec.ProcessIdentity;
import io.github.nixadhoc.model.StorePath;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The records of programs: what was written is read, and nothing makes reading fail. */
class RecordsProperties {

    private static final StorePath PATH = StorePath.parse("/nix/store/00000000000000000000000000000000-hello-1.0");

    @Property(tries = 200)
    void aDetachedProgramIsReadAsItWasWritten(@ForAll("detached") DetachedRecord record) {
        assertThat(DetachedRecord.parse(record.text())).contains(record);
    }

    @Property(tries = 200)
    void aRunningProcessIsReadAsItWasWritten(@ForAll("running") RunningRecord record) {
        assertThat(RunningRecord.parse(record.text())).contains(record);
    }

    @Property(tries = 200)
    void aRecordThatWasCutNamesNoOtherProcess(@ForAll("running") RunningRecord record) {
        for (int end = 0; end < record.text().length(); end++) {
            assertThat(RunningRecord.parse(record.text().substring(0, end))).isEmpty();
        }
    }

    @Property(tries = 500)
    void anyBytesAreNoRecord(@ForAll byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);

        assertThat(DetachedRecord.parse(text)).isEmpty();
        assertThat(RunningRecord.parse(text)).isEmpty();
        assertThat(DetachedRecord.parse("started " + text + "\ncommand x\n")).isEmpty();
    }

    @Provide
    Arbitrary<DetachedRecord> detached() {
        Arbitrary<String> commands =
                Arbitraries.strings().withChars("ab '\n=ü$").ofMaxLength(30).map(text -> "nix " + text.strip() + "'");
        Arbitrary<Instant> times =
                Arbitraries.longs().between(0, 4_000_000_000_000L).map(Instant::ofEpochMilli);
        Arbitrary<List<StorePath>> paths = Arbitraries.just(PATH).list().ofMaxSize(3);
        return Combinators.combine(commands, times, paths).as(DetachedRecord::new);
    }

    @Provide
    Arbitrary<RunningRecord> running() {
        Arbitrary<ProcessIdentity> processes = Combinators.combine(
                        Arbitraries.longs().between(1, 4_194_304),
                        Arbitraries.longs().between(0, Long.MAX_VALUE).map(String::valueOf),
                        Arbitraries.of("", "9d3a53ba-9b4c-4ba1-a3d8-5ee1b7bc6e1f"))
                .as(ProcessIdentity::new);
        return Combinators.combine(processes, processes).as(RunningRecord::new);
    }
}
