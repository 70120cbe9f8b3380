package io.github.nixadhoc;

import io.github.nixadhoc.internal.client.Engine;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.maintenance.CollectionRequest;
import io.github.nixadhoc.internal.maintenance.CollectionRequest.Generations;
import io.github.nixadhoc.internal.run.CommandLineRenderer;
import io.github.nixadhoc.internal.runtime.NixRuntime;
import io.github.nixadhoc.internal.text.ShellQuoting;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.result.GarbageResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Deletes the store paths that nothing keeps, as {@code nix-collect-garbage} does.
 *
 * <pre>{@code
 * GarbageResult freed = Nix.collectGarbage().olderThan(Duration.ofDays(30)).execute();
 * }</pre>
 *
 * <p>A path stays if a root keeps it: a link that Nix knows, a profile with all of its generations, or a running
 * program that has it open, those of this library included. Generations, to which a profile can be rolled back, are
 * deleted only by {@link #deleteOldGenerations()} and {@link #olderThan(Duration)}.
 *
 * <p>Nix decides whose profiles these two cover: up to 2.14 those below {@code /nix/var/nix/profiles} ({@code
 * NIX_STATE_DIR}) that the user may change; from 2.16 on also the user's own below {@code ~/.local/state/nix/profiles}
 * ({@code XDG_STATE_HOME}) and those beside what {@code ~/.nix-profile} leads to; 2.15 covers the user's own alone.
 * Root's collection does not cover those in the homes of other users.
 *
 * <p>The garbage is determined before the collection, which doubles the time, so that the result has exact numbers on
 * every version of Nix. An interrupt, a cancelled future or the time limit stops Nix; paths that were deleted by then
 * are gone.
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class CollectGarbageCommand extends NixOperation<GarbageResult, CollectGarbageCommand> {

    /** Nix counts the seconds in 32 bits. */
    private static final long MAX_DAYS = Integer.MAX_VALUE / Duration.ofDays(1).toSeconds();

    private final CollectionRequest request;

    CollectGarbageCommand(Engine engine, @Nullable Duration timeout, CollectionRequest request) {
        super(engine, timeout);
        this.request = request;
    }

    /**
     * Deletes all generations of profiles but the current ones before the collection, as {@code --delete-old} does.
     * Replaces {@link #olderThan(Duration)}.
     *
     * <p>A profile cannot be rolled back after that.
     *
     * @return the changed copy
     */
    public CollectGarbageCommand deleteOldGenerations() {
        return with(Generations.ALL_OLD);
    }

    /**
     * Deletes the older generations of profiles before the collection, as {@code --delete-older-than} does. Replaces
     * {@link #deleteOldGenerations()}.
     *
     * <p>The current generation stays however old it is. So does the newest of the older ones, which was current at
     * that time.
     *
     * @param age the age of a generation that is deleted, at least: whole days, since Nix has no other unit (2.8 to
     *     2.34)
     * @return the changed copy
     * @throws IllegalArgumentException if it is not a positive number of whole days, or more than 68 years
     */
    public CollectGarbageCommand olderThan(Duration age) {
        long days = age.toDays();
        if (days < 1 || days > MAX_DAYS || !age.equals(Duration.ofDays(days))) {
            throw new IllegalArgumentException(
                    "Nix counts the age of generations in whole days, from 1 to " + MAX_DAYS + ": " + age);
        }
        return with(Generations.olderThan((int) days));
    }

    /**
     * Stops as soon as more than a number of bytes has been freed, as {@code --max-freed} does. Which paths go is up to Nix.
     *
     * @param size the number of bytes, positive
     * @return the changed copy
     * @throws IllegalArgumentException if it is zero, or after {@link #dryRun()}, since Nix does not tell beforehand which
     *     paths it would choose
     */
    public CollectGarbageCommand maxFreed(ByteSize size) {
        if (size.bytes() == 0) {
            throw new IllegalArgumentException("a collection that may free nothing has nothing to do");
        }
        requireNoLimitedDryRun(size, request.dryRun());
        return with(new CollectionRequest(request.generations(), size, request.dryRun(), request.consumers()));
    }

    /**
     * Makes a dry run: deletes nothing, and tells the paths, bytes and generations that would be deleted, and the paths
     * that only those generations keep.
     *
     * <p>No file of the user is changed. Nix itself, when it determines the garbage, removes dangling links in its
     * {@code gcroots/auto} and the files in {@code temproots} of processes that have ended (Nix 2.8 to 2.34).
     *
     * @return the changed copy
     * @throws IllegalArgumentException after {@link #maxFreed(ByteSize)}, since Nix does not tell beforehand which
     *     paths it would choose
     */
    public CollectGarbageCommand dryRun() {
        requireNoLimitedDryRun(request.maxFreed(), true);
        return with(new CollectionRequest(request.generations(), request.maxFreed(), true, request.consumers()));
    }

    private static void requireNoLimitedDryRun(@Nullable ByteSize maxFreed, boolean dryRun) {
        if (maxFreed != null && dryRun) {
            throw new IllegalArgumentException("maxFreed(…) and dryRun() cannot be combined:"
                    + " Nix does not tell beforehand which paths it would choose");
        }
    }

    /**
     * Adds a consumer of each store path that Nix begins to delete. It is not called in a dry run.
     *
     * <p>It is called on a thread of the library, one path after the other, and Nix waits for a slow consumer. If one
     * throws, the collection goes on, no consumer is called any more, and the exception is logged as a warning.
     *
     * <p>If the collection is cancelled, the last path may still exist. A daemon reports paths a while after it has
     * deleted them, so more paths may be gone than were reported.
     *
     * @param consumer the consumer, in addition to earlier ones
     * @return the changed copy
     */
    public CollectGarbageCommand onDeleted(Consumer<? super StorePath> consumer) {
        List<Consumer<? super StorePath>> consumers = new ArrayList<>(request.consumers());
        consumers.add(Objects.requireNonNull(consumer, "consumer"));
        return with(new CollectionRequest(request.generations(), request.maxFreed(), request.dryRun(), consumers));
    }

    private CollectGarbageCommand with(Generations generations) {
        return with(new CollectionRequest(generations, request.maxFreed(), request.dryRun(), request.consumers()));
    }

    private CollectGarbageCommand with(CollectionRequest changed) {
        return new CollectGarbageCommand(engine(), timeLimit(), changed);
    }

    @Override
    CollectGarbageCommand copy(Engine engine, @Nullable Duration timeout) {
        return new CollectGarbageCommand(engine, timeout, request);
    }

    /**
     * Collects, and waits for the end of it.
     *
     * @return the deleted paths and bytes, or those of the dry run
     * @throws UnsupportedOperationException if generations are to be deleted by a client with a store of its own
     *     ({@link NixClientBuilder#store}): Nix would delete those of the profiles of the machine's store
     * @throws io.github.nixadhoc.error.NixException if Nix fails; what has been deleted by then is gone
     */
    @Override
    public GarbageResult execute() {
        return super.execute();
    }

    @Override
    GarbageResult perform(NixRuntime nix, Deadline deadline) {
        return nix.garbageCollector(deadline).collect(request, deadline);
    }

    /** Returns the line of {@code nix-collect-garbage}, which is a program of its own. */
    @Override
    String commandLine(CommandLineRenderer renderer) {
        List<String> words = new ArrayList<>(renderer.toolWords("nix-collect-garbage"));
        words.addAll(nixArguments(renderer));
        return ShellQuoting.quote(words);
    }

    @Override
    List<String> nixArguments(CommandLineRenderer renderer) {
        return request.arguments();
    }

    @Override
    Object content() {
        return request;
    }
}
