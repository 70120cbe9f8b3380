package io.github.nixadhoc.internal.run;

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
record OutputTargets(
        @Nullable Path file,
        List<Consumer<? super String>> consumers,
        @Nullable OutputStream copy) {

    static final OutputTargets NONE = new OutputTargets(null, List.of(), null);

    OutputTargets withFile(Path changed) {
        return new OutputTargets(changed, consumers, copy);
    }

    OutputTargets withCopy(OutputStream changed) {
        return new OutputTargets(file, consumers, changed);
    }

    OutputTargets plus(Consumer<? super String> consumer) {
        List<Consumer<? super String>> more = new ArrayList<>(consumers);
        more.add(consumer);
        return new OutputTargets(file, List.copyOf(more), copy);
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
