package io.github.nixadhoc.schedule;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A file that a schedule consists of.
 *
 * @param path where it belongs, absolute
 * @param content its whole text, to be written as UTF-8
 * @since 0.1
 */
public record ScheduleFile(Path path, String content) {

    /**
     * Checks the parts.
     *
     * @param path where it belongs
     * @param content its whole text
     */
    public ScheduleFile {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(content, "content");
    }

    /** Returns the path and the content, as {@code head} and {@code tail} show files. */
    @Override
    public String toString() {
        return "==> " + path + " <==\n" + content;
    }
}
