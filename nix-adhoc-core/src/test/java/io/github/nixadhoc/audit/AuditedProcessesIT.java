package io.github.nixadhoc.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.ForkedJvm;
import io.github.nixadhoc.policy.CommandKind;
import io.github.nixadhoc.policy.Decision;
import io.github.nixadhoc.policy.PlannedCommand;
import io.github.nixadhoc.testkit.Background;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.Waits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several JVMs that write to one record, and one that is killed while it does. */
class AuditedProcessesIT {

    private static final int JVMS = 3;
    private static final int LINES = 250;

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    private final Path file = sandbox.root().resolve("audit.jsonl");

    private Process writer(String name, int lines, int bytes) {
        return ForkedJvm.in(sandbox)
                .main(AuditMain.class)
                .start(file.toString(), name, String.valueOf(lines), String.valueOf(bytes));
    }

    private void write(String argument) {
        String unused = Recorders.of(Audit.to(file).by("this one"))
                .decided(
                        PlannedCommand.builder(CommandKind.RUN, List.of("jq", argument))
                                .build(),
                        Decision.allow());
    }

    @Test
    void concurrentJvmsLoseAndMixNoLine() throws Exception {
        List<Process> writers = new ArrayList<>();
        for (int i = 0; i < JVMS; i++) {
            writers.add(writer("jvm " + i, LINES, 10));
        }
        write("beside them 0");
        Background<Boolean> reader = Background.run(this::readAllTheTime);
        for (int i = 1; writers.stream().anyMatch(Process::isAlive); i++) {
            write("beside them " + i);
            // to close what has read a file takes the locks of the whole process from it
            AuditVerification unused = Audit.verify(file);
        }
        reader.interrupt();
        assertThat(reader.result()).isTrue();
        for (Process writer : writers) {
            assertThat(Waits.forExit(writer)).isZero();
        }

        assertThat(Audit.verify(file).problems()).isEmpty();
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < JVMS; i++) {
            assertThat(numbersOf("jvm " + i, lines))
                    .isEqualTo(IntStream.range(0, LINES).boxed().toList());
        }
        assertThat(numbersOf("this one", lines)).isNotEmpty().doesNotHaveDuplicates();
    }

    /** As a viewer of logs in the same JVM does, which knows nothing of locks. */
    private void readAllTheTime() {
        while (!Thread.currentThread().isInterrupted()) {
            try (InputStream in = Files.newInputStream(file)) {
                assertThat(in.read()).isEqualTo('{');
            } catch (IOException e) {
                return;
            }
        }
    }

    /** The numbers of the commands that somebody has asked for, in the order of the record. */
    private static List<Integer> numbersOf(String who, List<String> lines) {
        return lines.stream()
                .filter(line -> line.contains("\"who\":\"" + who + "\""))
                .map(line -> line.replaceFirst(".*\"command\":\\[\"jq\",\"(?:beside them )?(\\d+)\".*", "$1"))
                .map(Integer::valueOf)
                .toList();
    }

    /** It is chance whether the signal comes in the middle of a line; {@code AuditTest} has half a line in any case. */
    @Test
    void afterAKilledWriterTheNextOneGoesOnAndOnlyTheHalfLineIsAProblem() throws Exception {
        int kills = 2;
        for (int i = 0; i < kills; i++) {
            long before = Files.exists(file) ? Files.size(file) : 0;
            Process writer = writer("killed", Integer.MAX_VALUE, 200_000);
            awaitMoreThan(before + 600_000);
            Waits.forDeath(writer);

            write("after a kill");
        }

        AuditVerification verification = Audit.verify(file);
        List<Integer> torn = torn();
        assertThat(verification.problems()).hasSize(torn.size());
        for (int i = 0; i < torn.size(); i++) {
            assertThat(verification.problems().get(i))
                    .startsWith("line " + torn.get(i) + " was changed, or was cut off");
        }
    }

    private List<Integer> torn() throws IOException {
        List<String> lines = Files.readAllLines(file);
        assertThat(lines.stream().filter(line -> line.contains("after a kill"))).hasSize(2);
        return IntStream.rangeClosed(1, lines.size())
                .filter(number -> !lines.get(number - 1).endsWith("\"}"))
                .boxed()
                .toList();
    }

    private void awaitMoreThan(long bytes) {
        Waits.until(bytes + " bytes", () -> Files.exists(file) && Files.size(file) >= bytes);
    }
}
