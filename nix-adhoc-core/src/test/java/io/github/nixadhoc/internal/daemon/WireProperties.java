package io.github.nixadhoc.internal.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class WireProperties {

    @Property
    void aNumberIsReadAsItWasWritten(@ForAll long number) throws IOException {
        assertThat(reader(new WireWriter().number(number).toBytes()).number()).isEqualTo(number);
    }

    @Property
    void aTextIsReadAsItWasWritten(@ForAll("texts") String text) throws IOException {
        byte[] bytes = new WireWriter().text(text).toBytes();

        assertThat(bytes.length % 8).isZero();
        assertThat(reader(bytes).text()).isEqualTo(text);
    }

    @Property
    void aListIsReadAsItWasWritten(@ForAll @Size(max = 20) List<@From("texts") String> texts) throws IOException {
        assertThat(reader(new WireWriter().texts(texts).toBytes()).texts()).isEqualTo(texts);
    }

    @Property
    void pairsAreReadAsTheyWereWritten(@ForAll("maps") Map<String, String> texts) throws IOException {
        assertThat(reader(new WireWriter().texts(texts).toBytes()).textMap()).isEqualTo(texts);
    }

    @Property(tries = 200)
    void aStreamThatBreaksOffIsAnError(
            @ForAll @Size(min = 1, max = 5) List<@From("texts") String> texts,
            @ForAll @IntRange(max = 10_000) int cut) {
        byte[] whole = new WireWriter().texts(texts).toBytes();
        byte[] part = Arrays.copyOf(whole, cut % whole.length);

        assertThatThrownBy(() -> reader(part).texts()).isInstanceOf(IOException.class);
    }

    @Property(tries = 200)
    void anAbsurdLengthIsRefused(@ForAll @LongRange(min = (long) WireReader.MAX_ITEMS * 2 + 1) long length) {
        for (long each : new long[] {length, -length}) {
            byte[] bytes = new WireWriter().number(each).number(0).toBytes();

            assertThatThrownBy(() -> reader(bytes).texts()).isInstanceOf(MalformedAnswerException.class);
            assertThatThrownBy(() -> reader(bytes).text()).isInstanceOf(MalformedAnswerException.class);
        }
    }

    @Provide
    Arbitrary<String> texts() {
        // not half of a surrogate pair, which no encoding has
        return Arbitraries.strings()
                .withCharRange(' ', '\ud7ff')
                .withChars('\0', '\n')
                .ofMaxLength(40);
    }

    @Provide
    Arbitrary<Map<String, String>> maps() {
        return Arbitraries.maps(texts(), texts()).ofMaxSize(8);
    }

    private static WireReader reader(byte[] bytes) {
        return new WireReader(new ByteArrayInputStream(bytes));
    }
}
