package io.github.nixadhoc;

import io.github.nixadhoc.model.Installable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Runs the main program of a package, as {@code nix run} would.
 *
 * <pre>{@code
 * RunResult cow = Nix.run("cowsay").args("Hello from Nix").execute();
 * }</pre>
 *
 * <p>Immutable and thread-safe; equality is by content, the client left out.
 *
 * @since 0.1
 */
public final class RunCommand extends ProgramCommand<RunCommand> {

    private final Installable installable;

    RunCommand(NixClient client, Installable installable, ProgramOptions options) {
        super(client, options);
        this.installable = installable;
    }

    /**
     * Returns what is run.
     *
     * @return the installable, as it was given
     */
    public Installable installable() {
        return installable;
    }

    @Override
    public RunCommand on(NixClient other) {
        return new RunCommand(Objects.requireNonNull(other, "client"), installable, options());
    }

    @Override
    RunCommand with(ProgramOptions changed) {
        return new RunCommand(client(), installable, changed);
    }

    @Override
    List<Installable> installables() {
        return List.of(installable);
    }

    @Override
    List<String> nixArguments() {
        List<String> arguments = new ArrayList<>(List.of("run"));
        if (options().refresh()) {
            arguments.add("--refresh");
        }
        arguments.addAll(client().printed(installables()).words());
        if (!options().arguments().isEmpty()) {
            arguments.add("--");
            arguments.addAll(options().arguments());
        }
        return arguments;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RunCommand that
                && installable.equals(that.installable)
                && options().equals(that.options());
    }

    @Override
    public int hashCode() {
        return Objects.hash(installable, options());
    }
}
