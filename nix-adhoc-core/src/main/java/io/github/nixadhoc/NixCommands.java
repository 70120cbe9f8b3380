package io.github.nixadhoc;

import io.github.nixadhoc.internal.client.Engine;
import io.github.nixadhoc.internal.maintenance.CollectionRequest;
import io.github.nixadhoc.internal.pin.PinName;
import io.github.nixadhoc.internal.run.PrefetchRequest;
import io.github.nixadhoc.internal.run.ProgramRequest;
import io.github.nixadhoc.model.Installable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What can be done with packages: the verbs that {@link NixClient} and {@link NixSession} have in common. Each returns a
 * command, which runs where it was made.
 *
 * @since 0.1
 */
public abstract class NixCommands implements AutoCloseable {

    NixCommands() {}

    /** Returns the place where commands run that are made here. */
    abstract Engine engine();

    /** Ends what has been started here and still runs; later commands are refused. */
    @Override
    public abstract void close();

    /**
     * Returns the command that runs the main program of a package.
     *
     * @param installable what to run, for instance {@code cowsay} or {@code github:owner/repo#tool}
     * @return the command, which runs here
     * @throws IllegalArgumentException if it is not an installable; the message says what was expected
     */
    public final RunCommand run(String installable) {
        return run(Installable.parse(installable));
    }

    /**
     * Returns the command that runs the main program of a package.
     *
     * @param installable what to run
     * @return the command, which runs here
     */
    public final RunCommand run(Installable installable) {
        return new RunCommand(engine(), ProgramRequest.run(Objects.requireNonNull(installable, "installable")));
    }

    /**
     * Returns the command that runs something with packages on PATH; say what with {@link ShellCommand#command} or
     * {@link ShellCommand#script}.
     *
     * @param installables the packages, in the order of PATH
     * @return the command, which runs here
     * @throws IllegalArgumentException if one of them is not an installable, or there is none
     */
    public final ShellCommand shell(String... installables) {
        return shell(parsed(installables));
    }

    /**
     * Returns the command that runs something with packages on PATH; say what with {@link ShellCommand#command} or
     * {@link ShellCommand#script}.
     *
     * @param installables the packages, in the order of PATH; copied
     * @return the command, which runs here
     * @throws IllegalArgumentException if there is none
     */
    public final ShellCommand shell(List<Installable> installables) {
        if (installables.isEmpty()) {
            throw new IllegalArgumentException("a shell needs at least one package");
        }
        return new ShellCommand(engine(), ProgramRequest.shell(installables));
    }

    /**
     * Returns the command that runs again what an audit has recorded, with the same bits: its packages are locked to the
     * revisions that were used then. Where there was none to lock it to (changes that were not committed, a password in the
     * reference), the store paths are run that were used then; they have to be in the store still, or in a cache. Where a
     * revision is no longer to be had, as that of a folder which has been changed since, Nix refuses it by a
     * {@link io.github.nixadhoc.error.HashMismatchException}, and nothing else is run. What the record lacks (values of
     * variables, stdin) is told by {@link io.github.nixadhoc.audit.AuditedRun#parse}, and has to be added.
     *
     * <p>Only a client that was given a {@linkplain NixClientBuilder#policy policy} replays, and those of
     * {@link io.github.nixadhoc.policy.CommandPolicy#allowAll} among them: what a line says is not the caller's own. The
     * policy decides anew, and takes no line's word for where a revision is from: to a policy that allows only the
     * client's nixpkgs, as {@link io.github.nixadhoc.policy.Policies#forAgents}, a locked revision is another flake. A
     * client whose {@link NixClientBuilder#nixpkgs} is that very reference, as the parsed line tells it, may run it again.
     *
     * @param line the line of the decision
     * @return the command; nothing runs before a verb such as {@link ProgramCommand#execute()}
     * @throws IllegalArgumentException if it is not the line of a decision that allowed a program
     * @throws io.github.nixadhoc.error.CommandDeniedException if the client was given no policy
     */
    public ProgramCommand<?> replay(String line) {
        return Replay.of(engine(), line);
    }

    /**
     * Returns the command that searches for packages.
     *
     * @param regexes what each package must match, all of them: POSIX extended regular expressions, the case of ASCII
     *     letters ignored; none for all packages
     * @return the command, which runs here
     * @throws IllegalArgumentException if one is not a POSIX extended regular expression; the message says why
     */
    public final SearchCommand search(String... regexes) {
        return new SearchCommand(engine(), null, SearchCommand.Query.of(SearchCommand.nonNull(regexes)));
    }

    /**
     * Returns the command that asks what packages occupy with all they depend on.
     *
     * @param installables what is asked about, for instance {@code ffmpeg}
     * @return the command, which runs here
     * @throws IllegalArgumentException if one of them is not an installable, or there is none
     */
    public final PathInfoCommand pathInfo(String... installables) {
        return pathInfo(parsed(installables));
    }

    /**
     * Returns the command that asks what packages occupy with all they depend on.
     *
     * @param installables what is asked about; copied
     * @return the command, which runs here
     * @throws IllegalArgumentException if there is none
     */
    public final PathInfoCommand pathInfo(List<Installable> installables) {
        if (installables.isEmpty()) {
            throw new IllegalArgumentException("name at least one package to ask about");
        }
        return new PathInfoCommand(engine(), null, installables, null);
    }

