package io.github.nixadhoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** Tells what the users of an adapter get, after the build has made its jar. To be called from the module of the adapter. */
public final class AdapterArtifact {

    /** The libraries that decide where logs go, each of which takes the place of the one that the user has chosen. */
    private static final List<String> PLACES_FOR_LOGS = List.of(
            ":slf4j-nop:",
            ":slf4j-simple:",
            ":slf4j-jdk14:",
            ":slf4j-reload4j:",
            ":logback-classic:",
            ":log4j-slf4j2-impl:");

    private static final List<String> TEST_LIBRARIES =
            List.of("org.junit", "org.assertj:", "net.jqwik:", "org.awaitility:", ":tests:");

    private AdapterArtifact() {}

    /**
     * Insists that the jar has classes of the adapter only, and no example, and that what Maven resolves with it has neither a
     * place for logs nor a library for tests. What is optional does not reach users.
     */
    public static void assertBringsOnlyWhatItNeeds(Class<?> ofAdapter) throws IOException {
        String folder = ofAdapter.getPackageName().replace('.', '/') + "/";
        assertThat(classes())
                .contains(folder + ofAdapter.getSimpleName() + ".class")
                .allMatch(name -> name.startsWith(folder))
                .noneMatch(name -> name.contains("Example") || name.contains("Scripted") || name.contains("IT."));
        List<String> dependencies = Files.readAllLines(Path.of("target", "run-time-dependencies.txt")).stream()
                .filter(line -> !line.contains("(optional)"))
                .toList();
        assertThat(dependencies).anyMatch(line -> line.contains(":nix-adhoc-core:"));
        assertThat(dependencies)
                .noneMatch(line -> PLACES_FOR_LOGS.stream().anyMatch(line::contains))
                .noneMatch(line -> TEST_LIBRARIES.stream().anyMatch(line::contains));
    }

    private static List<String> classes() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            List<Path> jars = files.filter(file -> file.getFileName().toString().matches("nix-adhoc-.*\\.jar"))
                    .filter(file -> !file.getFileName().toString().matches(".*-(sources|javadoc|tests)\\.jar"))
                    .toList();
            assertThat(jars).hasSize(1);
            try (JarFile jar = new JarFile(jars.get(0).toFile())) {
                return jar.stream()
                        .map(ZipEntry::getName)
                        .filter(name -> name.endsWith(".class"))
                        .toList();
            }
        }
    }
}
