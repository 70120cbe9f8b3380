package io.github.nixadhoc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Signal;
import io.github.nixadhoc.model.Termination;
import io.github.nixadhoc.testkit.Background;
import io.github.nixadhoc.testkit.SandboxedNix;
import io.github.nixadhoc.testkit.Traces;
import io.github.nixadhoc.testkit.Waits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs that run in the background. */
class BackgroundIT extends SandboxedNix {

    @Test
    void theProgramAnswersToInputWhileItRuns() {
        try (RunningProgram cat = nix.run("cat").openStdin().start()) {
            Iterator<String> lines = cat.lines().iterator();

            cat.write("one\n");
            assertThat(lines.next()).isEqualTo("one");
            cat.write("two\nthr");
            assertThat(lines.next()).isEqualTo("two");
            cat.write("ee\n");
            assertThat(lines.next()).isEqualTo("three");

            cat.closeStdin();
            assertThat(lines.hasNext()).isFalse();
            assertThat(Waits.forResult(cat.result()).exitCode()).isZero();
        }
    }

    @Test
    void bytesCanBeWrittenAsToAnyStream() throws IOException {
        try (RunningProgram count = nix.run("count-stdin").openStdin().start()) {
            count.stdin().write('a');
            count.stdin().write("bcd".getBytes(UTF_8));
            count.stdin().close();

            assertThat(Waits.forResult(count.result()).stdout().strip()).isEqualTo("4");
        }
    }

    @Test
    void writingToAProgramThatHasEndedFails() {
        try (RunningProgram hello = nix.run("hello").openStdin().start()) {
            Waits.forResult(hello.result());

            assertThatThrownBy(() -> hello.write("too late"))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("ended");
            hello.closeStdin();
        }
    }

