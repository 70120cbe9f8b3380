package io.github.nixadhoc;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who gets what a program prints to one of its streams, while it prints it.
 *
 * @param file the file that gets all of it; null for none
 * @param consumers those who are handed its lines
 * @param copy the stream that gets its bytes; null for none
 */
record StreamTap(
        @Nullable Path file,
        List<Consumer<? super String>> consumers,
        @Nullable OutputStream copy) {

    static final StreamTap NONE = new StreamTap(null, List.of(), null);

    StreamTap withFile(Path changed) {
        return new StreamTap(changed, consumers, copy);
    }

    StreamTap withCopy(OutputStream changed) {
        return new StreamTap(file, consumers, changed);
    }

    StreamTap plus(Consumer<? super String> consumer) {
        List<Consumer<? super String>> more = new ArrayList<>(consumers);
        more.add(consumer);
        return new StreamTap(file, List.copyOf(more), copy);
    }

    boolean isNone() {
        return file == null && consumers.isEmpty() && copy == null;
    }

    /** Returns the method of a command that made it one for stdout; null if none did. */
    @Nullable
    String stdoutMethod() {
        if (file != null) {
            return "spillTo(…)";
        }
        if (copy != null) {
            return "stdoutTo(…)";
        }
        return consumers.isEmpty() ? null : "onStdout(…)";
    }
}
