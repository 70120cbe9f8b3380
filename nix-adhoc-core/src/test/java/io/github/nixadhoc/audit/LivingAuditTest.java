package io.github.nixadhoc.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.internal.audit.AuditRecorder;
import io.github.nixadhoc.internal.audit.ChainedLine;
import io.github.nixadhoc.internal.audit.JsonLine;
import io.github.nixadhoc.model.Termination;
import io.github.nixadhoc.policy.CommandKind;
import io.github.nixadhoc.policy.Decision;
import io.github.nixadhoc.policy.PlannedCommand;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes of a record while a JVM writes to it, and contradictions in one that was written again. */
class LivingAuditTest {

    @TempDir
    private Path folder;

    private Path file;
    private AuditRecorder recorder;

    @BeforeEach
    void setUp() {
        file = folder.resolve("audit.jsonl");
        recorder = Recorders.of(Audit.to(file));
    }

    private String decide(Decision decision) {
        return recorder.decided(
                PlannedCommand.builder(CommandKind.RUN, List.of("jq")).build(), decision);
    }

    private void end(String id) {
        recorder.ended(id, new Termination.Exited(0), 1, 1, Instant.now(), Duration.ofMillis(1));
    }

    enum Change {
        CUT_BY_A_LINE,
        CUT_WITHIN_A_LINE,
        EMPTIED,
        DELETED,
        WRITTEN_AGAIN,
        WRITTEN_AGAIN_AND_LONGER,
        REPLACED_BY_AN_OLDER_COPY
    }

    @ParameterizedTest
    @EnumSource(Change.class)
    void aWriterNoticesWhatWasDoneToItsRecord(Change change) throws IOException {
        Path copy = folder.resolve("copy");
        decide(Decision.allow());
        Files.copy(file, copy);
        decide(Decision.allow());
        List<String> lines = Files.readAllLines(file);
        String whole = Files.readString(file);
        switch (change) {
            case CUT_BY_A_LINE -> Files.writeString(file, lines.get(0) + "\n");
            case CUT_WITHIN_A_LINE -> Files.writeString(file, whole.substring(0, whole.length() - 30));
            case EMPTIED -> Files.writeString(file, "");
            case DELETED -> Files.delete(file);
            case WRITTEN_AGAIN -> Files.writeString(file, again(2));
            case WRITTEN_AGAIN_AND_LONGER -> Files.writeString(file, again(50));
            case REPLACED_BY_AN_OLDER_COPY -> Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING);
        }
        long before = Files.exists(file) ? Files.readString(file).lines().count() : 0;

        decide(Decision.allow());
        decide(Decision.allow());