    @Test
    void stdinIsClosedUnlessAskedFor() {
        try (RunningProgram cat = nix.run("cat").start()) {
            assertThat(Waits.forResult(cat.result()).stdout()).isEmpty();
            assertThatThrownBy(() -> cat.write("x"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("openStdin()");
        }
    }

    @Test
    void openInputIsRefusedIfNobodyCouldWriteToIt() {
        RunCommand cat = nix.run("cat").openStdin();

        for (Runnable verb : List.<Runnable>of(cat::execute, cat::text, cat::lines)) {
            assertThatThrownBy(verb::run)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("start()");
        }
    }

    @Test
    void theOutputSoFarCanBeRead() {
        try (RunningProgram program = nix.shell("hello")
                .script("echo out; echo err >&2; read -r more; echo $more")
                .openStdin()
                .start()) {
            assertThat(program.lines().limit(1)).containsExactly("out");
            Waits.until(() -> program.errorOutput().text().equals("err\n"));
            assertThat(program.output().text()).isEqualTo("out\n");
            assertThat(program.isRunning()).isTrue();

            program.write("more\n");

            assertThat(Waits.forResult(program.result()).stdout()).isEqualTo("out\nmore\n");
            assertThat(program.output().text()).isEqualTo("out\nmore\n");
        }
    }

    @Test
    void theOutputSoFarIsBounded() {
        try (RunningProgram endless =
                nix.run("endless").maxOutput(ByteSize.of(1000)).start()) {
            Waits.until(() -> endless.output().totalBytes() > 100_000);

            assertThat(endless.output().bytes()).hasSize(1000);
        }
    }

    @Test
    void everyReaderHasAllLines() {
        try (RunningProgram sleeper = nix.run("sleeper").start()) {
            List<String> first = sleeper.lines().limit(3).toList();

            assertThat(first).hasSize(3).contains(Long.toString(sleeper.pid()));
            assertThat(sleeper.lines().limit(3)).isEqualTo(first);
        }
    }

    @Test
    void droppedLinesAreCounted() {
        try (RunningProgram program = nix.shell("hello")
                .script("seq 1 1000; read -r x; echo end")
                .maxOutput(ByteSize.of(100))
                .openStdin()
                .start()) {
            Waits.until(() -> program.output().totalBytes() == 3893);
            program.write("\n");

            assertThat(program.lines())
                    .startsWith("1", "2")
                    .anyMatch(line -> line.matches("\\[… \\d+ bytes dropped …]"))
                    .endsWith("1000", "end");
        }
    }

    @Test
    void discardedOutputHasNoLines() {
        try (RunningProgram hello = nix.run("hello").discardOutput().start()) {
            assertThatThrownBy(hello::lines)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("discardOutput()");
            assertThat(hello.output().totalBytes()).isZero();
        }
    }

    @Test
    void anInterruptedReaderLeavesTheProgramAlone() throws Exception {
        try (RunningProgram stubborn = nix.run("sleeper").start()) {
            Background<Throwable> reader = Background.call(() -> catchThrowable(() -> {
                try (Stream<String> lines = stubborn.lines()) {
                    lines.forEach(line -> {});
                }
            }));
            reader.interrupt();

            assertThat(reader.result()).isInstanceOf(CancellationException.class);
            assertThat(stubborn.isRunning()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"USR1", "USR2", "TERM"})
    void aSignalReachesTheProgram(Signal signal) {
        try (RunningProgram program = nix.shell("hello")
                .script("trap 'echo got " + signal + "; exit 7' " + signal
                        + "; echo ready; while :; do sleep 0.02; done")
                .start()) {
            Iterator<String> lines = program.lines().iterator();
            assertThat(lines.next()).isEqualTo("ready");

            assertThat(program.signal(signal)).isTrue();

            assertThat(lines.next()).isEqualTo("got " + signal);
            assertThat(Waits.forResult(program.result()).termination()).isEqualTo(new Termination.Exited(7));
        }
    }

    @Test
    void aProgramIsHeldAndGoesOn() throws IOException {
        try (RunningProgram cat = nix.run("cat").openStdin().start()) {
            assertThat(cat.signal(Signal.STOP)).isTrue();
            cat.write("held\n");
            assertThat(cat.output().totalBytes()).isZero();

            assertThat(cat.signal(Signal.CONT)).isTrue();

            assertThat(cat.lines().limit(1)).containsExactly("held");
        }
    }

    @Test
    void aProgramThatHasEndedGetsNoSignal() {
        try (RunningProgram hello = nix.run("hello").start()) {
            Waits.forResult(hello.result());

            assertThat(hello.signal(Signal.USR1)).isFalse();
            assertThat(hello.signal(Signal.TERM)).isFalse();
        }
    }

    @Test
    void fiveHundredProgramsLeaveNothingBehind() throws Exception {
        startAndStop(2);
        Traces before = Traces.withoutIdleThreads(sandbox);

        for (int i = 0; i < 5; i++) {
            startAndStop(100);
        }

        Traces after = Traces.settled(sandbox, before.threads().size());
        assertThat(after.threads()).as("threads").isSubsetOf(before.threads());
        assertThat(after.descriptors()).as("descriptors").isLessThanOrEqualTo(before.descriptors());
        assertThat(after.children()).as("child processes").isEmpty();
        assertThat(after.files()).as("files and roots").isEqualTo(before.files());
    }

    private void startAndStop(int count) {
        List<RunningProgram> programs = Stream.generate(
                        () -> nix.run("cat").openStdin().start())
                .limit(count)
                .toList();
        assertThat(programs).allMatch(RunningProgram::isRunning);
        // half of them end by themselves meanwhile, since each stop starts two shells
        for (int i = 0; i < count; i += 2) {
            programs.get(i + 1).closeStdin();
        }
        for (int i = 0; i < count; i += 2) {
            programs.get(i).stop();
        }
        programs.forEach(RunningProgram::close);
        assertThat(programs).noneMatch(RunningProgram::isRunning);
    }
}
