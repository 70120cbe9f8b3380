package io.github.nixadhoc.internal.exec;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;

/** The program {@code env} with its option {@code -S}, which GNU since 8.30, FreeBSD and macOS have, but not BusyBox. */
final class SplittingEnv {

    static final String PATH = "/usr/bin/env";

    private static volatile boolean verified;

    private SplittingEnv() {}

    /**
     * Checks that the program exists and has the option.
     *
     * @throws IOException if it does not
     */
    static void require() throws IOException {
        if (!verified) {
            require(PATH);
            verified = true;
        }
    }

    static void require(String env) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(List.of(env, "-i", "-S", "-- \"A=${C}\" /bin/sh", "-c", "test \"$A\" = 'x y'"));
        builder.environment().clear();
        builder.environment().put("C", "x y");
        Process process = builder.redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        // unlike waitFor, join preserves an interrupt for the code that awaits the program
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException("its arguments or environment are beyond the locale of this JVM, and " + env
                    + " has no option -S to work around that; run the JVM in a UTF-8 locale");
        }
    }
}