        AuditVerification verification = Audit.verify(file);
        assertThat(verification.isIntact()).isFalse();
        assertThat(verification.problems()).anyMatch(problem -> problem.startsWith("line " + (before + 1) + " "));
        assertThat(verification.problems()).noneMatch(problem -> problem.startsWith("line " + (before + 2) + " "));
    }

    private static String again(int count) {
        StringBuilder text = new StringBuilder();
        String previous = ChainedLine.BEGINNING;
        for (int i = 0; i < count; i++) {
            JsonLine content = ChainedLine.after(previous);
            content.put("event", "admission");
            ChainedLine line = ChainedLine.of(content);
            text.append(line.text()).append('\n');
            previous = line.hash();
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"renamed", "renamed and created", "copied and truncated"})
    void aRecordThatIsRotatedIsIntactTogetherWithTheOlderFile(String way) throws IOException {
        String id = decide(Decision.allow());
        Path older = folder.resolve("audit.jsonl.1");
        switch (way) {
            case "renamed" -> Files.move(file, older);
            case "renamed and created" -> {
                Files.move(file, older);
                Files.createFile(file);
            }
            default -> {
                Files.copy(file, older);
                Files.writeString(file, "");
            }
        }
        end(id);
        decide(Decision.allow());

        AuditVerification both = Audit.verify(List.of(older, file));
        assertThat(both.problems()).isEmpty();
        assertThat(both.lines()).isEqualTo(3);
        assertThat(Audit.verify(file).problems()).first().asString().contains("earlier file");
        assertThat(Audit.verify(List.of(file, older)).problems())
                .first()
                .asString()
                .startsWith("audit.jsonl, line 1 ");
    }

    @Test
    void whatAnotherWriterAddsIsNoGap() throws IOException {
        decide(Decision.allow());
        JsonLine foreign = ChainedLine.after(Audit.verify(file).lastHash());
        foreign.put("event", "admission");
        Files.writeString(file, ChainedLine.of(foreign).text() + "\n", StandardOpenOption.APPEND);

        decide(Decision.allow());

        assertThat(Audit.verify(file).problems()).isEmpty();
    }

    @Test
    void aLineOfAnySizeTakesABoundedAmountOfMemory() throws IOException {
        byte[] piece = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
        try (OutputStream out = Files.newOutputStream(file)) {
            // more than the heap of this test has
            long size = Runtime.getRuntime().maxMemory() / 2 + (64 << 20);
            for (long written = 0; written < Math.min(size, 400L << 20); written += piece.length) {
                out.write(piece);
            }
            out.write('\n');
        }

        decide(Decision.allow());
        decide(Decision.allow());

        AuditVerification verification = Audit.verify(file);
        assertThat(verification.lines()).isEqualTo(3);
        assertThat(verification.problems()).singleElement().asString().startsWith("line 1 is longer");
    }

    @Test
    void aLineThatIsTooLongIsNotWritten() {
        PlannedCommand command = PlannedCommand.builder(CommandKind.RUN, List.of("jq", "\u0001".repeat(3 << 20)))
                .build();

        assertThatThrownBy(() -> recorder.decided(command, Decision.allow()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("bytes");
        assertThat(Audit.verify(file).lines()).isZero();
    }

    /** Each line is a list of members; the forger writes all hashes again. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a run without a decision    | event=run id=a                                             | 1 | without a decision
            a run after a denial        | event=decision id=a decision=deny; event=run id=a          | 2 | denied
            a run after a question      | event=decision id=a decision=ask; event=run id=a           | 2 | denied
            the run of another decision | event=decision id=a decision=allow; event=run id=b         | 2 | without a decision
            a run before its decision   | event=run id=a; event=decision id=a decision=allow         | 1 | without a decision
            time that goes back         | time=2026-01-02T00:00:00Z; time=2026-01-01T00:00:00Z       | 2 | dated before
            by a minute, far behind     | time=2026-01-02T00:01:00Z; time=2026-01-02T00:00:59.5Z; time=2026-01-02T00:00:00Z | 3 | dated before
            """)
    void aContradictionIsFound(String what, String lines, int where, String why) throws IOException {
        write(lines);

        assertThat(Audit.verify(file).problems())
                .singleElement()
                .asString()
                .startsWith("line " + where + " ")
                .contains(why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event=decision id=a decision=allow; event=run id=a",
                "event=decision id=a decision=change; event=run id=a",
                "event=decision id=a decision=deny; event=decision id=b decision=allow; event=run id=b",
                "event=admission decision=deny; event=decision id=a decision=allow",
                "time=2026-01-02T00:00:00.5Z; time=2026-01-02T00:00:00Z",
            })
    void whatCanHappenIsIntact(String lines) throws IOException {
        write(lines);

        assertThat(Audit.verify(file).problems()).isEmpty();
    }

    private void write(String lines) throws IOException {
        List<String> text = new ArrayList<>();
        String previous = ChainedLine.BEGINNING;
        for (String each : lines.split("; *")) {
            JsonLine content = ChainedLine.after(previous);
            for (String member : each.strip().split(" ")) {
                Map.Entry<String, String> entry =
                        Map.entry(member.substring(0, member.indexOf('=')), member.substring(member.indexOf('=') + 1));
                content.put(entry.getKey(), entry.getValue());
            }
            ChainedLine line = ChainedLine.of(content);
            text.add(line.text());
            previous = line.hash();
        }
        Files.writeString(file, String.join("\n", text) + "\n");
    }
}
