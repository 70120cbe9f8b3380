package io.github.nixadhoc.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.internal.session.JournalEntry.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class JournalEntryProperties {

    @Property(tries = 200)
    void aWrittenFileIsReadBack(@ForAll("entries") List<JournalEntry> entries) {
        assertThat(JournalEntry.read(bytes(entries))).isEqualTo(entries);
    }

    @Property(tries = 200)
    void aTornTailLeavesEarlierEntries(@ForAll("entries") List<JournalEntry> entries, @ForAll int cut) {
        byte[] whole = bytes(entries);
        byte[] torn = Arrays.copyOf(whole, whole.length == 0 ? 0 : Math.floorMod(cut, whole.length));
        int lines = (int) new String(torn, StandardCharsets.UTF_8)
                .chars()
                .filter(letter -> letter == '\n')
                .count();
        assertThat(JournalEntry.read(torn)).isEqualTo(entries.subList(0, lines));
    }

    @Property(tries = 200)
    void foreignBytesLeaveEarlierEntries(@ForAll("entries") List<JournalEntry> entries, @ForAll byte[] tail) {
        byte[] whole = bytes(entries);
        byte[] longer = Arrays.copyOf(whole, whole.length + tail.length);
        System.arraycopy(tail, 0, longer, whole.length, tail.length);
        assertThat(JournalEntry.read(longer)).startsWith(entries.toArray(JournalEntry[]::new));
    }

    @Property(tries = 200)
    void aChangedByteIsNotRead(@ForAll("entries") List<JournalEntry> entries, @ForAll int place, @ForAll byte change) {
        byte[] bytes = bytes(entries);
        if (bytes.length == 0 || change == 0) {
            return;
        }
        int at = Math.floorMod(place, bytes.length);
        bytes[at] ^= change;
        List<JournalEntry> read = JournalEntry.read(bytes);
        assertThat(read.size()).isLessThan(entries.size());
        assertThat(read).isEqualTo(entries.subList(0, read.size()));
    }

    @Provide
    Arbitrary<List<JournalEntry>> entries() {
        return Combinators.combine(
                        Arbitraries.of(Kind.class),
                        Arbitraries.strings()
                                .ofMaxLength(20)
                                .filter(text ->
                                        StandardCharsets.UTF_8.newEncoder().canEncode(text))
                                .list()
                                .ofMaxSize(4))
                .as(JournalEntry::new)
                .list()
                .ofMaxSize(6);
    }

    private static byte[] bytes(List<JournalEntry> entries) {
        return entries.stream()
                .map(JournalEntry::line)
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
    }
}
