package io.github.nixadhoc.model;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The result of a program that has ended, as exceptions carry it.
 *
 * <p>{@code RunResult} is the one implementation. Immutable and thread-safe.
 *
 * @since 0.1
 */
public interface ProgramResult {

    /**
     * Returns the exit code as a shell would report it.
     *
     * @return the exit code of {@link #termination()}
     */
    int exitCode();

    /**
     * Returns the way the program ended.
     *
     * @return the termination
     */
    Termination termination();

    /**
     * Returns what was kept of standard output, decoded.
     *
     * @return the text, with a note where bytes were dropped
     */
    String stdout();

    /**
     * Returns what was kept of standard error, decoded.
     *
     * @return the text, with a note where bytes were dropped
     */
    String stderr();

    /**
     * Returns the executable in the store.
     *
     * @return an absolute path
     */
    Path program();

    /**
     * Returns the outputs that the program came from.
     *
     * @return the store paths, those of the first installable first
     */
    List<StorePath> storePaths();

    /**
     * Returns how long the program ran, without Nix's work before it.
     *
     * @return the duration
     */
    Duration duration();
}
