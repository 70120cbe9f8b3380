package io.github.nixadhoc;

import io.github.nixadhoc.internal.client.Engine;
import io.github.nixadhoc.internal.run.ProgramRequest;
import io.github.nixadhoc.model.Installable;

/**
 * Runs the main program of a package, as {@code nix run} would.
 *
 * <pre>{@code
 * RunResult cow = Nix.run("cowsay").args("Hello from Nix").execute();
 * }</pre>
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class RunCommand extends ProgramCommand<RunCommand> {

    RunCommand(Engine engine, ProgramRequest request) {
        super(engine, request);
    }

    /**
     * Returns the package.
     *
     * @return the installable, as it was given
     */
    public Installable installable() {
        return request().installables().get(0);
    }

    @Override
    RunCommand boundTo(Engine other) {
        return new RunCommand(other, request());
    }

    @Override
    RunCommand with(ProgramRequest changed) {
        return new RunCommand(engine(), changed);
    }
}
