package io.github.nixadhoc.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.testkit.ClassOrigin;
import java.io.BufferedReader;
import java.io.File;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.apache.commons.exec.CommandLine;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/** Uses the jar as its users will: as a module, and from the class path. */
class PackagedJarIT {

    private static final Path CONSUMER = Path.of("src/test/consumers/consumer/Consumer.java");
    private static final Path CONSUMER_MODULE = Path.of("src/test/consumers/module-info.java");
    private static final Path JAR = jarOf(Installable.class);
    private static final String JARS = Stream.concat(
                    Stream.of(JAR),
                    Stream.of(CommandLine.class, JsonFactory.class, Logger.class, NullMarked.class)
                            .map(PackagedJarIT::jarOf))
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));

    @TempDir
    private Path classes;

    @Test
    void aModuleUsesIt() throws Exception {
        assertThat(compile("--module-path", CONSUMER_MODULE, CONSUMER)).isEmpty();

        assertThat(jdk("java", "--module-path", classesAndJars(), "--module", "consumer/consumer.Consumer"))
                .endsWith("moo from module io.github.nixadhoc.core");
    }

    @Test
    void aClassPathUsesIt() throws Exception {
        assertThat(compile("--class-path", CONSUMER)).isEmpty();

        assertThat(jdk("java", "--class-path", classesAndJars(), "consumer.Consumer"))
                .endsWith("moo from the class path");
    }

    @Test
    void anImageWithoutTheFlightRecorderUsesIt() throws Exception {
        assertThat(compile("--class-path", CONSUMER)).isEmpty();

        assertThat(jdk("java", "--limit-modules", "java.base", "--class-path", classesAndJars(), "consumer.Consumer"))
                .endsWith("moo from the class path");
    }

    @Test
    void internalIsNotExported() {
        ModuleDescriptor module = ModuleFinder.of(JAR)
                .find("io.github.nixadhoc.core")
                .orElseThrow()
                .descriptor();

        assertThat(module.exports())
                .isNotEmpty()
                .allSatisfy(export -> assertThat(export.isQualified()).isFalse())
                .noneSatisfy(export -> assertThat(export.source()).contains(".internal"));
    }

    @Test
    void aModuleCannotReachInternal(@TempDir Path sources) throws Exception {
        List<String> hidden = publicTypesOfInternal();
        Path intruder = Files.write(sources.resolve("Intruder.java"), linesUsing(hidden));

        List<String> errors = compile("--module-path", CONSUMER_MODULE, intruder);

        assertThat(hidden).isNotEmpty();
        assertThat(errors)
                .filteredOn(error -> error.contains("compiler.misc.not.def.access.not.exported"))
                .hasSameSizeAs(hidden);
    }

    private static List<String> linesUsing(List<String> types) {
        return Stream.of(
                        Stream.of("package consumer;", "interface Intruder {"),
                        types.stream().map("    void use(%s hidden);"::formatted),
                        Stream.of("}"))
                .flatMap(Function.identity())
                .toList();
    }

    private static List<String> publicTypesOfInternal() throws Exception {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            List<String> names = jar.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.matches("io/github/nixadhoc/internal/[^$]+(?<!package-info)\\.class"))
                    .map(name -> name.replace(".class", "").replace('/', '.'))
                    .toList();
            List<String> publicNames = new ArrayList<>();
            for (String name : names) {
                if (Modifier.isPublic(Class.forName(name).getModifiers())) {
                    publicNames.add(name);
                }
            }
            return publicNames;
        }
    }

    /** Returns what the compiler has to say, as keys and not as prose. */
    private List<String> compile(String pathOption, Path... sources) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("-Xlint:all", "-XDrawDiagnostics", "-Xmaxerrs", "10000"));
        arguments.addAll(List.of(pathOption, JARS, "-d", classes.toString()));
        Stream.of(sources).map(Path::toString).forEach(arguments::add);
        return jdk("javac", arguments.toArray(String[]::new));
    }

    private String classesAndJars() {
        return classes + File.pathSeparator + JARS;
    }

    /** Runs a tool of the running JDK, in a process because in this one javac would see the tests' class path. */
    private static List<String> jdk(String tool, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", tool).toString());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader output = process.inputReader()) {
            return output.lines().toList();
        }
    }

    private static Path jarOf(Class<?> type) {
        Path jar = ClassOrigin.of(type);
        assertThat(jar).as("where %s comes from", type).isRegularFile();
        return jar;
    }
}
