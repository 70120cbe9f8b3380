package io.github.nixadhoc.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

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

/** The record of a detached program, which is parsed as written; other texts are no record. */
class DetachedRecordProperties {

    private static final StorePath PATH = StorePath.parse("/nix/store/00000000000000000000000000000000-hello-1.0");

    @Property(tries = 200)
    void aDetachedProgramIsParsedAsItWasWritten(@ForAll("detached") DetachedRecord record) {
        assertThat(DetachedRecord.parse(record.text())).contains(record);
    }

    @Property(tries = 500)
    void anyBytesAreNoRecord(@ForAll byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);

        assertThat(DetachedRecord.parse(text)).isEmpty();
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
}
