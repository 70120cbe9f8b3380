package io.github.nixadhoc.exec;

import static io.github.nixadhoc.exec.Programs.run;
import static io.github.nixadhoc.exec.Programs.sh;
import static io.github.nixadhoc.exec.Programs.start;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.testkit.Waits;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Process pitfalls 7 and 25: the JVM's own streams, and its end. */
class JvmExitPitfallsTest {

    private final Marked marked = Marked.create();

    @AfterEach
    void stopLeftovers() {
        marked.kill();
    }

    @Test
    void pitfall07TheStreamsOfTheJvmAreItsOwn() throws Exception {
        ForkedJvm.Ended jvm = new ForkedJvm(ReadingItsInput.class)
                .stdin("a protocol".getBytes(StandardCharsets.UTF_8))
                .run();

        assertThat(jvm.text()).isEqualTo("a protocol");
    }

    /** Runs a program that reads and prints, and then prints its own input. */
    static final class ReadingItsInput {

        public static void main(String[] arguments) throws IOException {
            run(sh("cat; echo noise; echo noise >&2"));
            System.in.transferTo(System.out);
        }
    }

    @Test
    void theStreamsOfTheJvmAreSharedOnRequest() throws Exception {
        ForkedJvm.Ended jvm = new ForkedJvm(SharingItsStreams.class)
                .stdin("handed on".getBytes(StandardCharsets.UTF_8))
                .run();

        assertThat(jvm.text()).isEqualTo("handed on");
    }

    /** Runs {@code cat} on its own streams. */
    static final class SharingItsStreams {

        public static void main(String[] arguments) {
            ProcessOutcome outcome = run(ProcessSpec.of("cat")
                    .withStdin(new Stdin.Inherit())
                    .withStdout(new Output.Inherit())
                    .withStderr(new Output.Inherit()));
            System.exit(outcome.termination().isSuccess() ? 0 : 1);
        }
    }

    @Test
    void pitfall25NoThreadKeepsAJvmAliveThatHasRunACommand() throws Exception {
        ForkedJvm.Ended jvm = new ForkedJvm(RunningOnce.class).run();

        // a pool whose threads are no daemons would delay the end of the JVM for a minute
        assertThat(jvm.text()).isEqualTo("threads that are no daemons: [main]");
    }

    /** Runs a command, and prints the threads for which the JVM would wait at its end. */
    static final class RunningOnce {

        public static void main(String[] arguments) {
            run("echo", "hi");
            System.out.print("threads that are no daemons: "
                    + Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> !thread.isDaemon())
                            .map(Thread::getName)
                            .sorted()
                            .toList());
        }
    }

    @Test
    void pitfall25SigtermToTheJvmEndsTheTreesThatRun() throws Exception {
        Process jvm = new ForkedJvm(RunningForLong.class)
                .arguments(marked.seconds(), "wait")
                .start();
        marked.awaitAlive(5);

        jvm.destroy();

        Waits.forExit(jvm);
        assertThat(marked.alive()).isEmpty();
    }

    @Test
    void pitfall25AJvmThatGoesOnStartingProgramsWhileItEndsLeavesNone() throws Exception {
        Process jvm =
                new ForkedJvm(StartingOnAndOn.class).arguments(marked.seconds()).start();
        marked.awaitAlive(3);

        jvm.destroy();

        Waits.forExit(jvm);
        assertThat(marked.alive()).isEmpty();
    }

    /** Runs programs one after the other, ignoring how they end. */
    static final class StartingOnAndOn {

        public static void main(String[] arguments) {
            ProcessOutcome outcome;
            do {
                outcome = run(sh("sleep " + arguments[0] + "; :"));
            } while (!outcome.termination().isSuccess());
        }
    }

    @Test
    void aShutdownHookMayRunAProgramToCleanUp() throws Exception {
        ForkedJvm.Ended jvm = new ForkedJvm(CleaningUpAtTheEnd.class).run();

        assertThat(jvm.text()).isEqualTo("cleaned");
    }

    /** Runs a program when the JVM ends. */
    static final class CleaningUpAtTheEnd {

        public static void main(String[] arguments) {
            RunningProcess running = start(ProcessSpec.of("sleep", "60"));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                running.await();
                System.out.print(run(sh("sleep 0.3; printf cleaned")).stdout().text());
                System.out.flush();
            }));
        }
    }

    @Test
    void pitfall25TheEndOfMainEndsTheTreesThatRun() throws Exception {
        ForkedJvm.Ended jvm = new ForkedJvm(RunningForLong.class)
                .arguments(marked.seconds(), "end")
                .run();

        assertThat(jvm.exitCode()).isZero();
        assertThat(jvm.duration()).isLessThan(Waits.LIMIT);
        assertThat(marked.alive()).isEmpty();
    }

    /** Starts two trees, and optionally waits for them. */
    static final class RunningForLong {

        public static void main(String[] arguments) {
            RunningProcess first = start(sh("sleep " + arguments[0] + "; :"));
            RunningProcess second = start(sh("sleep " + arguments[0] + "; :"));
            if (arguments[1].equals("wait")) {
                first.await();
                second.await();
            }
        }
    }

    @Test
    void pitfall25ManyRunsDoNotGrowTheShutdownHooks() throws Exception {
        ForkedJvm.Ended jvm = new ForkedJvm(CountingHooks.class)
                .options("--add-opens", "java.base/java.lang=ALL-UNNAMED")
                .run();

        assertThat(jvm.text()).isEqualTo("0 1 0");
    }

    /** Prints the number of additional shutdown hooks after runs, during one, and after it. */
    static final class CountingHooks {

        public static void main(String[] arguments) throws ReflectiveOperationException {
            int before = hooks();
            for (int i = 0; i < 100; i++) {
                run("true");
            }
            int after = hooks();
            RunningProcess running = start(ProcessSpec.of("sleep", "60"));
            int during = hooks();
            running.cancel();
            running.await();
            System.out.printf("%d %d %d", after - before, during - before, hooks() - before);
        }

        private static int hooks() throws ReflectiveOperationException {
            Field field = Class.forName("java.lang.ApplicationShutdownHooks").getDeclaredField("hooks");
            field.setAccessible(true);
            return ((Map<?, ?>) field.get(null)).size();
        }
    }

    @Test
    void pitfall25AllThreadsAreDaemonsWithAName() {
        RunningProcess process = start(ProcessSpec.of("cat").withStdin(new Stdin.Bytes(new byte[1 << 20])));
        process.await();

        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().startsWith("nix-adhoc-"))
                .isNotEmpty()
                .allMatch(Thread::isDaemon);
    }
}
