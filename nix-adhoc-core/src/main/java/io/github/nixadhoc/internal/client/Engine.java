package io.github.nixadhoc.internal.client;

import io.github.nixadhoc.internal.pin.PinFolder;
import io.github.nixadhoc.internal.process.DetachedStore;
import io.github.nixadhoc.internal.process.RunningFolder;
import io.github.nixadhoc.internal.run.ClientContext;
import io.github.nixadhoc.internal.run.CommandLineRenderer;
import io.github.nixadhoc.internal.run.Preparer;
import io.github.nixadhoc.internal.run.ProgramRequest;
import io.github.nixadhoc.internal.run.ProgramRunner;
import org.jspecify.annotations.Nullable;

/**
 * The engine of a client or of one of its sessions, which executes commands. A command holds the engine of the client
 * that created it.
 *
 * <p>Thread-safe.
 */
public final class Engine {

    private final ClientContext context;
    private final Preparer preparer;
    private final ProgramRunner runner;
    private final OperationRunner operations;
    private final RunningFolder running;
    private final @Nullable SessionManager sessions;

    private Engine(
            ClientContext context,
            Preparer preparer,
            ProgramRunner runner,
            OperationRunner operations,
            RunningFolder running,
            @Nullable SessionManager sessions) {
        this.context = context;
        this.preparer = preparer;
        this.runner = runner;
        this.operations = operations;
        this.running = running;
        this.sessions = sessions;
    }

    /** Returns the engine of a client. */
    static Engine ofClient(
            ClientContext context,
            Preparer preparer,
            ProgramRunner runner,
            OperationRunner operations,
            RunningFolder running,
            SessionManager sessions) {
        return new Engine(context, preparer, runner, operations, running, sessions);
    }

    /** Returns the engine of a session, which shares the context of its client. */
    static Engine ofSession(
            ClientContext context, Preparer preparer, ProgramRunner runner, OperationRunner operations) {
        return new Engine(context, preparer, runner, operations, RunningFolder.NONE, null);
    }

    /** Returns whether the programs in a clean room do not see the processes of this machine. */
    public boolean canHideProcesses() {
        return preparer.canHideProcesses();
    }

    public ProgramRunner runner() {
        return runner;
    }

    public OperationRunner operations() {
        return operations;
    }

    public CommandLineRenderer renderer() {
        return context.renderer();
    }

    PinFolder pins() {
        return context.pins();
    }

    public DetachedStore detached() {
        return context.detached();
    }

    /**
     * Returns the request that a line of the audit records.
     *
     * @throws IllegalArgumentException if it is not the line of a decision that allowed a program
     * @throws io.github.nixadhoc.error.CommandDeniedException if the client was built without a policy
     */
    public ProgramRequest replay(String line) {
        return ReplayRequest.of(line, context.policyGate());
    }

    public RunningFolder running() {
        return running;
    }

    /**
     * Returns the sessions of the client.
     *
     * @throws IllegalStateException if this is the engine of a session
     */
    public SessionManager sessions() {
        if (sessions == null) {
            throw new IllegalStateException("a session has no sessions of its own");
        }
        return sessions;
    }

    /** Closes the sessions, stops all processes, and refuses later commands. */
    public void close() {
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