    /**
     * Returns the command that brings packages into the store ahead of their use.
     *
     * @param installables the packages, for instance {@code ffmpeg}
     * @return the command, which runs here
     * @throws IllegalArgumentException if one of them is not an installable, or there is none
     */
    public final PrefetchCommand prefetch(String... installables) {
        return prefetch(parsed(installables));
    }

    /**
     * Returns the command that brings packages into the store ahead of their use.
     *
     * @param installables the packages; copied
     * @return the command, which runs here
     * @throws IllegalArgumentException if there is none
     */
    public final PrefetchCommand prefetch(List<Installable> installables) {
        if (installables.isEmpty()) {
            throw new IllegalArgumentException("name at least one package to prefetch");
        }
        return new PrefetchCommand(engine(), new PrefetchRequest(installables, null, null));
    }

    /**
     * Returns the command that asks which store Nix uses.
     *
     * @return the command, which runs here
     */
    public final StoreInfoCommand storeInfo() {
        return new StoreInfoCommand(engine(), null);
    }

    /**
     * Returns the command that looks for what keeps Nix from working on this machine.
     *
     * @return the command, which runs here
     */
    public final DoctorCommand doctor() {
        return new DoctorCommand(engine(), null);
    }

    /**
     * Returns the command that asks what the names of flakes mean here.
     *
     * @return the command, which runs here
     */
    public final RegistryCommand registry() {
        return new RegistryCommand(engine(), null);
    }

    /**
     * Returns the command that keeps a package in the store until it is unpinned; say under which name with
     * {@link PinCommand#as}.
     *
     * @param installable what to keep, for instance {@code ffmpeg}
     * @return the command, which runs here
     * @throws IllegalArgumentException if it is not an installable
     */
    public final PinCommand pin(String installable) {
        return pin(Installable.parse(installable));
    }

    /**
     * Returns the command that keeps a package in the store until it is unpinned; say under which name with
     * {@link PinCommand#as}.
     *
     * @param installable what to keep
     * @return the command, which runs here
     */
    public final PinCommand pin(Installable installable) {
        return new PinCommand(engine(), null, Objects.requireNonNull(installable, "installable"), null, null);
    }

    /**
     * Returns the command that no longer keeps what was pinned under a name. The next collection of garbage takes what
     * nothing else needs.
     *
     * @param name the name
     * @return the command, which runs here
     * @throws IllegalArgumentException if no pin can have such a name
     */
    public final UnpinCommand unpin(String name) {
        return new UnpinCommand(engine(), null, PinName.require(name));
    }

    /**
     * Returns the command that lists what is pinned.
     *
     * @return the command, which runs here
     */
    public final ListPinsCommand listPins() {
        return new ListPinsCommand(engine(), null);
    }

    /**
     * Returns the command that finds out what is wrong in the store.
     *
     * @return the command, which runs here
     */
    public final StoreVerifyCommand verifyStore() {
        return new StoreVerifyCommand(engine(), null, StoreVerifyCommand.Query.WHOLE_STORE);
    }

    /**
     * Returns the command that has what is damaged in the store built or downloaded anew.
     *
     * @return the command, which runs here
     */
    public final StoreRepairCommand repairStore() {
        return new StoreRepairCommand(engine(), null, List.of());
    }

    /**
     * Returns the command that asks what the store holds, what of it could go, and what keeps the rest.
     *
     * @return the command, which runs here
     */
    public final StoreUsageCommand storeUsage() {
        return new StoreUsageCommand(engine(), null);
    }

    /**
     * Returns the command that deletes the store paths that nothing keeps. Generations of profiles stay unless it is told
     * otherwise.
     *
     * @return the command, which runs here
     */
    public final CollectGarbageCommand collectGarbage() {
        return new CollectGarbageCommand(engine(), null, CollectionRequest.DEFAULT);
    }

    /**
     * Runs a command here, wherever it was made, and waits for its end.
     *
     * @param <R> what comes back
     * @param command the command
     * @return what came of it
     * @throws io.github.nixadhoc.error.NixException if Nix fails; the subclass says what can be done
     * @throws IllegalStateException if what runs it here has been closed
     */
    public final <R> R execute(NixCommand<R> command) {
        return bind(command).execute();
    }

    /**
     * Returns a command with the same content that runs here.
     *
     * <pre>{@code
     * String cow = nix.bind(greet).text();
     * }</pre>
     *
     * @param <C> the type of the command
     * @param command the command, wherever it was made
     * @return an equal command
     * @throws IllegalArgumentException if it is not a command of this library
     */
    @SuppressWarnings("unchecked") // each kind of command returns its own
    public final <C extends NixCommand<?>> C bind(C command) {
        if (command instanceof ProgramCommand<?> program) {
            return (C) program.on(engine());
        } else if (command instanceof NixOperation<?, ?> operation) {
            return (C) operation.on(engine());
        } else if (command instanceof Pipeline pipeline) {
            return (C) pipeline.on(engine());
        }
        throw new IllegalArgumentException("not a command of this library: " + command.getClass());
    }

    private static List<Installable> parsed(String... installables) {
        List<Installable> parsed = new ArrayList<>();
        for (String installable : installables) {
            parsed.add(Installable.parse(installable));
        }
        return List.copyOf(parsed);
    }
}
