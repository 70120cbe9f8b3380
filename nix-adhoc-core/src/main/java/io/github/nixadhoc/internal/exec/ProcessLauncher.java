package io.github.nixadhoc.internal.exec;

import io.github.nixadhoc.exec.Output;
import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.Stdin;
import io.github.nixadhoc.internal.text.PathText;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The start of a single process. Streams that this JVM does not read or write itself are redirected by the operating system.
 *
 * <p>To be closed when the process has been started.
 */
final class ProcessLauncher implements AutoCloseable {

    private static final File NULL_DEVICE = new File("/dev/null");
    private static final NativeEncoding ENCODING = NativeEncoding.ofThisJvm();

    private final ProcessSpec spec;
    private final List<NamedFile> named = new ArrayList<>();
    private boolean isRelayed;

    ProcessLauncher(ProcessSpec spec) {
        this.spec = spec;
    }

    Process start() throws IOException {
        ProcessBuilder builder = builder(false, false);
        return StartTurns.take(builder::start);
    }

    /** Returns whether a shell starts the program, so that an exit code may be the shell's. */
    boolean isRelayed() {
        return isRelayed;
    }

    /**
     * Returns the builder of the process.
     *
     * @param pipedIn whether its input is a pipe regardless of the spec
     * @param pipedOut whether its output is a pipe regardless of the spec
     * @throws IOException if the program is not for this system, or the command needs a shell to encode it, and that is not
     *     possible
     */
    ProcessBuilder builder(boolean pipedIn, boolean pipedOut) throws IOException {
        StartPreconditions.requireFormat(spec);
        ProcessBuilder builder = new ProcessBuilder();
        if (ENCODING.isUtf8() || isEncodable()) {
            startDirectly(builder);
        } else {
            startThroughShell(builder);
        }
        Path directory = spec.directory();
        if (directory != null) {
            builder.directory(named(directory, ENCODING.textOf(directory)));
        }
        builder.redirectInput(pipedIn ? Redirect.PIPE : input());
        builder.redirectOutput(pipedOut ? Redirect.PIPE : output(spec.stdout()));
        if (spec.mergeStderr()) {
            builder.redirectErrorStream(true);
        } else {
            builder.redirectError(output(spec.stderr()));
        }
        return builder;
    }

    private boolean isEncodable() {
        return command().stream().allMatch(ENCODING::canEncode)
                && MappedEnvironment.strings(spec.environment()).allMatch(ENCODING::canEncode);
    }

    private void startDirectly(ProcessBuilder builder) {
        List<String> command = command();
        if (ENCODING.isUtf8()) {
            builder.command(command);
        } else {
            builder.command(command.stream().map(ENCODING::encode).toList());
        }
        if (!spec.environment().equals(ProcessEnvironment.inherited())) {
            Map<String, String> variables = builder.environment();
            if (ENCODING.isUtf8()) {
                spec.environment().applyTo(variables);
            } else {
                new MappedEnvironment(spec.environment(), ENCODING::encode).applyTo(variables);
            }
        }
    }

    private void startThroughShell(ProcessBuilder builder) throws IOException {
        isRelayed = true;
        StartPreconditions.check(spec);
        List<String> command = new ArrayList<>(command());
        command.set(0, ProgramPath.find(command.get(0)));
        SplittingEnv.require();
        ShellRelay relay = new ShellRelay(command, EnvironmentBytes.of(spec.environment()));
        builder.command(relay.command());
        builder.environment().clear();
        builder.environment().putAll(relay.variables());
    }

    // the JDK would resolve a relative path against the directory of the process, not that of the JVM
    private List<String> command() {
        String program = spec.command().get(0);
        if (program.indexOf('/') <= 0) {
            return spec.command();
        }
        List<String> command = new ArrayList<>(spec.command());
        command.set(0, System.getProperty("user.dir") + "/" + program);
        return command;
    }

    /** Returns a file by the text that the JDK has for its path, or by a link if it has none. */
    private File named(Path path, @Nullable String text) throws IOException {
        NamedFile file = NamedFile.of(path, text);
        named.add(file);
        return file.file();
    }

    private Redirect input() throws IOException {
        if (spec.stdin() instanceof Stdin.Inherit) {
            return Redirect.INHERIT;
        }
        if (spec.stdin() instanceof Stdin.File file) {
            StartPreconditions.requireInput(file.path());
            // the JDK would wait in the start for another process that opens the pipe
            Path path = file.path();
            return NamedPipe.isAt(path)
                    ? Redirect.PIPE
                    : Redirect.from(named(path, PathText.isExact(path) ? path.toString() : null));
        }
        // programs such as rg treat a pipe without a writer as input, but not the null device
        return spec.stdin() instanceof Stdin.Closed ? Redirect.from(NULL_DEVICE) : Redirect.PIPE;
    }

    private static Redirect output(Output output) {
        if (output instanceof Output.Inherit) {
            return Redirect.INHERIT;
        }
        return output instanceof Output.Discard ? Redirect.DISCARD : Redirect.PIPE;
    }

    @Override
    public void close() {
        for (NamedFile file : named) {
            file.close();
        }
    }
}
