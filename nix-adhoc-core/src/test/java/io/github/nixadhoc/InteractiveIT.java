package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.nixadhoc.audit.Audit;
import io.github.nixadhoc.audit.AuditedRun;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.PseudoTerminal;
import io.github.nixadhoc.testkit.PseudoTerminal.Settings;
import io.github.nixadhoc.testkit.Waits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A terminal that is handed over, as the program, the JVM and a person see it. */
class InteractiveIT {

    private static final String GOES_ON = "the JVM goes on";

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    private final PseudoTerminal terminal = sandbox.closing(PseudoTerminal.in(sandbox));

    @BeforeAll
    static void requireScript() {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "there is no script to make a terminal");
    }

    @Test
    void theProgramReadsFromAndPrintsToTheTerminal() {
        terminal.script("""
                test -t 0 && test -t 1 && test -t 2 && hello && echo ready
                read -r line; echo "got $line"; exit 7
                """);
        terminal.await("Hello, world!");
        terminal.await("ready");

        terminal.type("some words\n");

        terminal.await("got some words");
        terminal.await("ended as Exited\\[code=7\\]");
    }

    @Test
    void ctrlCGoesToTheProgramAndNotToTheJvm() {
        terminal.script("echo ready; exec sleep 60");
        terminal.await("ready");

        terminal.type(PseudoTerminal.CTRL_C);

        terminal.await("ended as Signaled\\[signal=2\\]");
        terminal.await(GOES_ON);
    }

    @Test
    void aProgramThatHandlesCtrlCGoesOn() {
        terminal.script("trap 'echo interrupted' INT; echo ready; read -r line || read -r line; echo \"got $line\"");
        terminal.await("ready");

        terminal.type(PseudoTerminal.CTRL_C);
        terminal.await("interrupted");
        terminal.type("more\n");

        terminal.await("ended as Exited\\[code=0\\]");
    }

    @Test
    void ctrlCIsTheJvmsAgainAfterwards() {
        terminal.script("true");
        terminal.await(GOES_ON);

        terminal.type(PseudoTerminal.CTRL_C);

        terminal.await("status 130");
    }

    @Test
    void aTerminalThatAKilledProgramLeftRawIsAsBefore() {
        terminal.script("stty raw -echo; kill -9 $$");
        terminal.await("ended as Signaled\\[signal=9\\]");

        Settings settings = terminal.settingsAround();

        assertThat(settings.after()).isEqualTo(settings.before()).isNotEmpty();
    }

    @Test
    void aTerminalIsAsBeforeWhenTheJvmIsTerminated() {
        terminal.script("stty raw -echo; echo ready; exec sleep 60");
        terminal.await("ready");

        Settings settings = terminal.settingsAround();

        assertThat(terminal.lines()).contains("status 143");
        assertThat(settings.after()).isEqualTo(settings.before()).isNotEmpty();
    }

    @Test
    void aShellWithoutAProgramIsTheUsersShell() {
        try (PseudoTerminal other = PseudoTerminal.in(sandbox, Map.of("SHELL", "/bin/sh"))) {
            other.usersShell();
            other.await("jvm .*");

            other.type("hello; echo \"this is ${0##*/}\"; exit 3\n");

            other.await(".*Hello, world!");
            other.await(".*this is sh");
            other.await(".*ended as Exited\\[code=3\\]");
        }
    }

    @Test
    void aTimeoutSendsHupToAShellAtItsPrompt() {
        try (PseudoTerminal other = PseudoTerminal.in(sandbox, Map.of("SHELL", "/bin/bash"))) {
            other.usersShell(Duration.ofSeconds(1));

            other.await(".*ended as TimedOut\\[forced=false\\]");
        }
    }

    @Test
    void aKilledShellDoesNotKeepTheForeground() {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/perl")), "nothing else can change the foreground");
        try (PseudoTerminal other = PseudoTerminal.in(sandbox, Map.of("SHELL", "/bin/bash"))) {
            other.usersShell();
            other.await("jvm .*");
            other.type("kill -9 $$\n");
            other.await(".*ended as Signaled\\[signal=9\\]");
            other.await(GOES_ON);

            other.type(PseudoTerminal.CTRL_C);

            other.await("status 130");
        }
    }

    @Test
    void aDeniedProgramNeverHasTheTerminal() throws IOException {
        Path record = sandbox.root().resolve("audit.jsonl");
        try (PseudoTerminal other = reviewed(record, "SCRIPT")) {
            other.script("echo has the terminal");

            other.await("failure CommandDeniedException .*not that");
            other.await(GOES_ON);
            assertThat(other.lines()).noneMatch(line -> line.contains("has the terminal"));
        }
        assertThat(Files.readAllLines(record)).singleElement().asString().contains("\"decision\":\"deny\"");
        assertThat(sandbox.storePaths()).noneMatch(path -> path.toString().endsWith("-hello-1.0"));
    }

    @Test
    void aProgramInTheTerminalIsReviewedAndRecorded() throws IOException {
        Path record = sandbox.root().resolve("audit.jsonl");
        String line;
        try (PseudoTerminal other = reviewed(record, "")) {
            other.script("tr '\\0' '|' < /proc/$$/cmdline; echo");
            line = other.await(".*[|]-c[|].*");
            other.await("ended as Exited\\[code=0\\]");
        }
        List<String> lines = Files.readAllLines(record);
        assertThat(lines.get(lines.size() - 1)).contains("\"event\":\"run\"", "\"exitCode\":0");
        List<String> recorded = AuditedRun.parse(lines.get(lines.size() - 2)).command();
        assertThat(line.substring(line.indexOf("|-c|") + 1))
                .isEqualTo(String.join("|", recorded.subList(1, recorded.size())) + "|");
        assertThat(Audit.verify(record).problems()).isEmpty();
    }

    private PseudoTerminal reviewed(Path record, String denied) {
        return PseudoTerminal.in(sandbox, Map.of("AUDIT", record.toString(), "DENIED", denied));
    }

    @Test
    void aJvmInTheBackgroundGetsATypedError() {
        try (PseudoTerminal background = PseudoTerminal.inBackgroundOf(sandbox)) {
            background.script("true");

            background.await("failure NoTerminalException this JVM runs in the background of its terminal");
        }
    }

    @Test
    void nothingIsDrawnOnceTheProgramHasTheTerminal() {
        terminal.script("echo ready; sleep 0.3; echo done");
        terminal.await("done");

        assertThat(terminal.lines())
                .as("the progress of hello, and its removal")
                .anyMatch(line -> line.contains("\u001b["));
        assertThat(terminal.lines().stream()
                        .dropWhile(line -> !line.endsWith("ready"))
                        .skip(1))
                .noneMatch(line -> line.contains("\u001b["));
    }

    @Test
    void aProgramSeesThatTheWindowIsResized() throws Exception {
        terminal.script("trap 'echo \"size $(stty size)\"' WINCH; echo \"tty $(tty)\"; while :; do sleep 0.02; done");
        String device = terminal.await("tty /.*").substring("tty ".length());

        Process resized = new ProcessBuilder("stty", "-F", device, "rows", "41", "cols", "101").start();

        assertThat(Waits.forExit(resized)).isZero();
        terminal.await("size 41 101");
    }

    @Test
    void ctrlZStopsTheProgramAndTheJvmAsOneJobAndBothGoOn() {
        try (PseudoTerminal job = PseudoTerminal.ofAJobOf(sandbox)) {
            job.script("echo ready; read -r line; echo \"got $line\"");
            job.await("ready");

            job.type(PseudoTerminal.CTRL_Z);
            job.await("stopped 148");
            job.type("go on\n");
            job.type("some words\n");

            job.await("got some words");
            job.await("ended as Exited\\[code=0\\]");
            job.await(GOES_ON);
        }
    }

    @Test
    void ctrlZWorksForAProgramThatStoppedOnlyItself() {
        try (PseudoTerminal job = PseudoTerminal.ofAJobOf(sandbox)) {
            job.script("echo \"program $$\"; kill -STOP $$; echo goes on");
            ProcessHandle program = job.process("program");
            awaitStopped(program);

            job.type(PseudoTerminal.CTRL_Z);
            job.await("stopped 148");
            job.type("go on\n");

            job.await("goes on");
            job.await("ended as Exited\\[code=0\\]");
        }
    }

    private static void awaitStopped(ProcessHandle process) {
        Path stat = Path.of("/proc", Long.toString(process.pid()), "stat");
        Waits.until(() -> Files.readString(stat).matches("(?s).*\\) T .*"));
    }
}
