package io.github.nixadhoc.schedule;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file of a schedule.
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class ScheduleFile {

    private final Path path;
    private final String content;

    private ScheduleFile(Path path, String content) {
        this.path = Objects.requireNonNull(path, "path");
        this.content = Objects.requireNonNull(content, "content");
    }

    /**
     * Returns a file of a schedule.
     *
     * @param path the absolute path
     * @param content the whole text
     * @return an immutable {@code ScheduleFile}
     */
    public static ScheduleFile of(Path path, String content) {
        return new ScheduleFile(path, content);
    }

    /**
     * Returns the place of the file.
     *
     * @return an absolute path
     */
    public Path path() {
        return path;
    }

    /**
     * Returns the whole text of the file, which is written as UTF-8.
     *
     * @return the text
     */
    public String content() {
        return content;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ScheduleFile that && path.equals(that.path) && content.equals(that.content);
    }

    @Override
    public int hashCode() {
        return Objects.hash(path, content);
    }

    /** Returns the path and the content, as {@code head} and {@code tail} show files. */
    @Override
    public String toString() {
        return "==> " + path + " <==\n" + content;
    }
}
