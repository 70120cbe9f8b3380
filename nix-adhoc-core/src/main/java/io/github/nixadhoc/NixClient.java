package io.github.nixadhoc;

import io.github.nixadhoc.exec.commons.CommonsExecExecutor;
import io.github.nixadhoc.internal.client.Engine;
import io.github.nixadhoc.model.Leftover;
import io.github.nixadhoc.model.SessionLimits;
import io.github.nixadhoc.model.StorePath;
import java.util.List;
import java.util.Optional;

/**
 * A client of Nix: creates commands, and executes them with its own nixpkgs, store, executor and policy.
 *
 * <pre>{@code
 * try (NixClient nix = NixClient.builder()
 *         .nixpkgs("github:NixOS/nixpkgs/nixos-25.05")
 *         .build()) {
 *     String cow = nix.run("cowsay").args("hi").text();
 * }
 * }</pre>
 *
 * <p>Immutable and thread-safe; meant to be shared. Building a client starts no process, except for a trial of bubblewrap where
 * programs are to be confined: Nix is searched when the first command runs. Closing it stops its running programs, and its builds and downloads. A client need not be closed if its
 * programs may go on until the JVM ends.
 *
 * @since 0.1
 */
public final class NixClient extends NixCommands {

    private final Engine engine;

    NixClient(Engine engine) {
        this.engine = engine;
    }

    @Override
    Engine engine() {
        return engine;
    }

    /**
     * Returns a builder with the defaults: the {@code nixpkgs} of the flake registry, the Nix that is found on this
     * system, the environment of the JVM, {@link CommonsExecExecutor}, and a policy that allows everything.
     *
     * @return the builder
     */
    public static NixClientBuilder builder() {
        return new NixClientBuilder();
    }

    /**
     * Opens a session without limits. Its additions to the store are deleted when it is closed.
     *
     * @return the session, to be closed
     * @throws io.github.nixadhoc.error.NixException as {@link #openSession(SessionLimits)}
     */
    public NixSession openSession() {
        return openSession(SessionLimits.NONE);
    }

    /**
     * Opens a session. Its additions to the store are deleted when it is closed.
     *
     * <p>Blocks. The additions of sessions of the same user and store whose JVM was killed are deleted first, which
     * takes calls of Nix only if there are any.
     *
     * @param limits the limits of the session
     * @return the session, to be closed
     * @throws io.github.nixadhoc.error.StoreUnavailableException if its journal cannot be written
     * @throws UnsupportedOperationException if the store is not on this machine
     * @throws IllegalStateException if this client has been closed
     */
    public NixSession openSession(SessionLimits limits) {
        return new NixSession(engine.sessions().open(limits));
    }

    /**
     * Deletes the additions of sessions of the same user and store whose JVM was killed before it closed them. Open
     * sessions are not touched. {@link #openSession()} does the same. Blocks.
     *
     * @return the store paths that were deleted, sorted; empty if there was nothing to do
     * @throws io.github.nixadhoc.error.NixException if Nix fails; the next call deletes the rest
     * @throws IllegalStateException if this client has been closed
     */
    public List<StorePath> recoverSessions() {
        return engine.sessions().recover();
    }

    /**
     * Returns the detached programs of this user, started by this JVM or another one: those that run, and those that
     * have ended and were not {@linkplain DetachedProgram#forget forgotten}.
     *
     * @return the programs, the latest first
     */
    public List<DetachedProgram> listDetached() {
        return engine.detached().list().stream().map(DetachedProgram::new).toList();
    }

    /**
     * Returns a detached program by its id.
     *
     * @param id its id, see {@link DetachedProgram#id()}
     * @return the program, running or not; empty if there is none with this id, or it has been forgotten
     */
    public Optional<DetachedProgram> findDetached(String id) {
        return engine.detached().find(id).map(DetachedProgram::new);
    }

    /**
     * Returns whether programs of this client in a clean room that {@linkplain
     * io.github.nixadhoc.policy.CleanRoom#hideProcesses hides processes} do not see those of this machine. Without it such
     * a program can read the environment and the command line of the JVM, with all keys in them. The first call tries it,
     * which takes milliseconds, and logs a warning if it fails.
     *
     * @return true if they do not; always true with a confinement, and for a fake
     */
    public boolean hidesProcesses() {
        return engine.canHideProcesses();
    }

    /**
     * Stops the processes that killed or crashed JVMs of this user have left running: programs and calls of Nix that
     * had run for a tenth of a second, and programs that were started in the background. Detached programs go on, and
     * so do all processes whose JVM still runs.
     *
     * <p>A client does so by itself, in the background, when the first of its own processes has run for a tenth of a
     * second or was started with {@code start()}. Blocks for some seconds if a process ignores SIGTERM and gets
     * SIGKILL.
     *
     * @return the processes that were stopped; empty if there were none
     * @throws java.io.UncheckedIOException if the state folder ({@code nix-adhoc/running} below {@code
     *     $XDG_STATE_HOME}, or {@code ~/.local/state}) cannot be read
     */
    public List<Leftover> endLeftovers() {
        return engine.running().endLeftovers();
    }

    /**
     * Stops the running programs and the work of Nix, closes the sessions, and waits for the end of all. Later commands
     * throw {@link IllegalStateException}.
     *
     * <p>A stopped program has a result that says so. A command that waits for Nix in another thread ends with {@link
     * io.github.nixadhoc.error.CancelledException}. Detached programs go on.
     *
     * @throws io.github.nixadhoc.error.NixException if a session could not be closed, see {@link NixSession#close};
     *     everything else has been stopped nevertheless
     */
    @Override
    public void close() {
        engine.close();
    }
}
