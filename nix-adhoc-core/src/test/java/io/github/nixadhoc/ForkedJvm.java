package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import io.github.nixadhoc.testkit.ClassOrigin;
import io.github.nixadhoc.testkit.ForkedMain;
import io.github.nixadhoc.testkit.NixDaemon;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.Waits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.exec.DefaultExecutor;
import org.slf4j.LoggerFactory;
import org.slf4j.nop.NOPServiceProvider;

/**
 * Runs a main class, {@link ForkedMain} unless said otherwise, in a JVM of its own: as another user, without a network, or to see it end.
 *
 * @param sandbox the sandbox whose Nix it uses
 * @param wrapper the words in front of {@code java}
 * @param environment all that it inherits
 */
public record ForkedJvm(NixSandbox sandbox, List<String> wrapper, Map<String, String> environment, Class<?> mainClass) {

    public static ForkedJvm in(NixSandbox sandbox) {
        return new ForkedJvm(sandbox, List.of(), sandbox.environment(), ForkedMain.class);
    }

    /** Runs another main class. */
    public ForkedJvm main(Class<?> other) {
        return new ForkedJvm(sandbox, wrapper, environment, other);
    }

    /** Puts words in front of the command line, such as {@code unshare --net}. */
    public ForkedJvm behind(List<String> words) {
        return new ForkedJvm(sandbox, words, environment, mainClass);
    }

    /** Runs as a user without rights, who uses the store through the daemon. */
    public ForkedJvm asNobody(NixDaemon daemon) {
        return behind(daemon.asNobody(List.of())).with(daemon.environmentOfNobody());
    }

    /** Runs as a user without rights, who keeps everything in a folder. */
    ForkedJvm asNobodyIn(Path home) throws IOException {
        Files.setPosixFilePermissions(sandbox.root(), PosixFilePermissions.fromString("rwxr-xr-x"));
        sandbox.run(
                        List.of(
                                "chown",
                                "-R",
                                "65534:65534",
                                Files.createDirectories(home).toString()),
                        new byte[0])
                .requireSuccess();
        Map<String, String> variables = new TreeMap<>(environment);
        for (String name :
                List.of("HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")) {
            variables.put(name, home.toString());
        }
        return behind(NixDaemon.AS_NOBODY).with(variables);
    }

    public ForkedJvm with(Map<String, String> variables) {
        return new ForkedJvm(sandbox, wrapper, variables, mainClass);
    }

    /** Starts the JVM; stdout and stderr are in {@link #output}. */
    public Process start(String... arguments) {
        List<String> command = new ArrayList<>(wrapper);
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(List.of("-cp", classPath(), "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        command.add(mainClass.getName());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(sandbox.root().toFile())
                .redirectErrorStream(true)
                .redirectOutput(file().toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs the JVM to its end and returns the lines that it printed. */
    List<String> run(String... arguments) {
        Process process = start(arguments);
        try {
            int unused = Waits.forExit(process);
        } catch (AssertionError e) {
            throw new AssertionError("the JVM does not end; it said: " + output(), e);
        }
        return output();
    }

    public List<String> output() {
        try {
            return Files.readString(file()).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for a line, and returns the output up to then. */
    List<String> awaitLine(String start) {
        Waits.untilAsserted(() -> assertThat(output()).anyMatch(line -> line.startsWith(start)));
        return output();
    }

    private Path file() {
        return sandbox.root().resolve("forked.out");
    }

    /** Copies the jars of the library, since another user may not read the originals. */
    private String classPath() {
        Path copies = sandbox.root().resolve("class-path");
        List<Class<?>> needed = List.of(
                NixClient.class,
                ForkedMain.class,
                JsonFactory.class,
                DefaultExecutor.class,
                LoggerFactory.class,
                NOPServiceProvider.class);
        List<String> entries = new ArrayList<>();
        for (Class<?> one : needed) {
            entries.add(copy(ClassOrigin.of(one), copies).toString());
        }
        return String.join(":", entries);
    }

    private static Path copy(Path origin, Path copies) {
        String name = Integer.toHexString(origin.hashCode()) + "-" + origin.getFileName();
        Path copy = copies.resolve(name);
        try (Stream<Path> files = Files.walk(origin)) {
            for (Path file : files.toList()) {
                Path target = copy.resolve(origin.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else if (!Files.exists(target)) {
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target);
                }
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
