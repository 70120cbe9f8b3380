package io.github.nixadhoc.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.nixadhoc.internal.audit.ChainedLine;
import io.github.nixadhoc.internal.audit.JsonLine;
import io.github.nixadhoc.policy.CommandKind;
import io.github.nixadhoc.policy.Decision;
import io.github.nixadhoc.policy.PlannedCommand;
import io.github.nixadhoc.testkit.Background;
import io.github.nixadhoc.testkit.Waits;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A record in which every change shows. */
class AuditTest {

    @TempDir
    private Path folder;

    private Path file;
    private Audit audit;

    @BeforeEach
    void setUp() {
        file = folder.resolve("audit.jsonl");
        audit = Audit.to(file).by("somebody");
    }

    private static PlannedCommand command(String... words) {
        return PlannedCommand.builder(CommandKind.RUN, List.of(words))
                .environmentNames(Set.of("TOKEN"))
                .build();
    }

    @Test
    void aWrittenRecordIsIntact() {
        for (int i = 0; i < 20; i++) {
            Recorders.of(audit)
                    .decided(command("jq", "line " + i), Decision.allow().by("a rule"));
        }

        AuditVerification verification = Audit.verify(file);

        assertThat(verification.problems()).isEmpty();
        assertThat(verification.lines()).isEqualTo(20);
    }

    @Test
    void anotherWriterGoesOnWhereTheLastOneEnded() throws IOException {
        Recorders.of(audit).decided(command("one"), Decision.allow());
        JsonLine foreign = ChainedLine.after(Audit.verify(file).lastHash());
        foreign.put("who", "x".repeat(40_000));
        Files.writeString(file, ChainedLine.of(foreign).text() + "\n", StandardOpenOption.APPEND);

        Recorders.of(audit).decided(command("two"), Decision.allow());

        assertThat(Audit.verify(file).isIntact()).isTrue();
    }

    static Stream<UnaryOperator<List<String>>> forgeries() {
        return Stream.of(
                lines -> changed(lines, 3, lines.get(3).replace("allow", "deny")),
                lines -> changed(lines, 0, lines.get(0).replace("somebody", "anybody")),
                lines -> changed(lines, 5, lines.get(5) + " "),
                lines -> without(lines, 0),
                lines -> without(lines, 4),
                lines -> {
                    List<String> swapped = new ArrayList<>(lines);
                    Collections.swap(swapped, 2, 3);
                    return swapped;
                },
                lines -> {
                    List<String> more = new ArrayList<>(lines);
                    more.add(4, lines.get(4));
                    return more;
                },
                lines -> {
                    List<String> more = new ArrayList<>(lines);
                    more.add("{\"previous\":\"" + "0".repeat(64) + "\",\"event\":\"decision\"}");
                    return more;
                },
                lines -> {
                    List<String> more = new ArrayList<>(lines);
                    more.add(2, "");
                    return more;
                });
    }

    private static List<String> changed(List<String> lines, int at, String line) {
        List<String> changed = new ArrayList<>(lines);
        changed.set(at, line);
        return changed;
    }

    private static List<String> without(List<String> lines, int at) {
        List<String> fewer = new ArrayList<>(lines);
        fewer.remove(at);
        return fewer;
    }

    @ParameterizedTest
    @MethodSource("forgeries")
    void aForgeryIsFound(UnaryOperator<List<String>> forgery) throws IOException {
        for (int i = 0; i < 8; i++) {
            Recorders.of(audit).decided(command("jq"), Decision.allow());
        }

        Files.write(file, forgery.apply(Files.readAllLines(file)));

        assertThat(Audit.verify(file).isIntact()).isFalse();
    }

