package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import io.github.nixadhoc.testkit.ClassOrigin;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.SandboxedClient;
import io.github.nixadhoc.testkit.Waits;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.apache.commons.exec.CommandLine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/** Runs a package in a JVM that takes its classes from an archive. */
class ClassDataSharingIT {

    private static final String FROM_ARCHIVE = "source: shared objects file";

    @TempDir
    private Path folder;

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    @Test
    void aWarmRunTakesTheLibraryFromTheArchive() throws Exception {
        Path archive = folder.resolve("app.jsa");
        Path loaded = folder.resolve("loaded");
        assertThat(run(sandbox)).isEqualTo("Hello, world!");
        assertThat(run(sandbox, "-XX:ArchiveClassesAtExit=" + archive)).isEqualTo("Hello, world!");

        assertThat(run(sandbox, "-XX:SharedArchiveFile=" + archive, "-Xshare:on", "-Xlog:class+load:file=" + loaded))
                .isEqualTo("Hello, world!");
        List<String> ours = Files.readAllLines(loaded).stream()
                .filter(line -> line.contains(" io.github.nixadhoc.") && !line.contains("$$Lambda"))
                .toList();
        assertThat(ours)
                .hasSizeGreaterThan(50)
                .allSatisfy(line -> assertThat(line).contains(FROM_ARCHIVE));
    }

    private String run(NixSandbox sandbox, String... options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // The JVM prints the classes that it cannot archive to stdout.
        command.add("-Xlog:disable");
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", classPath(), RunMain.class.getName()));
        command.add(sandbox.under().binary().toString());
        command.add(SandboxedClient.emptyRegistry(sandbox));
        command.add("hello");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(folder.resolve("stderr").toFile());
        builder.environment().clear();
        builder.environment().putAll(sandbox.environment());
        Process process = builder.start();
        try (InputStream stdout = process.getInputStream()) {
            String printed = new String(stdout.readAllBytes());
            assertThat(Waits.forExit(process))
                    .as(() -> readString(folder.resolve("stderr")))
                    .isZero();
            return printed;
        }
    }

    /** Jars only, since an archive has no classes of folders. */
    private String classPath() throws IOException {
        Path main = folder.resolve("main.jar");
        if (!Files.exists(main)) {
            write(main, RunMain.class);
        }
        return Stream.concat(
                        Stream.of(main),
                        Stream.of(NixClient.class, CommandLine.class, JsonFactory.class, Logger.class)
                                .map(ClassOrigin::of))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static void write(Path jar, Class<?> type) throws IOException {
        String name = type.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(file);
                InputStream bytes = type.getResourceAsStream("/" + name)) {
            entries.putNextEntry(new ZipEntry(name));
            bytes.transferTo(entries);
        }
    }

    private static String readString(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
