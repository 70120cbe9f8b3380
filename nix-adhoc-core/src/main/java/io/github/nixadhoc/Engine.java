package io.github.nixadhoc;

import io.github.nixadhoc.internal.pin.PinFolder;
import io.github.nixadhoc.internal.process.RunningFolder;
import org.jspecify.annotations.Nullable;

/**
 * The place where commands run: the engine of a client, or that of one of its sessions. A command holds the engine where it
 * was made.
 *
 * <p>Thread-safe.
 */
final class Engine {

    private final ClientParts context;
    private final ProgramRunner runner;
    private final Operations operations;
    private final RunningFolder running;
    private final @Nullable Sessions sessions;

    private Engine(
            ClientParts context,
            ProgramRunner runner,
            Operations operations,
            RunningFolder running,
            @Nullable Sessions sessions) {
        this.context = context;
        this.runner = runner;
        this.operations = operations;
        this.running = running;
        this.sessions = sessions;
    }

    /** Returns the engine of a client. */
    static Engine ofClient(
            ClientParts context,
            ProgramRunner runner,
            Operations operations,
            RunningFolder running,
            Sessions sessions) {
        return new Engine(context, runner, operations, running, sessions);
    }

    /** Returns the engine of a session, which shares the context of its client. */
    static Engine ofSession(ClientParts context, ProgramRunner runner, Operations operations) {
        return new Engine(context, runner, operations, RunningFolder.NONE, null);
    }

    ProgramRunner runner() {
        return runner;
    }

    Operations operations() {
        return operations;
    }

    CommandLineRenderer renderer() {
        return context.renderer();
    }

    PinFolder pins() {
        return context.pins();
    }

    DetachedPrograms detached() {
        return context.detached();
    }

    /** Returns whether the client was given a policy, be it one that allows all. */
    boolean isPolicyGiven() {
        return context.review().isPolicyGiven();
    }

    RunningFolder running() {
        return running;
    }

    /**
     * Returns the sessions of the client.
     *
     * @throws IllegalStateException if this is the engine of a session
     */
    Sessions sessions() {
        if (sessions == null) {
            throw new IllegalStateException("a session has no sessions of its own");
        }
        return sessions;
    }

    /** Closes the sessions, stops what still runs, and refuses more. */
    void close() {
        try {
            if (sessions != null) {
                sessions.close();
            }
        } finally {
            operations.close();
            runner.close();
            operations.finish();
            context.watches().close();
        }
    }
}