    @Test
    void theLastHashRevealsWhatWasCutOff() throws IOException {
        Recorders.of(audit).decided(command("one"), Decision.allow());
        Recorders.of(audit).decided(command("two"), Decision.allow());
        String kept = Audit.verify(file).lastHash();

        Files.write(file, without(Files.readAllLines(file), 1));

        assertThat(Audit.verify(file).isIntact()).isTrue();
        assertThat(Audit.verify(file).lastHash()).isNotEqualTo(kept);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 20, 70, 90, 200})
    void theHalfLineOfAKilledWriterIsReportedAndContinuedFrom(int missing) throws IOException {
        // in another file, since this JVM would miss its own line
        Path other = folder.resolve("other.jsonl");
        Recorders.of(Audit.to(other)).decided(command("one"), Decision.allow());
        String whole = Files.readString(other);
        Files.writeString(file, whole.substring(0, whole.length() - missing));
        assertThat(Audit.verify(file).isIntact()).isFalse();

        Recorders.of(audit).decided(command("two"), Decision.allow());
        Recorders.of(audit).decided(command("three"), Decision.allow());

        AuditVerification verification = Audit.verify(file);
        assertThat(verification.lines()).isEqualTo(3);
        if (missing == 1) {
            assertThat(verification.problems()).isEmpty();
        } else {
            assertThat(verification.problems()).singleElement().asString().startsWith("line 1 ");
        }
    }

    /** Half a line may end with a brace too. */
    @Test
    void aLineThatWasCutOffAfterABraceIsNotTakenForAWholeOne() throws IOException {
        Recorders.of(audit).decided(command("one", "{}"), Decision.allow());
        String whole = Files.readString(file);
        Files.writeString(file, whole.substring(0, whole.indexOf("{}") + 2) + "\n");

        assertThat(Audit.verify(file).problems()).singleElement().asString().startsWith("line 1 ");
    }

    @Test
    void anInterruptedThreadWritesAndStaysInterrupted() {
        Thread.currentThread().interrupt();

        Recorders.of(audit).decided(command("one"), Decision.allow());

        assertThat(Thread.interrupted()).isTrue();
        assertThat(Audit.verify(file).lines()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"audit.jsonl", "audit.jsonl.lock"})
    void theWaitForALockedFileEnds(String locked) throws IOException {
        Recorders.of(audit).decided(command("one"), Decision.allow());
        Audit impatient = audit.patience(Duration.ofMillis(50));
        try (FileChannel other = FileChannel.open(folder.resolve(locked), StandardOpenOption.WRITE);
                FileLock lock = other.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertThatThrownBy(() -> Recorders.of(impatient).decided(command("two"), Decision.allow()))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("locked for 50 ms");
        }

        Recorders.of(impatient).decided(command("three"), Decision.allow());
        assertThat(Audit.verify(file).lines()).isEqualTo(2);
    }

    @Test
    void theWaitForAThreadOfTheSameJvmEnds() throws Exception {
        Recorders.of(audit).decided(command("one"), Decision.allow());
        try (FileChannel other = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = other.lock()) {
            assertThat(lock.isValid()).isTrue();
            Background<Throwable> first = Background.call(() -> catchThrowable(
                    () -> Recorders.of(audit.patience(Waits.LIMIT)).decided(command("two"), Decision.allow())));
            Waits.until(() -> first.thread().getState() == Thread.State.TIMED_WAITING);

            assertThatThrownBy(() -> Recorders.of(audit.patience(Duration.ofMillis(50)))
                            .decided(command("three"), Decision.allow()))
                    .isInstanceOf(UncheckedIOException.class);

            assertThat(first.isRunning()).isTrue();
            first.interrupt();
            assertThat(first.result()).isInstanceOf(UncheckedIOException.class);
        }
    }

    @Test
    void anInterruptEndsTheWaitOfADecisionButNotOfAnEnd() throws IOException {
        Recorders.of(audit).decided(command("one"), Decision.allow());
        Audit impatient = audit.patience(Duration.ofMillis(50));
        try (FileChannel other = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = other.lock()) {
            assertThat(lock.isValid()).isTrue();
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> Recorders.of(impatient).decided(command("two"), Decision.allow()))
                    .hasCauseInstanceOf(InterruptedIOException.class);
            assertThatThrownBy(() -> Recorders.of(impatient).notStarted("id", "why"))
                    .hasMessageContaining("locked for 50 ms");
        }
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aFileAndItsLinksAreOneRecord() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("other"));
        Path second = Files.createSymbolicLink(folder.resolve("other"), file);
        Path hard = folder.resolve("hard");
        Recorders.of(audit).decided(command("one"), Decision.allow());
        Files.createLink(hard, file);

        List<Path> names = List.of(file, link, second, hard);
        Stream.iterate(0, i -> i + 1)
                .limit(200)
                .parallel()
                .forEach(i -> Recorders.of(Audit.to(names.get(i % 4)))
                        .decided(command("jq", String.valueOf(i)), Decision.allow()));

        assertThat(Audit.verify(link).problems()).isEmpty();
        assertThat(Audit.verify(file).lines()).isEqualTo(201);
    }

    /** A folder that cannot be written to is not one for root. */
    @Test
    void theRecordIsWrittenWithoutALockFile() throws IOException {
        Files.createDirectory(folder.resolve("audit.jsonl.lock"));

        Recorders.of(audit).decided(command("one"), Decision.allow());
        Recorders.of(audit).decided(command("two"), Decision.allow());

        assertThat(Audit.verify(file).isIntact()).isTrue();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aNewRecordIsReadableByItsOwnerOnly() throws IOException {
        Recorders.of(audit).decided(command("one"), Decision.allow());
        Path shared = Files.createFile(folder.resolve("shared"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rw-rw-rw-"));
        Recorders.of(Audit.to(shared)).decided(command("one"), Decision.allow());

        assertThat(Stream.of("audit.jsonl", "audit.jsonl.lock", "shared", "shared.lock")
                        .map(this::permissions))
                .containsExactly("rw-------", "rw-------", "rw-rw-rw-", "rw-rw-rw-");
    }

    private String permissions(String name) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDiskIsAFailureThatSaysWhere() {
        Audit full = Audit.to(Path.of("/dev/full"));

        assertThatThrownBy(() -> Recorders.of(full).decided(command("one"), Decision.allow()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("/dev/full");
    }

    @Test
    void noArgumentCanForgeALine() throws IOException {
        Recorders.of(audit).decided(command("jq", "x\"}\n{\"previous\":\"\",\u2028\u0000\\"), Decision.deny("no\n{}"));

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(1);
        assertThat(AuditedRun.parse(lines.get(0)).command())
                .containsExactly("jq", "x\"}\n{\"previous\":\"\",\u2028\u0000\\");
    }

    @Test
    void aRunThatIsReadTwiceIsEqual() throws IOException {
        Recorders.of(audit).decided(command("jq"), Decision.allow());
        Recorders.of(audit).decided(command("jq"), Decision.deny("no"));
        Recorders.of(audit).decided(command("jq", "."), Decision.allow());

        List<String> lines = Files.readAllLines(file);
        AuditedRun first = AuditedRun.parse(lines.get(0));
        assertThat(first).isEqualTo(AuditedRun.parse(lines.get(0))).hasToString(first.toString());
        assertThat(first).isNotEqualTo(AuditedRun.parse(lines.get(1)));
        assertThat(first).isNotEqualTo(AuditedRun.parse(lines.get(2)));
    }

    @Test
    void theMissingPartOfAReplayIsNamed() throws IOException {
        Recorders.of(audit).decided(command("jq"), Decision.allow());

        assertThat(AuditedRun.parse(Files.readString(file)).lacking()).contains("the value of the variable TOKEN");
    }

    @Test
    void aLineWithoutADecisionIsRefused() {
        for (String text : List.of("", "{}", "[]", "{\"event\":\"run\"}", "x".repeat(10_000), "[".repeat(50_000))) {
            assertThatThrownBy(() -> AuditedRun.parse(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void threadsDoNotMixTheirLines() {
        Stream.iterate(0, i -> i + 1)
                .limit(200)
                .parallel()
                .forEach(i -> Recorders.of(Audit.to(file)).decided(command("jq", String.valueOf(i)), Decision.allow()));

        AuditVerification verification = Audit.verify(file);
        assertThat(verification.problems()).isEmpty();
        assertThat(verification.lines()).isEqualTo(200);
    }
}
