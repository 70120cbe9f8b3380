package io.github.nixadhoc;

import io.github.nixadhoc.internal.maintenance.CollectionRequest;
import io.github.nixadhoc.internal.pin.PinName;
import io.github.nixadhoc.internal.resolve.InstallableWords;
import io.github.nixadhoc.internal.run.PrefetchRequest;
import io.github.nixadhoc.internal.run.ProgramRequest;
import io.github.nixadhoc.internal.runtime.Nixpkgs;
import io.github.nixadhoc.model.Installable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The verbs of {@link NixClient} and {@link NixSession}. Each returns a command, which runs on the client or session
 * that created it. {@link Nix} has the same verbs as static methods.
 *
 * <p>Creating a command starts nothing and does not block. Thread-safe.
 *
 * @since 0.1
 */
public abstract class NixCommands extends StoreCommands {

    NixCommands() {}

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
     * Returns the command that runs a program or a script with packages on PATH. Name it with {@link
     * ShellCommand#command} or {@link ShellCommand#script}.
     *
     * @param installables the packages, in the order of PATH
     * @return the command, which runs here
     * @throws IllegalArgumentException if one of them is not an installable, or there is none
     */
    public final ShellCommand shell(String... installables) {
        return shell(parsed(installables));
    }

    /**
     * Returns the command that runs a program or a script with packages on PATH. Name it with {@link
     * ShellCommand#command} or {@link ShellCommand#script}.
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
     * Returns the command that runs a program again from its record in an audit, with the same bits.
     *
     * <p>Its packages are locked to the revisions of that run. Where there was no revision to lock (uncommitted
     * changes, a password in the reference), the command runs the store paths of that run, which have to be in the
     * store still, or in a binary cache. If a revision has changed since, as that of a folder can, the command ends in
     * a {@link io.github.nixadhoc.error.HashMismatchException}. The record lacks values of variables and stdin, which
     * have to be added; {@link io.github.nixadhoc.audit.AuditedRun#parse} tells which.
     *
     * <p>Only a client that was built with a {@linkplain NixClientBuilder#policy policy} replays, be it {@link
     * io.github.nixadhoc.policy.CommandPolicy#allowAll}: a line of a file is not the caller's own command. The policy
     * reviews the command anew. To a policy that allows only the client's nixpkgs, such as {@link
     * io.github.nixadhoc.policy.Policies#forAgents}, a locked revision is another flake. A client may replay it if its
     * {@link NixClientBuilder#nixpkgs} is exactly the reference in the parsed line.
     *
     * @param line the line of the decision
     * @return the command; nothing runs before a verb such as {@link ProgramCommand#execute()}
     * @throws IllegalArgumentException if it is not the line of a decision that allowed a program
     * @throws io.github.nixadhoc.error.CommandDeniedException if the client was built without a policy
     */
    public final ProgramCommand<?> replay(String line) {
        return ProgramCommand.of(engine(), engine().replay(line));
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
     * Returns the command that tells the size of packages with all that they depend on.
     *
     * @param installables the packages, for instance {@code ffmpeg}
     * @return the command, which runs here
     * @throws IllegalArgumentException if one of them is not an installable, or there is none
     */
    public final PathInfoCommand pathInfo(String... installables) {
        return pathInfo(parsed(installables));
    }

    /**
     * Returns the command that tells the size of packages with all that they depend on.
     *
     * @param installables the packages; copied
     * @return the command, which runs here
     * @throws IllegalArgumentException if there is none
     */
    public final PathInfoCommand pathInfo(List<Installable> installables) {
        if (installables.isEmpty()) {
            throw new IllegalArgumentException("name at least one package to ask about");
        }
        InstallableWords.requireTogether(installables);
        return new PathInfoCommand(engine(), null, installables, null);
    }

    /**
     * Returns the command that evaluates an attribute of a flake to a value.
     *
     * @param installable the attribute, for instance {@code nixpkgs#lib.version}
     * @return the command, which runs here
     * @throws IllegalArgumentException if it is not an attribute of a flake
     */
    public final EvalCommand eval(String installable) {
        return eval(Installable.parse(installable));
    }

    /**
     * Returns the command that evaluates an attribute of a flake, of an expression or of a file to a value.
     *
     * @param installable the attribute
     * @return the command, which runs here
     * @throws IllegalArgumentException if it is a store path, or selects outputs
     */
    public final EvalCommand eval(Installable installable) {
        return EvalCommand.of(engine(), Objects.requireNonNull(installable, "installable"));
    }

    /**
     * Returns the command that tells the source, revision and inputs of a flake.
     *
     * @param flakeReference the flake, for instance {@code github:NixOS/nixpkgs} or {@code .}
     * @return the command, which runs here
     * @throws IllegalArgumentException if it is not a flake reference
     */
    public final FlakeInfoCommand flakeInfo(String flakeReference) {
        return new FlakeInfoCommand(
                engine(), null, new Installable.FlakeOutput(Nixpkgs.parse(flakeReference), "", List.of()), null);
    }

    /**
     * Returns the command that lists the outputs of a flake.
     *
     * @param flakeReference the flake, for instance {@code github:nix-community/comma} or {@code .}
     * @return the command, which runs here
     * @throws IllegalArgumentException if it is not a flake reference
     */
    public final FlakeOutputsCommand flakeOutputs(String flakeReference) {
        return new FlakeOutputsCommand(
                engine(), null, new Installable.FlakeOutput(Nixpkgs.parse(flakeReference), "", List.of()), null);
    }

    /**
     * Returns the command that reads the log of a build.
     *
     * @param installable the package or store path, for instance {@code hello}
     * @return the command, which runs here
     * @throws IllegalArgumentException if it is not an installable
     */
    public final BuildLogCommand buildLog(String installable) {
        return new BuildLogCommand(engine(), null, Installable.parse(installable), null);
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
     * Returns the command that tells the store of Nix.
     *
     * @return the command, which runs here
     */
    public final StoreInfoCommand storeInfo() {
        return new StoreInfoCommand(engine(), null);
    }

    /**
     * Returns the command that checks this machine for problems with Nix.
     *
     * @return the command, which runs here
     */
    public final DoctorCommand doctor() {
        return new DoctorCommand(engine(), null);
    }

    /**
     * Returns the command that lists the flake registry.
     *
     * @return the command, which runs here
     */
    public final RegistryCommand registry() {
        return new RegistryCommand(engine(), null);
    }

    /**
     * Returns the command that keeps a package in the store until it is unpinned. It needs a name, see {@link
     * PinCommand#as}.
     *
     * @param installable the package, for instance {@code ffmpeg}
     * @return the command, which runs here
     * @throws IllegalArgumentException if it is not an installable
     */
    public final PinCommand pin(String installable) {
        return pin(Installable.parse(installable));
    }

    /**
     * Returns the command that keeps a package in the store until it is unpinned. It needs a name, see {@link
     * PinCommand#as}.
     *
     * @param installable the package
     * @return the command, which runs here
     */
    public final PinCommand pin(Installable installable) {
        return new PinCommand(engine(), null, Objects.requireNonNull(installable, "installable"), null, null);
    }

    /**
     * Returns the command that removes a pin. The next collection of garbage deletes what nothing else needs.
     *
     * @param name the name of the pin
     * @return the command, which runs here
     * @throws IllegalArgumentException if no pin can have such a name
     */
    public final UnpinCommand unpin(String name) {
        return new UnpinCommand(engine(), null, PinName.require(name));
    }

    /**
     * Returns the command that lists the pins.
     *
     * @return the command, which runs here
     */
    public final ListPinsCommand listPins() {
        return new ListPinsCommand(engine(), null);
    }

    /**
     * Returns the command that checks the store for damaged and missing files.
     *
     * @return the command, which runs here
     */
    public final StoreVerifyCommand verifyStore() {
        return new StoreVerifyCommand(engine(), null, StoreVerifyCommand.Query.WHOLE_STORE);
    }

    /**
     * Returns the command that repairs the damaged paths of the store.
     *
     * @return the command, which runs here
     */
    public final StoreRepairCommand repairStore() {
        return new StoreRepairCommand(engine(), null, List.of());
    }

    /**
     * Returns the command that tells the content of the store, the garbage in it, and the roots of the rest.
     *
     * @return the command, which runs here
     */
    public final StoreUsageCommand storeUsage() {
        return new StoreUsageCommand(engine(), null);
    }

    /**
     * Returns the command that deletes the store paths that nothing keeps. Generations of profiles stay unless {@link
     * CollectGarbageCommand#deleteOldGenerations} or {@link CollectGarbageCommand#olderThan} is called.
     *
     * @return the command, which runs here
     */
    public final CollectGarbageCommand collectGarbage() {
        return new CollectGarbageCommand(engine(), null, CollectionRequest.DEFAULT);
    }

    /**
     * Runs a command here, whichever client or session created it, and waits for its end.
     *
     * <pre>{@code
     * RunCommand greet = Nix.run("cowsay").args("hi");            // a constant of a library, say
     * try (NixClient pinned = NixClient.builder().nixpkgs("github:NixOS/nixpkgs/nixos-25.05").build()) {
     *     RunResult result = pinned.execute(greet);               // with the settings of this client
     * }
     * }</pre>
     *
     * <p>Blocks. The nixpkgs, store, environment, clean room, confinement, policy and executor are those of this
     * client. The command itself is not changed.
     *
     * @param <R> the type of the result
     * @param command the command
     * @return the result
     * @throws io.github.nixadhoc.error.NixException if Nix fails; the subclass says what can be done
     * @throws IllegalArgumentException if it is not a command of this library
     * @throws IllegalStateException if this client or session has been closed
     */
    public final <R> R execute(NixCommand<R> command) {
        return bind(command).execute();
    }

    /**
     * Returns a command with the same content that runs here, for the verbs other than {@code execute}.
     *
     * <pre>{@code
     * RunCommand greet = Nix.run("cowsay").args("hi");
     * String cow = pinned.bind(greet).text();
     * try (RunningProgram running = pinned.bind(greet).start()) {
     *     System.out.println(running.pid());
     * }
     * }</pre>
     *
     * @param <C> the type of the command
     * @param command the command, whichever client or session created it
     * @return an equal command, which runs here
     * @throws IllegalArgumentException if it is not a command of this library
     */
    @SuppressWarnings("unchecked") // each kind of command returns its own
    public final <C extends NixCommand<?>> C bind(C command) {
        if (command instanceof ProgramCommand<?> program) {
            return (C) program.boundTo(engine());
        } else if (command instanceof NixOperation<?, ?> operation) {
            return (C) operation.boundTo(engine());
        } else if (command instanceof Pipeline pipeline) {
            return (C) pipeline.boundTo(engine());
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
