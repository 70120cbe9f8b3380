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
 * <p>The packages of one flake are evaluated together, and all are downloaded and built together. Afterwards
 * {@link Nix#run} of each, and {@link Nix#shell} of each by itself, start without any process of Nix. A command that needs
 * one of them meanwhile, on the same client, waits for this and does not begin anew.
 *
 * <p>The client's policy is asked about each package before anything is downloaded or built, with the line of {@code nix}
 * that does the same for a command. Where one package cannot be had, all of it fails; what has been brought into the store
 * by then is kept. Nothing keeps it from a collection of garbage, see {@link Nix#pin}.
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
     * Returns what is brought into the store.
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
    Path startsIn() {
        return request.directory();
    }

    @Override
    PrefetchCommand on(Engine other) {
        return new PrefetchCommand(other, request);
    }

    @Override
    PrefetchCommand with(@Nullable Duration changedTimeout) {
        return new PrefetchCommand(
                engine(), new PrefetchRequest(request.installables(), request.directory(), changedTimeout));
    }

    /**
     * {@inheritDoc}
     *
     * @return what is in the store now
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
