package io.github.nixadhoc.internal.confine;

import io.github.nixadhoc.exec.Output;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.Stdin;
import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The streams of a confined program. None is a file of the host, because the program could open its descriptor again by {@code
 * /proc/self/fd}, with the permissions that the file has outside. So this JVM passes the bytes on. A terminal is passed as it
 * is.
 *
 * @param spec the changed spec
 * @param opened the file that has to be closed when the process has ended; null for none
 */
public record OpenStreams(ProcessSpec spec, @Nullable Closeable opened) {

    private static final String OWN = "/proc/self/fd/";
    private static final int TYPE = 0170000;
    private static final int PIPE = 0010000;
    private static final int BLOCK_DEVICE = 0060000;
    private static final int REGULAR = 0100000;

    /**
     * Returns the streams for a process.
     *
     * @throws IOException if the file of its input cannot be opened
     */
    public static OpenStreams of(ProcessSpec given) throws IOException {
        ProcessSpec spec = given.withStdout(output(given.stdout(), FileDescriptor.out, "1"))
                .withStderr(output(given.stderr(), FileDescriptor.err, "2"));
        if (given.stdin() instanceof Stdin.File file && isOneOf(file.path(), REGULAR, BLOCK_DEVICE)) {
            InputStream open = Files.newInputStream(file.path());
            return new OpenStreams(spec.withStdin(new Stdin.Stream(open)), open);
        }
        if (given.stdin() instanceof Stdin.Inherit && isOneOf(Path.of(OWN, "0"), REGULAR, BLOCK_DEVICE)) {
            // not closed, since it belongs to the JVM
            return new OpenStreams(spec.withStdin(new Stdin.Stream(new FileInputStream(FileDescriptor.in))), null);
        }
        return new OpenStreams(spec, null);
    }

    /** A program could read from a pipe that it is to write to, for instance what this JVM logs. */
    private static Output output(Output given, FileDescriptor descriptor, String number) throws IOException {
        return given instanceof Output.Inherit && isOneOf(Path.of(OWN, number), REGULAR, BLOCK_DEVICE, PIPE)
                ? Output.capture().withMaxBytes(0).withCopyTo(new FileOutputStream(descriptor))
                : given;
    }

    private static boolean isOneOf(Path path, int... types) throws IOException {
        if (!Files.exists(path)) {
            return false;
        }
        int type = (Integer) Files.getAttribute(path, "unix:mode") & TYPE;
        return IntStream.of(types).anyMatch(each -> each == type);
    }

    /** Closes the file, if one was opened. */
    public void close() {
        try {
            if (opened != null) {
                opened.close();
            }
        } catch (IOException e) {
            // it was only read
        }
    }

    /** Closes the files of several. */
    public static void closeAll(List<OpenStreams> streams) {
        for (OpenStreams each : streams) {
            each.close();
        }
    }
}
