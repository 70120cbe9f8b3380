package io.github.nixadhoc.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.internal.audit.ChainedLine;
import io.github.nixadhoc.policy.CommandKind;
import io.github.nixadhoc.policy.Decision;
import io.github.nixadhoc.policy.PlannedCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever is done to a record at one place shows, and where. */
class AuditProperties {

    private static final int LINES = 6;

    private static Path folder;
    private static byte[] record;
    private static List<String> lines;

    @BeforeContainer
    static void write() throws IOException {
        folder = Files.createTempDirectory("audit-");
        Path file = folder.resolve("record.jsonl");
        for (int i = 0; i < LINES; i++) {
            Recorders.of(Audit.to(file))
                    .decided(
                            PlannedCommand.builder(CommandKind.RUN, List.of("jq", "{" + i + "}"))
                                    .build(),
                            Decision.allow());
        }
        record = Files.readAllBytes(file);
        lines = Files.readAllLines(file);
        assertThat(Audit.verify(file).isIntact()).isTrue();
    }

    @AfterContainer
    static void delete() throws IOException {
        for (String name : List.of("record.jsonl", "record.jsonl.lock", "edited.jsonl")) {
            Files.deleteIfExists(folder.resolve(name));
        }
        Files.delete(folder);
    }

    @Property(tries = 400)
    void aChangedByteIsFound(
            @ForAll @IntRange(min = 0, max = 100_000) int at, @ForAll @IntRange(min = 1, max = 255) int by)
            throws IOException {
        int place = at % record.length;
        byte[] edited = record.clone();
        edited[place] += (byte) by;

        assertFound(edited, lineAt(place));
    }

    @Property(tries = 200)
    void aRemovedByteIsFound(@ForAll @IntRange(min = 0, max = 100_000) int at) throws IOException {
        int place = at % record.length;
        byte[] edited = Arrays.copyOf(record, record.length - 1);
        System.arraycopy(record, place + 1, edited, place, record.length - place - 1);

        assertFound(edited, lineAt(place));
    }

    @Property(tries = 200)
    void anInsertedByteIsFound(@ForAll @IntRange(min = 0, max = 100_000) int at, @ForAll byte inserted)
            throws IOException {
        int place = at % (record.length + 1);
        byte[] edited = Arrays.copyOf(record, record.length + 1);
        System.arraycopy(record, place, edited, place + 1, record.length - place);
        edited[place] = inserted;

        // the same byte again is inserted at the end of its run
        int first = place;
        while (first < record.length && record[first] == inserted) {
            first++;
        }
        assertFound(edited, lineAt(first));
    }

    @Property(tries = 200)
    void aRecordThatEndsWithinALineIsFound(@ForAll @IntRange(min = 0, max = 100_000) int at) throws IOException {
        int length = at % record.length;
        if (length > 0 && record[length - 1] != '\n') {
            assertFound(Arrays.copyOf(record, length), lineAt(length - 1));
        }
    }

    @Property(tries = 30)
    void aDroppedLineIsFound(@ForAll @IntRange(min = 0, max = LINES - 2) int at) throws IOException {
        List<String> edited = new ArrayList<>(lines);
        edited.remove(at);

        assertFound(edited, at + 1);
    }

    @Property(tries = 60)
    void swappedLinesAreFound(
            @ForAll @IntRange(min = 0, max = LINES - 1) int one, @ForAll @IntRange(min = 0, max = LINES - 1) int other)
            throws IOException {
        if (one != other) {
            List<String> edited = new ArrayList<>(lines);
            Collections.swap(edited, one, other);

            assertFound(edited, Math.min(one, other) + 1);
        }
    }

    @Property(tries = 60)
    void aRepeatedLineIsFound(
            @ForAll @IntRange(min = 0, max = LINES - 1) int line, @ForAll @IntRange(min = 0, max = LINES) int at)
            throws IOException {
        List<String> edited = new ArrayList<>(lines);
        edited.add(at, lines.get(line));

        // beside itself, it is the second of the two that does not follow
        assertFound(edited, line == at ? at + 2 : at + 1);
    }

    @Property(tries = 30)
    void aLineThatDoesNotFollowItsPredecessorIsFound(@ForAll @IntRange(min = 0, max = LINES) int at)
            throws IOException {
        List<String> edited = new ArrayList<>(lines);
        edited.add(at, ChainedLine.of(ChainedLine.after("f".repeat(64))).text());

        assertFound(edited, at + 1);
    }

    private static int lineAt(int place) {
        int line = 1;
        for (int i = 0; i < place; i++) {
            line += record[i] == '\n' ? 1 : 0;
        }
        return line;
    }

    private static void assertFound(List<String> edited, int line) throws IOException {
        assertFound((String.join("\n", edited) + "\n").getBytes(StandardCharsets.US_ASCII), line);
    }

    private static void assertFound(byte[] edited, int line) throws IOException {
        Path file = folder.resolve("edited.jsonl");
        Files.write(file, edited);

        assertThat(Audit.verify(file).problems()).anyMatch(problem -> problem.startsWith("line " + line + " "));
    }
}
