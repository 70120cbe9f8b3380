package io.github.nixadhoc.exec;

import static io.github.nixadhoc.exec.Programs.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.testkit.Waits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A JVM with few file descriptors, in which starts fail: a start fails, or output is known to be incomplete. */
class FewDescriptorsTest {

    @ParameterizedTest
    @ValueSource(ints = {40, 60, 90})
    void noOutputIsLostUnsaid(int descriptors) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("sh", "-c", "ulimit -n " + descriptors + "; exec \"$@\" 2>/dev/null", "sh"));
        command.addAll(new ForkedJvm(StartingMany.class).command());

        Process jvm = new ProcessBuilder(command).start();

        assertThat(new String(Waits.forOutput(jvm), StandardCharsets.UTF_8)).isEqualTo("lost 0");
    }

    /** Starts programs on many threads, and prints how many ended well without output and without saying so. */
    static final class StartingMany {

        private static final int THREADS = 15;
        private static final int EACH = 40;

        public static void main(String[] arguments) throws Exception {
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            List<Future<Integer>> counts = new ArrayList<>();
            // loads the classes of a run
            int lost = isLost() ? 1 : 0;
            for (int i = 0; i < THREADS; i++) {
                counts.add(threads.submit(StartingMany::countLost));
            }
            for (Future<Integer> count : counts) {
                lost += count.get();
            }
            System.out.print("lost " + lost);
            System.exit(0);
        }

        private static int countLost() {
            int lost = 0;
            for (int i = 0; i < EACH; i++) {
                lost += isLost() ? 1 : 0;
            }
            return lost;
        }

        private static boolean isLost() {
            try {
                ProcessOutcome outcome = run("/bin/echo", "x");
                return outcome.termination().isSuccess()
                        && outcome.outputComplete()
                        && !outcome.stdout().text().equals("x\n");
            } catch (ProcessStartException e) {
                return false;
            }
        }
    }
}
