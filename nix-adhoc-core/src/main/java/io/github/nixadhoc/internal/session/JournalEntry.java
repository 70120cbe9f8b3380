package io.github.nixadhoc.internal.session;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a journal. Its line begins with a checksum, so that an entry that was written while the machine crashed
 * is either read correctly or not at all.
 *
 * @param kind the kind of fact
 * @param values the values, whose meaning depends on the kind
 */
record JournalEntry(Kind kind, List<String> values) {

    /** The kind of fact that an entry records. */
    enum Kind {
        /** A call of Nix is about to be made: its number, directory (empty for none), tool and arguments. */
        CALL,
        /** A call has ended: its number. */
        ENDED,
        /** An answer of Nix named a store path, so that new dependencies of it were added by the session: the path. */
        KNOWN,
        /** A file appeared in the store's folder during a call, created by the call or by others: its path. */
        NEW,
        /** Nix has begun to build a derivation: its path. */
        BUILT,
        /** Nix has begun to download a store path: the path. */
        FETCHED,
        /** A run needs a store path: the path. */
        USED,
        /** A process was started: its id, and its start time in milliseconds since the epoch. */
        PROCESS,
        /** A store path was added: the path. */
        ADDED
    }

    JournalEntry {
        values = List.copyOf(values);
    }

    static JournalEntry of(Kind kind, String... values) {
        return new JournalEntry(kind, List.of(values));
    }

    String value() {
        return values.isEmpty() ? "" : values.get(0);
    }

    /** Returns the line, including the line break. */
    String line() {
        StringBuilder text = new StringBuilder(kind.name());
        values.forEach(value -> text.append(' ').append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return checksum(text.toString()) + " " + text + "\n";
    }

    /** Reads lines up to the first damaged or unfinished one. */
    static List<JournalEntry> read(byte[] journal) {
        List<JournalEntry> entries = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < journal.length; i++) {
            if (journal[i] == '\n') {
                JournalEntry entry = parse(new String(journal, start, i - start, StandardCharsets.UTF_8));
                if (entry == null) {
                    return entries;
                }
                entries.add(entry);
                start = i + 1;
            }
        }
        return entries;
    }

    private static @Nullable JournalEntry parse(String line) {
        int space = line.indexOf(' ');
        if (space < 0 || !checksum(line.substring(space + 1)).equals(line.substring(0, space))) {
            return null;
        }
        List<String> words = Arrays.asList(line.substring(space + 1).split(" ", -1));
        try {
            return new JournalEntry(
                    Kind.valueOf(words.get(0)),
                    words.stream()
                            .skip(1)
                            .map(word -> URLDecoder.decode(word, StandardCharsets.UTF_8))
                            .toList());
        } catch (IllegalArgumentException e) {
            // The kind is of a later version of this library.
            return null;
        }
    }

    private static String checksum(String text) {
        CRC32 checksum = new CRC32();
        checksum.update(text.getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", checksum.getValue());
    }
}
