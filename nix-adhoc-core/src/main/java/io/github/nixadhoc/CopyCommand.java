package io.github.nixadhoc;

import io.github.nixadhoc.internal.client.CopiedPaths;
import io.github.nixadhoc.internal.client.Engine;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.maintenance.StoreCopier;
import io.github.nixadhoc.internal.run.CommandLineRenderer;
import io.github.nixadhoc.internal.runtime.NixRuntime;
import io.github.nixadhoc.internal.store.CopySelection;
import io.github.nixadhoc.internal.text.StoreUrl;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.result.CopyResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Copies packages, with all that they depend on, to another store or from one, as {@code nix copy} does.
 *
 * <pre>{@code
 * CopyResult copy = Nix.copy("cowsay").to("file:///srv/cache").execute();
 * }</pre>
 *
 * <p>Only what is missing in the store that receives it is copied. Nothing is built: what the source does not have is a
 * failure, see {@link PrefetchCommand}. A command needs {@link #to} or {@link #from}; the last call counts. To sign what
 * goes to a binary cache, give its URL the parameter {@code secret-key} with the file of the key. A session deletes what was
 * copied from another store in it; limits of downloads do not count a copy.
 *
 * <p>The client's policy is asked before whether Nix may evaluate the packages ({@link
 * io.github.nixadhoc.policy.CommandPolicy#admit}), and then about the change ({@link
 * io.github.nixadhoc.policy.CommandPolicy#permit}), which it denies by default. Nix tries an unreachable store for some
 * seconds before it fails; {@link #timeout} limits that.
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class CopyCommand extends NixOperation<CopyResult, CopyCommand> {

    /**
     * The other store, and the way of the paths.
     *
     * @param other the URL; empty for none yet
     * @param isTo whether paths go to that store
     * @param checkSignatures whether the store that receives the paths insists on signatures
     */
    private record Way(String other, boolean isTo, boolean checkSignatures) {}

    private final List<Installable> installables;
    private final Way way;
    private final @Nullable Path directory;

    private CopyCommand(
            Engine engine,
            @Nullable Duration timeout,
            List<Installable> installables,
            Way way,
            @Nullable Path directory) {
        super(engine, timeout);
        this.installables = List.copyOf(installables);
        this.way = way;
        this.directory = directory;
    }

    static CopyCommand of(Engine engine, List<Installable> installables) {
        return new CopyCommand(engine, null, installables, new Way("", true, true), null);
    }

    /**
     * Copies to another store.
     *
     * @param url the URL of the store, as in {@code file:///srv/cache}, {@code ssh-ng://host} or {@code s3://bucket}; or a
     *     directory, as an absolute path
     * @return the changed copy
     * @throws IllegalArgumentException if it is none, or has a password
     */
    public CopyCommand to(String url) {
        return with(new Way(StoreUrl.require(url), true, way.checkSignatures()));
    }

    /**
     * Copies from another store.
     *
     * @param url the URL of the store, as in {@code https://cache.nixos.org}; or a directory, as an absolute path
     * @return the changed copy
     * @throws IllegalArgumentException if it is none, or has a password
     */
    public CopyCommand from(String url) {
        return with(new Way(StoreUrl.require(url), false, way.checkSignatures()));
    }

    /**
     * Sets whether the store that receives the paths insists on signatures that it trusts; true unless set. Only a trusted
     * user can do without.
     *
     * @param check whether it does
     * @return the changed copy
     */
    public CopyCommand checkSignatures(boolean check) {
        return with(new Way(way.other(), way.isTo(), check));
    }

    /**
     * Sets where relative flake references ({@code .#tool}) start from; the directory of the JVM unless set.
     *
     * @param directory the directory; it must exist when the command runs
     * @return the changed copy
     */
    public CopyCommand directory(Path directory) {
        return new CopyCommand(engine(), timeLimit(), installables, way, directory.toAbsolutePath());
    }

    private CopyCommand with(Way changed) {
        return new CopyCommand(engine(), timeLimit(), installables, changed, directory);
    }

    @Override
    @Nullable
    Path startDirectory() {
        return directory;
    }

    @Override
    CopyCommand copy(Engine engine, @Nullable Duration timeout) {
        return new CopyCommand(engine, timeout, installables, way, directory);
    }

    /**
     * {@inheritDoc}
     *
     * @return what was copied, and what was there before
     * @throws IllegalStateException if neither {@link #to} nor {@link #from} was called
     * @throws io.github.nixadhoc.error.StoreUnavailableException if the source does not have a package, or a
     *     signature is missing
     * @throws io.github.nixadhoc.error.NixException if the other store cannot be reached
     * @throws io.github.nixadhoc.error.CommandDeniedException if the policy denies it
     */
    @Override
    public CopyResult execute() {
        requireStore();
        return super.execute();
    }

    @Override
    public CompletableFuture<CopyResult> executeAsync() {
        requireStore();
        return super.executeAsync();
    }

    private void requireStore() {
        if (way.other().isEmpty()) {
            throw new IllegalStateException("a copy needs another store: call to(…) or from(…) first, in " + this);
        }
    }

    @Override
    CopyResult perform(NixRuntime nix, Deadline deadline) {
        CommandLineRenderer renderer = engine().renderer();
        List<String> words = new ArrayList<>(nixWords(renderer));
        words.addAll(nixArguments(renderer));
        CopySelection selection =
                new CopiedPaths(installables, way.other(), way.isTo(), directory, words).perform(nix, deadline);
        return new StoreCopier(nix.cli(), way.other(), way.isTo()).copy(selection, way.checkSignatures(), deadline);
    }

    @Override
    List<String> nixWords(CommandLineRenderer renderer) {
        return renderer.nixWordsFor(installables);
    }

    @Override
    List<String> nixArguments(CommandLineRenderer renderer) {
        List<String> arguments = new ArrayList<>(StoreCopier.arguments(way.other(), way.isTo(), way.checkSignatures()));
        arguments.addAll(renderer.installables(installables).words());
        return arguments;
    }

    @Override
    Object content() {
        return Arrays.asList(installables, way, directory);
    }
}
