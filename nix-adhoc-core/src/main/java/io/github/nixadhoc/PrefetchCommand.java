package io.github.nixadhoc;

import io.github.nixadhoc.internal.client.Engine;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.run.CommandLineRenderer;
import io.github.nixadhoc.internal.run.PrefetchRequest;
import io.github.nixadhoc.internal.runtime.NixRuntime;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.result.PrefetchResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings packages into the store ahead of their use, as {@code nix build --no-link} does.
 *
 * <pre>{@code
 * Nix.prefetch("ffmpeg", "imagemagick").execute();
 * }</pre>
 *
 * <p>The packages of one flake are evaluated together, and all are downloaded and built together. Afterwards {@link
 * Nix#run} of each, and {@link Nix#shell} of each by itself, start without any process of Nix. Another command of the
 * same client that needs one of them meanwhile waits for this work and does not repeat it.
 *
 * <p>The client's policy reviews each package before anything is downloaded or built, as the command line of {@code
 * nix} that does the same. If one package fails, the command fails; the packages that are in the store by then stay
 * there until garbage is collected, see {@link Nix#pin}.
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class PrefetchCommand extends NixOperation<PrefetchResult, PrefetchCommand> {

    private final PrefetchRequest request;

    PrefetchCommand(Engine engine, PrefetchRequest request) {
        super(engine, request.timeout());
        this.request = request;
    }

    /**
     * Returns the packages.
     *
     * @return the installables as they were given, each once
     */
    public List<Installable> installables() {
        return request.installables();
    }

    /**
     * Sets where relative flake references ({@code .#tool}) start from; the directory of the JVM unless set. A later command
     * finds what has been prefetched if it has the same directory.
     *
     * @param directory the directory; it must exist when the command runs
     * @return the changed copy
     */
    public PrefetchCommand directory(Path directory) {
        return new PrefetchCommand(
                engine(), new PrefetchRequest(request.installables(), directory.toAbsolutePath(), request.timeout()));
    }

    @Override
    @Nullable
    Path startDirectory() {
        return request.directory();
    }

    @Override
    PrefetchCommand copy(Engine engine, @Nullable Duration timeout) {
        return new PrefetchCommand(engine, new PrefetchRequest(request.installables(), request.directory(), timeout));
    }

    /**
     * {@inheritDoc}
     *
     * @return the packages, which are in the store now
     * @throws io.github.nixadhoc.error.CommandDeniedException if the client's policy denies one of the packages
     * @throws io.github.nixadhoc.error.PackageNotFoundException if one of the packages does not exist
     */
    @Override
    public PrefetchResult execute() {
        return super.execute();
    }

    @Override
    PrefetchResult perform(NixRuntime nix, Deadline deadline) {
        return engine().runner().prefetch(request, deadline);
    }

    @Override
    PrefetchResult performWithoutNix(Deadline deadline) {
        return engine().runner().prefetch(request, deadline);
    }

    @Override
    List<String> nixWords(CommandLineRenderer renderer) {
        return renderer.nixWordsFor(request.installables());
    }

    @Override
    List<String> nixArguments(CommandLineRenderer renderer) {
        return PrefetchRequest.arguments(request.installables(), renderer);
    }

    @Override
    Object content() {
        return Arrays.asList(request.installables(), request.directory());
    }
}
