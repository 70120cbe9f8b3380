package io.github.nixadhoc.internal.run;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The targets of one output stream of a program while it runs.
 *
 * @param file the file that receives all bytes; null for none
 * @param consumers receive the lines
 * @param copy the stream that receives all bytes; null for none
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

    /** Returns the method of a command that sets these targets for stdout; null if there are none. */
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
