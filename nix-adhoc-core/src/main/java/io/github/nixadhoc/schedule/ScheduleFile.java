package io.github.nixadhoc.schedule;

import io.github.nixadhoc.model.EqualByContent;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A file of a schedule.
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class ScheduleFile extends EqualByContent {

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
    protected List<Object> parts() {
        return List.of(path, content);
    }

    /** Returns the path and the content, as {@code head} and {@code tail} show files. */
    @Override
    public String toString() {
        return "==> " + path + " <==\n" + content;
    }
}
