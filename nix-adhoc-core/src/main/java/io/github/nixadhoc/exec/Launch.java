package io.github.nixadhoc.exec;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts the process of a spec, with the operating system doing all redirection that needs no reading of ours. */
final class Launch {

    private static final File NULL_DEVICE = new File("/dev/null");

    private final ProcessSpec spec;

    Launch(ProcessSpec spec) {
        this.spec = spec;
    }

    Process start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command());
        if (!spec.environment().equals(ProcessEnvironment.inherited())) {
            spec.environment().applyTo(builder.environment());
        }
        Path directory = spec.directory();
        if (directory != null) {
            builder.directory(directory.toFile());
        }
        builder.redirectInput(input());
        builder.redirectOutput(output(spec.stdout()));
        if (spec.mergeStderr()) {
            builder.redirectErrorStream(true);
        } else {
            builder.redirectError(output(spec.stderr()));
        }
        return builder.start();
    }

    // a relative path means the directory of the JVM, not the one that the process will have
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
        // a pipe without a writer looks like input to programs such as rg, the null device does not
        return spec.stdin() instanceof Stdin.Closed ? Redirect.from(NULL_DEVICE) : Redirect.PIPE;
    }

    private static Redirect output(Output output) {
        if (output instanceof Output.Inherit) {
            return Redirect.INHERIT;
        }
        return output instanceof Output.Discard ? Redirect.DISCARD : Redirect.PIPE;
    }
}
