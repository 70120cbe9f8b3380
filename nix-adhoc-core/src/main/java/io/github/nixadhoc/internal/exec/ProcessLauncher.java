package io.github.nixadhoc.internal.exec;

import io.github.nixadhoc.exec.Output;
import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.Stdin;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The start of a single process. Streams that this JVM does not read or write itself are redirected by the operating system.
 */
final class ProcessLauncher {

    private static final File NULL_DEVICE = new File("/dev/null");
    private static final NativeEncoding ENCODING = NativeEncoding.ofThisJvm();

    private final ProcessSpec spec;

    ProcessLauncher(ProcessSpec spec) {
        this.spec = spec;
    }

    Process start() throws IOException {
        return builder(false, false).start();
    }

    /**
     * Returns the builder of the process.
     *
     * @param pipedIn whether its input is a pipe regardless of the spec
     * @param pipedOut whether its output is a pipe regardless of the spec
     * @throws IOException if the command needs a shell to encode it, and that is not possible
     */
    ProcessBuilder builder(boolean pipedIn, boolean pipedOut) throws IOException {
        ProcessBuilder builder = new ProcessBuilder();
        if (ENCODING.isUtf8() || isEncodable()) {
            startDirectly(builder);
        } else {
            startThroughShell(builder);
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
        Path directory = spec.directory();
        return command().stream().allMatch(ENCODING::canEncode)
                && MappedEnvironment.strings(spec.environment()).allMatch(ENCODING::canEncode)
                && (directory == null || ENCODING.canEncode(directory.toString()));
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
        Path directory = spec.directory();
        if (directory != null) {
            builder.directory(new File(ENCODING.encode(directory.toString())));
        }
    }

    private void startThroughShell(ProcessBuilder builder) throws IOException {
        StartPreconditions.requireDirectory(spec);
        List<String> command = new ArrayList<>(command());
        command.set(0, ProgramPath.find(command.get(0)));
        SplittingEnv.require();
        ShellRelay relay = new ShellRelay(command, EnvironmentBytes.of(spec.environment()), spec.directory());
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

    private Redirect input() {
        if (spec.stdin() instanceof Stdin.Inherit) {
            return Redirect.INHERIT;
        }
        if (spec.stdin() instanceof Stdin.File file) {
            return Redirect.from(file.path().toFile());
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
}
