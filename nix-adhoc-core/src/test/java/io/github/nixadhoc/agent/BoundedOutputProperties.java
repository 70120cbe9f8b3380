package io.github.nixadhoc.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class BoundedOutputProperties {

    @Property(tries = 300)
    void theFirstAndTheLastHalfAreKeptAsTheyWerePrinted(
            @ForAll @Size(max = 20) List<@IntRange(min = 0, max = 40) Integer> writes,
            @ForAll @IntRange(min = 2, max = 100) int limit)
            throws IOException {
        byte[] all = printed(writes);
        try (BoundedOutput output = new BoundedOutput(limit)) {
            write(output, all, writes);
            byte[] head = output.read(0, all.length + 1);
            long tailStart = output.keptFrom(head.length);
            byte[] tail = output.read(tailStart, all.length + 1);

            assertThat(output.total()).isEqualTo(all.length);
            assertThat(head).isEqualTo(Arrays.copyOf(all, head.length));
            assertThat(tail).isEqualTo(Arrays.copyOfRange(all, (int) tailStart, all.length));
            assertThat(head.length + tail.length).isEqualTo(Math.min(limit, all.length));
        }
    }

    @Property(tries = 300)
    void pagesJoinToWhatWasPrinted(@ForAll String text, @ForAll @IntRange(min = 12, max = 50) int page)
            throws IOException {
        try (BoundedOutput output = new BoundedOutput()) {
            output.write(text.getBytes(StandardCharsets.UTF_8));
            StringBuilder joined = new StringBuilder();
            for (long at = 0; at < output.total(); ) {
                Excerpt excerpt = Excerpt.page(output, at, page);
                assertThat(JsonSize.of(excerpt.head()) - 2).isLessThanOrEqualTo(page);
                joined.append(excerpt.head());
                at = excerpt.next();
            }

            assertThat(joined.toString())
                    .isEqualTo(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
        }
    }

    @Property(tries = 1000)
    void bothEndsAndTheOmittedPartMakeTheWhole(
            @ForAll byte[] bytes,
            @ForAll @IntRange(min = 12, max = 60) int budget,
            @ForAll @IntRange(min = 2, max = 200) int limit)
            throws IOException {
        try (BoundedOutput output = new BoundedOutput(limit)) {
            output.write(bytes);

            Excerpt excerpt = Excerpt.ends(output, 0, budget);

            assertThat(JsonSize.of(excerpt.head()) + JsonSize.of(excerpt.tail()) - 4)
                    .isLessThanOrEqualTo(budget);
            if (excerpt.leftOut() == 0) {
                assertThat(excerpt.head() + excerpt.tail()).isEqualTo(new String(bytes, StandardCharsets.UTF_8));
            } else {
                int tail = bytes.length - (int) (excerpt.next() + excerpt.leftOut());
                assertThat(excerpt.head())
                        .isEqualTo(new String(bytes, 0, (int) excerpt.next(), StandardCharsets.UTF_8));
                assertThat(excerpt.tail())
                        .isEqualTo(new String(bytes, bytes.length - tail, tail, StandardCharsets.UTF_8));
            }
        }
    }

    @Example
    void aCharacterBeyondTheBasicPlaneCountsAsTwoEscapes() throws IOException {
        String emoji = "\uD83D\uDE00";
        try (BoundedOutput output = new BoundedOutput(200)) {
            output.write(("ab" + emoji + "cd").getBytes(StandardCharsets.UTF_8));

            Excerpt excerpt = Excerpt.ends(output, 0, 12);

            assertThat(JsonSize.of(excerpt.head()) + JsonSize.of(excerpt.tail()) - 4)
                    .isLessThanOrEqualTo(12);
            assertThat(excerpt.head()).isEqualTo("ab");
            assertThat(excerpt.leftOut()).isEqualTo(4);
            assertThat(excerpt.tail()).isEqualTo("cd");
        }
    }

    @Example
    void aPageHoldsACharacterBeyondTheBasicPlane() throws IOException {
        String emoji = "\uD83D\uDE00";
        try (BoundedOutput output = new BoundedOutput()) {
            output.write((emoji + emoji).getBytes(StandardCharsets.UTF_8));

            Excerpt page = Excerpt.page(output, 0, 23);

            assertThat(page.head()).isEqualTo(emoji);
            assertThat(page.next()).isEqualTo(4);
        }
    }

    private static byte[] printed(List<Integer> writes) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int length : writes) {
            for (int i = 0; i < length; i++) {
                all.write(all.size() % 251);
            }
        }
        return all.toByteArray();
    }

    private static void write(BoundedOutput output, byte[] all, List<Integer> writes) throws IOException {
        int at = 0;
        for (int length : writes) {
            output.write(all, at, length);
            at += length;
        }
    }
}
