package io.github.nixadhoc.exec;

import io.github.nixadhoc.exec.commons.CommonsExecExecutor;
import io.github.nixadhoc.model.Termination;
import io.github.nixadhoc.testkit.ClassOrigin;
import io.github.nixadhoc.testkit.Waits;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.exec.DefaultExecutor;

/** A separate JVM, started by the JDK alone, for code that must not run in the JVM of the tests. */
final class ForkedJvm {

    private final List<String> command = new ArrayList<>();
    private Map<String, String> environment = Map.of();
    private byte[] stdin = {};

    ForkedJvm(Class<?> main) {
        command.add(main.getName());
    }

    ForkedJvm options(String... options) {
        command.addAll(0, List.of(options));
        return this;
    }

    ForkedJvm arguments(String... arguments) {
        command.addAll(List.of(arguments));
        return this;
    }

    ForkedJvm environment(Map<String, String> variables) {
        environment = variables;
        return this;
    }

    ForkedJvm stdin(byte[] bytes) {
        stdin = bytes;
        return this;
    }

    List<String> command() {
        List<String> whole = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", classPath()));
        whole.addAll(command);
        return whole;
    }

    Process start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command()).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        return builder.start();
    }

    Ended run() throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process = start();
        try (OutputStream input = process.getOutputStream()) {
            input.write(stdin);
        }
        byte[] output = Waits.forOutput(process);
        return new Ended(process.exitValue(), output, Duration.ofNanos(System.nanoTime() - start));
    }

    private static String classPath() {
        return Stream.of(ForkedJvm.class, CommonsExecExecutor.class, Termination.class, DefaultExecutor.class)
                .map(type -> ClassOrigin.of(type).toString())
                .distinct()
                .collect(Collectors.joining(":"));
    }

    /**
     * A JVM that has ended.
     *
     * @param exitCode its exit code
     * @param output its output
     * @param duration the time that it ran
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
    record Ended(int exitCode, byte[] output, Duration duration) {

        String text() {
            return new String(output, StandardCharsets.UTF_8);
        }
    }
}
