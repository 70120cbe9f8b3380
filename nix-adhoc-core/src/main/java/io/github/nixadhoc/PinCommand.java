package io.github.nixadhoc;

import io.github.nixadhoc.internal.client.Engine;
import io.github.nixadhoc.internal.client.PinTask;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.pin.PinName;
import io.github.nixadhoc.internal.run.CommandLineRenderer;
import io.github.nixadhoc.internal.runtime.NixRuntime;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.result.Pin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a package in the store until it is unpinned, as {@code nix build --out-link} does.
 *
 * <pre>{@code
 * Pin pin = Nix.pin("ffmpeg").as("converter").execute();
 * }</pre>
 *
 * <p>A package that is not in the store is downloaded or built, so the client's policy reviews the pin before, as the
 * command line of {@code nix} that does the same. The pin keeps the outputs that {@link Nix#run} and {@link Nix#shell}
 * would use, with all that they depend on; {@code openssl^dev} keeps one output, and {@code openssl^*} all. A pin keeps
 * these exact outputs, even when the package is updated later, until it is pinned again.
 *
 * <p>The links, which are roots of Nix, and the records of pins are in {@code nix-adhoc/pins} below {@code
 * XDG_STATE_HOME}, else {@code ~/.local/state}, of the client's environment, with a folder for each store. They outlive
 * the JVM, and belong to one user. A pin of the same name is replaced: the old one holds until the new one is complete.
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class PinCommand extends NixOperation<Pin, PinCommand> {

    private final Installable installable;
    private final @Nullable String name;
    private final @Nullable Path directory;

    PinCommand(
            Engine engine,
            @Nullable Duration timeout,
            Installable installable,
            @Nullable String name,
            @Nullable Path directory) {
        super(engine, timeout);
        this.installable = installable;
        this.name = name;
        this.directory = directory;
    }

    /**
     * Sets the name of the pin, which {@link Nix#unpin} takes. A pin of the same name is replaced.
     *
     * @param pinName the name: 1 to 100 letters, digits and {@code _ . + @ -}, the first a letter, a digit or {@code
     *     _}, and no two dots in a row
     * @return the changed copy
     * @throws IllegalArgumentException if it is not such a name
     */
    public PinCommand as(String pinName) {
        return new PinCommand(engine(), timeLimit(), installable, PinName.require(pinName), directory);
    }

    /**
     * Sets where a relative flake reference ({@code .#tool}) starts from; the directory of the JVM unless set.
     *
     * @param directory the directory; it must exist when the command runs
     * @return the changed copy
     */
    public PinCommand directory(Path directory) {
        return new PinCommand(engine(), timeLimit(), installable, name, directory.toAbsolutePath());
    }

    @Override
    PinCommand copy(Engine engine, @Nullable Duration timeout) {
        return new PinCommand(engine, timeout, installable, name, directory);
    }

    @Override
    @Nullable
    Path startDirectory() {
        return directory;
    }

    /**
     * {@inheritDoc}
     *
     * @return the pin
     * @throws io.github.nixadhoc.error.CommandDeniedException if the client's policy denies it
     * @throws io.github.nixadhoc.error.StoreUnavailableException if the folder of the pins cannot be written
     * @throws IllegalStateException if no name was set, see {@link #as}
     */
    @Override
    public Pin execute() {
        String unused = requireName();
        return super.execute();
    }

    private String requireName() {
        if (name == null) {
            throw new IllegalStateException(
                    "a pin needs a name, by which it is unpinned: call as(…) first, in " + this);
        }
        return name;
    }

    @Override
    Pin perform(NixRuntime nix, Deadline deadline) {
        CommandLineRenderer renderer = engine().renderer();
        List<String> words = new ArrayList<>(nixWords(renderer));
        words.addAll(nixArguments(renderer));
        return new PinTask(installable, requireName(), directory, timeLimit(), words).perform(nix, deadline);
    }

    @Override
    List<String> nixWords(CommandLineRenderer renderer) {
        List<String> words =
                new ArrayList<>(renderer.installables(List.of(installable)).variables());
        words.addAll(super.nixWords(renderer));
        return words;
    }

    @Override
    List<String> nixArguments(CommandLineRenderer renderer) {
        List<String> arguments = new ArrayList<>(List.of("build"));
        arguments.addAll(renderer.installables(List.of(installable)).words());
        if (name != null) {
            Path link = renderer.pins().displayPath().resolve(name).resolve("link");
            arguments.addAll(List.of("--out-link", link.toString()));
        }
        return arguments;
    }

    @Override
    Object content() {
        return Arrays.asList(installable, name, directory);
    }
}
