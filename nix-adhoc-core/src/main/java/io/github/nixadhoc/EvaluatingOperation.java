package io.github.nixadhoc;

import io.github.nixadhoc.internal.client.Engine;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An operation for which Nix evaluates flakes. Immutable and thread-safe; equality is by content.
 *
 * @param <R> the type of the result
 * @param <C> the type of the changed copies: the command itself
 * @since 0.1
 */
public abstract class EvaluatingOperation<R, C> extends NixOperation<R, C> {

    private final @Nullable Path directory;

    EvaluatingOperation(Engine engine, @Nullable Duration timeout, @Nullable Path directory) {
        super(engine, timeout);
        this.directory = directory;
    }

    /** Returns a copy for a client or a session, with a time limit or without one, in a directory or in that of the JVM. */
    abstract C copy(Engine engine, @Nullable Duration timeout, @Nullable Path directory);

    /**
     * Sets where relative flake references ({@code .} or {@code ./tools#name}) start from; the directory of the JVM unless
     * set.
     *
     * @param directory the directory; it must exist when the command runs
     * @return the changed copy
     */
    public C directory(Path directory) {
        return copy(engine(), timeLimit(), directory.toAbsolutePath());
    }

    @Override
    @Nullable
    final Path startDirectory() {
        return directory;
    }

    @Override
    final C copy(Engine engine, @Nullable Duration timeout) {
        return copy(engine, timeout, directory);
    }
}
