package io.github.nixadhoc;

import io.github.nixadhoc.internal.client.Engine;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.resolve.FlakeLocation;
import io.github.nixadhoc.internal.resolve.FlakeQuery;
import io.github.nixadhoc.internal.runtime.NixRuntime;
import io.github.nixadhoc.model.Installable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query for a whole flake.
 *
 * @param <R> the type of the result
 * @param <C> the command itself
 */
abstract class FlakeOperation<R, C> extends NixOperation<R, C> {

    private final String reference;
    private final @Nullable Path directory;

    FlakeOperation(Engine engine, @Nullable Duration timeout, String reference, @Nullable Path directory) {
        super(engine, timeout);
        this.reference = reference;
        this.directory = directory;
    }

    /** Returns a copy that differs in the directory. */
    abstract C withDirectory(Path changed);

    /** Asks Nix, after the policy has admitted the flake. */
    abstract R ask(FlakeQuery query, FlakeLocation flake, Deadline deadline);

    final String reference() {
        return reference;
    }

    /**
     * Sets where a relative flake reference ({@code .} or {@code ./tools}) starts from; the directory of the JVM unless
     * set.
     *
     * @param directory the directory; it must exist when the command runs
     * @return the changed copy
     */
    public C directory(Path directory) {
        return withDirectory(directory.toAbsolutePath());
    }

    @Override
    @Nullable
    Path startDirectory() {
        return directory;
    }

    @Override
    R perform(NixRuntime nix, Deadline deadline) {
        Installable whole = new Installable.FlakeOutput(reference, "", List.of());
        nix.policyGate().admit(List.of(whole), nix.nixpkgs(), this::toShellCommand, deadline);
        return ask(new FlakeQuery(nix.cli()), new FlakeLocation(reference, directory), deadline);
    }

    @Override
    Object content() {
        return Arrays.asList(reference, directory);
    }
}
