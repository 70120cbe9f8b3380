package io.github.nixadhoc.testkit;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A sample of the documentation that needs more than the library, as it stands on its page: the block that begins with
 * {@code ```java} and a mark.
 */
public final class ReadmeSample {

    private final String body;
    private final StringBuilder imports = new StringBuilder();
    private final List<String> parameters = new ArrayList<>();
    private final List<Object> arguments = new ArrayList<>();

    private ReadmeSample(String body) {
        this.body = body;
    }

    /** Finds a sample in the README or on a page of the site. */
    public static ReadmeSample marked(String mark) throws IOException {
        return DocPages.blocks().stream()
                .filter(block -> block.language().equals("java") && block.mark().equals(mark))
                .findFirst()
                .map(block -> new ReadmeSample(block.text()))
                .orElseThrow(() -> new AssertionError("no page has a sample for " + mark));
    }

    /** Imports all of these packages. */
    public ReadmeSample importing(String... packages) {
        for (String each : packages) {
            imports.append("import ").append(each).append(".*;\n");
        }
        return this;
    }

    /** Says what a name in it stands for. */
    public <T> ReadmeSample with(Class<? super T> type, String name, T value) {
        parameters.add(type.getCanonicalName() + " " + name);
        arguments.add(value);
        return this;
    }

    /** Compiles it in an empty folder, and runs it in this JVM. */
    public void run(Path folder) throws Exception {
        Path source = folder.resolve("Sample.java");
        Files.writeString(
                source,
                imports + "public class Sample {\npublic static void run("
                        + parameters.stream().collect(Collectors.joining(", ")) + ") throws Exception {\n" + body
                        + "}\n}\n");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
            if (!compiler.getTask(complaints, files, null, options, null, files.getJavaFileObjects(source))
                    .call()) {
                throw new AssertionError(complaints + body);
            }
        }
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, ReadmeSample.class.getClassLoader())) {
            for (Method method : loader.loadClass("Sample").getDeclaredMethods()) {
                if (method.getName().equals("run")) {
                    method.invoke(null, arguments.toArray());
                }
            }
        }
    }
}
