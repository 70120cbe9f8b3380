package io.github.nixadhoc.architecture;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.testkit.ClassOrigin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The files and compiled classes of the module that is examined, wherever the JVM was started. */
public final class Checkout {

    public static final String ROOT = "io.github.nixadhoc";

    private static final Pattern EXPORTED = Pattern.compile("(?m)^\\s*exports\\s+([\\w.]+)\\s*;");

    private Checkout() {}

    /** The directory with the compiled main classes. */
    static Path classDirectory() {
        try {
            // ArchUnit reads nothing from a directory behind a symbolic link
            return ClassOrigin.of(NixClient.class).toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The directory of {@code nix-adhoc-core}: the nearest one with a POM above the classes. */
    public static Path module() {
        Path directory = classDirectory();
        while (directory != null && !Files.exists(directory.resolve("pom.xml"))) {
            directory = directory.getParent();
        }
        if (directory == null) {
            throw new IllegalStateException("no pom.xml above " + classDirectory());
        }
        return directory;
    }

    /** The directory with the sources of the main classes. */
    static Path mainSources() {
        return module().resolve("src/main/java");
    }

    /** The packages that {@code module-info.java} exports to everyone. */
    static List<String> exportedPackages() {
        return EXPORTED.matcher(read(mainSources().resolve("module-info.java")))
                .results()
                .map((MatchResult export) -> export.group(1))
                .sorted()
                .toList();
    }

    /**
     * Imports the main classes alone: not those of tests, and not those of the JDK and of libraries, which would take most
     * of the time and are known by their names.
     */
    public static JavaClasses mainClasses() {
        JavaClasses classes = importing(importer -> importer.importPath(classDirectory()));
        if (classes.isEmpty()) {
            throw new IllegalStateException("no classes in " + classDirectory());
        }
        return classes;
    }

    /** Imports the given classes alone. */
    static JavaClasses only(Class<?>... classes) {
        return importing(importer -> importer.importClasses(classes));
    }

    private static JavaClasses importing(Function<ClassFileImporter, JavaClasses> way) {
        ArchConfiguration configuration = ArchConfiguration.get();
        boolean resolved = configuration.resolveMissingDependenciesFromClassPath();
        configuration.setResolveMissingDependenciesFromClassPath(false);
        try {
            return way.apply(new ClassFileImporter());
        } finally {
            configuration.setResolveMissingDependenciesFromClassPath(resolved);
        }
    }

    public static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
