package io.github.nixadhoc;

import io.github.nixadhoc.exec.commons.CommonsExecExecutor;
import io.github.nixadhoc.internal.client.Engine;
import io.github.nixadhoc.model.Leftover;
import io.github.nixadhoc.model.SessionLimits;
import io.github.nixadhoc.model.StorePath;
import java.util.List;
import java.util.Optional;

/**
 * Where and how commands run: which Nix, which nixpkgs, which executor, which policy.
 *
 * <pre>{@code
 * try (NixClient nix = NixClient.builder()
 *         .nixpkgs("github:NixOS/nixpkgs/nixos-25.05")
 *         .build()) {
 *     String cow = nix.run("cowsay").args("hi").text();
 * }
 * }</pre>
 *
 * <p>Immutable and thread-safe; meant to be shared. Building one starts nothing: Nix is looked for when the first
 * command runs. Closing it stops what it has started and what still runs: programs, and the builds and downloads of Nix.
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
     * Opens a session without limits: what it brings into the store leaves with it.
     *
     * @return the session, to be closed
     * @throws io.github.nixadhoc.error.NixException as {@link #openSession(SessionLimits)}
     */
    public NixSession openSession() {
        return openSession(SessionLimits.NONE);
    }

    /**
     * Opens a session: what it brings into the store leaves with it.
     *
     * <p>What sessions of the same user and store have left whose JVM was killed is taken away first, which calls Nix only if
     * there is any.
     *
     * @param limits what the session may use
     * @return the session, to be closed
     * @throws io.github.nixadhoc.error.StoreUnavailableException if its journal cannot be written
     * @throws UnsupportedOperationException if the store is not on this machine
     * @throws IllegalStateException if this client has been closed
     */
    public NixSession openSession(SessionLimits limits) {
        return new NixSession(engine.sessions().open(limits));
    }

    /**
     * Takes away what sessions of the same user and store have added that were not closed, since their JVM was killed. They
     * are left alone while they are open. {@link #openSession()} does the same.
     *
     * @return the store paths that were deleted, sorted; empty if there was nothing to do
     * @throws io.github.nixadhoc.error.NixException if Nix fails; what is left is taken away the next time
     */
    public List<StorePath> recoverSessions() {
        return engine.sessions().recover();
    }

    /**
     * Returns the programs that were started to outlive their JVM, by this JVM or another one of this user's: those that
     * run, and those that have ended and have not been forgotten.
     *
     * @return the programs, the latest first
     */
    public List<DetachedProgram> listDetached() {
        return engine.detached().list().stream().map(DetachedProgram::new).toList();
    }

    /**
     * Returns a program that was started to outlive its JVM.
     *
     * @param id its id, see {@link DetachedProgram#id()}
     * @return the program, running or not; empty if there is none with this id, or it has been forgotten
     */
    public Optional<DetachedProgram> findDetached(String id) {
        return engine.detached().find(id).map(DetachedProgram::new);
    }

    /**
     * Ends what was left running when JVMs of this user were killed by SIGKILL, or crashed, before they could end it:
     * programs and work of Nix that had run for a tenth of a second, and what was started in the background. Detached
     * programs are left alone, and so is all whose JVM still runs.
     *
     * <p>A client does so by itself, in the background, when the first of its own processes has run for a tenth of a second
     * or has been started with {@code start()}. Blocks for some seconds if one does not heed SIGTERM, which is followed by
     * SIGKILL.
     *
     * @return what was ended; empty if there was nothing to do
     * @throws java.io.UncheckedIOException if the state folder ({@code nix-adhoc/running} below {@code $XDG_STATE_HOME}, or
     *     {@code ~/.local/state}) cannot be read
     */
    public List<Leftover> endLeftovers() {
        return engine.running().endLeftovers();
    }

    /**
     * Stops what this client has started and what still runs, and waits for its end; later commands are refused.
     *
     * <p>A program that is stopped comes to a result that says so. A command that Nix is still at work for, in another
     * thread, ends with {@link io.github.nixadhoc.error.CancelledException}. Its sessions are closed.
     *
     * @throws io.github.nixadhoc.error.NixException if a session could not be, see {@link NixSession#close}; all else has
     *     been stopped all the same
     */
    @Override
    public void close() {
        engine.close();
    }
}
