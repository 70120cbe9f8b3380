package io.github.nixadhoc.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.internal.exec.ProcessIdentity;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The record of a running process, which is parsed as written; other texts are no record. */
class RunningRecordProperties {

    @Property(tries = 200)
    void aRunningProcessIsParsedAsItWasWritten(@ForAll("running") RunningRecord record) {
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

        assertThat(RunningRecord.parse(text)).isEmpty();
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
