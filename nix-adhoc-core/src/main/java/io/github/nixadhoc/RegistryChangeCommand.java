package io.github.nixadhoc;

import io.github.nixadhoc.internal.client.Engine;
import io.github.nixadhoc.internal.client.RegistryTask;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.resolve.FlakeReference;
import io.github.nixadhoc.internal.run.CommandLineRenderer;
import io.github.nixadhoc.internal.runtime.NixRuntime;
import io.github.nixadhoc.result.RegistryChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes what a name in the user's flake registry stands for, as {@code nix registry add}, {@code remove} and {@code pin}
 * do.
 *
 * <pre>{@code
 * RegistryChange pinned = Nix.pinInRegistry("nixpkgs").execute();
 * }</pre>
 *
 * <p>Writes {@code nix/registry.json} below {@code XDG_CONFIG_HOME}, else {@code ~/.config}, of the client's environment,
 * which every Nix of the user reads; the result names the file. A client alone can have another nixpkgs without that, see
 * {@link NixClientBuilder#nixpkgs}. A policy of the client denies the change by default, see {@link
 * io.github.nixadhoc.policy.CommandPolicy#permit}.
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class RegistryChangeCommand extends NixOperation<RegistryChange, RegistryChangeCommand> {

    private final String name;
    private final @Nullable String to;
    private final boolean isPin;

    private RegistryChangeCommand(
            Engine engine, @Nullable Duration timeout, String name, @Nullable String to, boolean isPin) {
        super(engine, timeout);
        this.name = name;
        this.to = to;
        this.isPin = isPin;
    }

    static RegistryChangeCommand pin(Engine engine, String name) {
        return new RegistryChangeCommand(engine, null, FlakeReference.name(name), null, true);
    }

    static RegistryChangeCommand add(Engine engine, String name, String reference) {
        return new RegistryChangeCommand(
                engine, null, FlakeReference.name(name), FlakeReference.absolute(reference), false);
    }

    static RegistryChangeCommand remove(Engine engine, String name) {
        return new RegistryChangeCommand(engine, null, FlakeReference.name(name), null, false);
    }

    @Override
    RegistryChangeCommand copy(Engine engine, @Nullable Duration timeout) {
        return new RegistryChangeCommand(engine, timeout, name, to, isPin);
    }

    /**
     * {@inheritDoc}
     *
     * @return the file that was written, and what the name stood for in it and stands for now
     * @throws io.github.nixadhoc.error.FlakeNotFoundException if a name that is to be pinned stands for nothing
     * @throws io.github.nixadhoc.error.EvaluationException if it stands for a flake without a revision or a hash
     * @throws io.github.nixadhoc.error.CommandDeniedException if the policy denies it
     */
    @Override
    public RegistryChange execute() {
        return super.execute();
    }

    @Override
    RegistryChange perform(NixRuntime nix, Deadline deadline) {
        CommandLineRenderer renderer = engine().renderer();
        List<String> words = new ArrayList<>(nixWords(renderer));
        words.addAll(nixArguments(renderer));
        return new RegistryTask(name, to, isPin, words).perform(nix, deadline);
    }

    @Override
    List<String> nixArguments(CommandLineRenderer renderer) {
        List<String> arguments = new ArrayList<>(List.of("registry"));
        arguments.add(isPin ? "pin" : to == null ? "remove" : "add");
        arguments.add(name);
        if (to != null) {
            arguments.add(to);
        }
        return arguments;
    }

    @Override
    Object content() {
        return Arrays.asList(name, to, isPin);
    }
}
