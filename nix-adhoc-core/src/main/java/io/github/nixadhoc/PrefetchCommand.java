package io.github.nixadhoc;

import io.github.nixadhoc.internal.nix.Deadline;
import io.github.nixadhoc.internal.nix.ShellQuoting;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.policy.CommandKind;
import io.github.nixadhoc.policy.PlannedCommand;
import io.github.nixadhoc.policy.PlannedCommandBuilder;
import io.github.nixadhoc.policy.PlannedPackage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
 * <p>Immutable and thread-safe; equality is by content, the client left out.
 *
 * @since 0.1
 */
public final class PrefetchCommand extends NixOperation<PrefetchResult, PrefetchCommand> {

    private final List<Installable> installables;
    private final @Nullable Path directory;

    PrefetchCommand(
            NixClient client, @Nullable Duration timeout, List<Installable> installables, @Nullable Path directory) {
        super(client, timeout);
        this.installables = installables.stream().distinct().toList();
        this.directory = directory;
    }

    /**
     * Returns what is brought into the store.
     *
     * @return the installables as they were given, each once
     */
    public List<Installable> installables() {
        return installables;
    }

    /**
     * Sets where relative flake references ({@code .#tool}) start from; the directory of the JVM unless set. A later command
     * finds what has been prefetched if it has the same directory.
     *
     * @param directory the directory; it must exist when the command runs
     * @return the changed copy
     */
    public PrefetchCommand directory(Path directory) {
        return new PrefetchCommand(client(), timeLimit(), installables, directory.toAbsolutePath());
    }

    @Override
    @Nullable
    Path startsIn() {
        return directory;
    }

    @Override
    public PrefetchCommand on(NixClient other) {
        return new PrefetchCommand(other, timeLimit(), installables, directory);
    }

    @Override
    PrefetchCommand with(@Nullable Duration changedTimeout) {
        return new PrefetchCommand(client(), changedTimeout, installables, directory);
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
    PrefetchResult perform(NixInUse nix, Deadline deadline) {
        return client().programs().prefetch(this, deadline);
    }

    @Override
    PrefetchResult performWithoutNix(Deadline deadline) {
        return client().programs().prefetch(this, deadline);
    }

    /** Returns what a policy is asked about one of the packages. */
    PlannedCommandBuilder planned(Installable installable, PlannedPackage planned) {
        return PlannedCommand.builder(CommandKind.PREFETCH, words(List.of(installable)))
                .packages(List.of(planned))
                .directory(directory)
                .timeout(timeLimit());
    }

    /** Returns the line for some of the packages. */
    String line(List<Installable> some) {
        return ShellQuoting.quote(words(some));
    }

    private List<String> words(List<Installable> some) {
        List<String> words = new ArrayList<>(client().printed(some).variables());
        words.addAll(super.nixWords());
        words.addAll(arguments(some));
        return words;
    }

    private List<String> arguments(List<Installable> some) {
        List<String> arguments = new ArrayList<>(List.of("build", "--no-link"));
        arguments.addAll(client().printed(some).words());
        return arguments;
    }

    @Override
    List<String> nixWords() {
        List<String> words = new ArrayList<>(client().printed(installables).variables());
        words.addAll(super.nixWords());
        return words;
    }

    @Override
    List<String> nixArguments() {
        return arguments(installables);
    }

    @Override
    Object content() {
        return Arrays.asList(installables, directory);
    }
}
