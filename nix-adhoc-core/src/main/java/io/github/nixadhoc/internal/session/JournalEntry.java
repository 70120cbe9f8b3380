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
 * One entry of a journal: a line of text with a checksum before it, so that what was written last when a machine went down
 * is either read as it was, or not at all.
 *
 * @param kind what it tells
 * @param values what it tells of, by kind
 */
record JournalEntry(Kind kind, List<String> values) {

    /** The kind of fact that an entry tells. */
    enum Kind {
        /** A call of Nix is about to be made: its number, directory (empty for none), tool and arguments. */
        CALL,
        /** A call has ended: its number. */
        ENDED,
        /** Nix has told of a store path, which with all that it needs explains what is new: the path. */
        KNOWN,
        /** A file appeared in the folder of the store while a call went on, made by it or by others: its path. */
        NEW,
        /** Nix has begun to build a derivation: its path. */
        BUILT,
        /** Nix has begun to download a store path: the path. */
        FETCHED,
        /** A run needs a store path: the path. */
        USED,
        /** A process was started: its id, and when, in milliseconds. */
        PROCESS,
        /** A store path is known to have been added: the path. */
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

    /** Returns the line, its end included. */
    String line() {
        StringBuilder text = new StringBuilder(kind.name());
        values.forEach(value -> text.append(' ').append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return checksum(text.toString()) + " " + text + "\n";
    }

    /** Reads lines up to the first that is not as it was written. */
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
            // of a later version of this library
            return null;
        }
    }

    private static String checksum(String text) {
        CRC32 checksum = new CRC32();
        checksum.update(text.getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", checksum.getValue());
    }
}
