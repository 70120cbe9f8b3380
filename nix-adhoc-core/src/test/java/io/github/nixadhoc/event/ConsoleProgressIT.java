package io.github.nixadhoc.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.testkit.Ran;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Progress on a pseudo terminal, and without one. */
class ConsoleProgressIT {

    private static final String DEMO = Path.of(System.getProperty("java.home"), "bin", "java") + " -cp '"
            + System.getProperty("java.class.path") + "' " + ProgressDemo.class.getName();

    @TempDir
    private Path folder;

    @Test
    void aPseudoTerminalIsDrawnOnAndLeftClean() {
        Ran ran = run(List.of("script", "-qec", DEMO, "/dev/null"));

        assertThat(ran.stdout()).contains("█", "50%");
        assertThat(Terminal.after(ran.stdout())).containsExactly("the program");
    }

    @Test
    void aFileGetsLines() {
        Ran ran = run(List.of("sh", "-c", DEMO));

        assertThat(ran.stderr()).isEqualTo("downloading big-1.0\ndownloaded big-1.0 (10.0 MiB)\n");
        assertThat(ran.stdout()).isEqualTo("the program\n");
    }

    private Ran run(List<String> command) {
        Map<String, String> environment =
                Map.of("PATH", "/usr/bin:/bin", "LC_ALL", "C.UTF-8", "TERM", "xterm", "SHELL", "/bin/sh");
        return Ran.run(command, environment, folder, new byte[0], Duration.ofSeconds(30));
    }
}
