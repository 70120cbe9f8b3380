package io.github.nixadhoc.exec;

import static io.github.nixadhoc.exec.Programs.sh;
import static io.github.nixadhoc.exec.Programs.start;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Secrets in the environment, which must not appear in command lines, because all users can read those. */
class RelayedSecretsTest {

    @Test
    void noProcessOfARelayShowsAValueInItsCommandLine() throws Exception {
        ForkedJvm.Ended jvm = new ForkedJvm(LookingForSecrets.class)
                .environment(Map.of("LC_ALL", "C", "INHERITED", "geheim"))
                .run();

        assertThat(jvm.text()).isEqualTo("geheim ä,geheim,geheim []");
    }

    /**
     * Runs a program with secrets repeatedly, and prints its variables and the programs, it or a predecessor, whose command
     * lines contained a secret.
     */
    static final class LookingForSecrets {

        private static final int RUNS = 20;

        public static void main(String[] arguments) throws IOException {
            Set<String> caught = new TreeSet<>();
            String text = "";
            for (int i = 0; i < RUNS; i++) {
                RunningProcess process =
                        start(sh("printf '%s,%s,%s ' \"$S\" \"$PLAIN\" \"$INHERITED\"", "ä".repeat(20_000))
                                .withEnvironment(ProcessEnvironment.inherited()
                                        .setSecret("S", "geheim ä")
                                        .setSecret("PLAIN", "geheim")));
                while (!process.outcome().isDone()) {
                    look(process.pid(), caught);
                }
                text = process.await().stdout().text();
            }
            System.out.writeBytes((text + caught).getBytes(StandardCharsets.UTF_8));
        }

        private static void look(long pid, Set<String> caught) {
            try {
                String line = Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1);
                if (line.contains("geheim")) {
                    caught.add(line.substring(0, line.indexOf('\0')));
                }
            } catch (IOException e) {
                // the process has ended
            }
        }
    }
}
