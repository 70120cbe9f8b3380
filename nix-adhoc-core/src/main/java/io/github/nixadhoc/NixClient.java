package io.github.nixadhoc;

import io.github.nixadhoc.exec.CommonsExecExecutor;
import io.github.nixadhoc.internal.pin.PinFolder;
import io.github.nixadhoc.internal.pin.PinName;
import io.github.nixadhoc.internal.progress.Watches;
import io.github.nixadhoc.internal.store.CollectionRequest;
import io.github.nixadhoc.model.Installable;
import java.util.List;
import java.util.Objects;

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
public final class NixClient implements AutoCloseable {

    private final NixpkgsReference nixpkgs;
    private final List<String> nixWords;
    private final Watches watches;
    private final Programs programs;
    private final Operations operations;
    private final PinFolder pinFolder;

    NixClient(
            NixpkgsReference nixpkgs,
            List<String> nixWords,
            PinFolder pinFolder,
            Watches watches,
            Programs programs,
            Operations operations) {
        this.nixpkgs = nixpkgs;
        this.nixWords = nixWords;
        this.pinFolder = pinFolder;
        this.watches = watches;
        this.programs = programs;
        this.operations = operations;
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
     * Returns the command that runs the main program of a package.
     *
     * @param installable what to run, for instance {@code cowsay} or {@code github:owner/repo#tool}
     * @return the command, which runs here
     * @throws IllegalArgumentException if it is not an installable; the message says what was expected
     */
    public RunCommand run(String installable) {
        return run(Installable.parse(installable));
    }

    /**
     * Returns the command that runs the main program of a package.
     *
     * @param installable what to run
     * @return the command, which runs here
     */
    public RunCommand run(Installable installable) {
        return new RunCommand(this, Objects.requireNonNull(installable, "installable"), ProgramOptions.DEFAULT);
    }

    /**
     * Returns the command that runs something with packages on PATH; say what with {@link ShellCommand#command} or
     * {@link ShellCommand#script}.
     *
     * @param installables the packages, in the order of PATH
     * @return the command, which runs here
     * @throws IllegalArgumentException if one of them is not an installable, or there is none
     */
    public ShellCommand shell(String... installables) {
        return shell(List.of(installables).stream().map(Installable::parse).toList());
    }

    /**
     * Returns the command that runs something with packages on PATH; say what with {@link ShellCommand#command} or
     * {@link ShellCommand#script}.
     *
     * @param installables the packages, in the order of PATH; copied
     * @return the command, which runs here
     * @throws IllegalArgumentException if there is none
     */
    public ShellCommand shell(List<Installable> installables) {
        if (installables.isEmpty()) {
            throw new IllegalArgumentException("a shell needs at least one package");
        }
        return new ShellCommand(this, installables, null, ProgramOptions.DEFAULT);
    }

    /**
     * Returns the command that runs again what an audit has recorded, with the same bits: its packages are locked to the
     * revisions that were used then. What the record lacks (values of variables, stdin) is told by
     * {@link io.github.nixadhoc.audit.AuditedRun#parse}, and has to be added. The policy decides anew.
     *
     * @param line the line of the decision
     * @return the command; nothing runs before a verb such as {@link ProgramCommand#execute()}
     * @throws IllegalArgumentException if it is not the line of a decision about a program
     */
    public ProgramCommand<?> replay(String line) {
        return Replay.of(this, line);
    }

    /**
     * Returns the command that searches for packages.
     *
     * @param regexes what each package must match, all of them: POSIX extended regular expressions, the case of ASCII
     *     letters ignored; none for all packages
     * @return the command, which runs here
     * @throws IllegalArgumentException if one is not a POSIX extended regular expression; the message says why
     */
    public SearchCommand search(String... regexes) {
        return new SearchCommand(this, null, SearchCommand.Query.of(SearchCommand.nonNull(regexes)));
    }

    /**
     * Returns the command that asks what packages occupy with all they depend on.
     *
     * @param installables what is asked about, for instance {@code ffmpeg}
     * @return the command, which runs here
     * @throws IllegalArgumentException if one of them is not an installable, or there is none
     */
    public PathInfoCommand pathInfo(String... installables) {
        return pathInfo(List.of(installables).stream().map(Installable::parse).toList());
    }

    /**
     * Returns the command that asks what packages occupy with all they depend on.
     *
     * @param installables what is asked about; copied
     * @return the command, which runs here
     * @throws IllegalArgumentException if there is none
     */
    public PathInfoCommand pathInfo(List<Installable> installables) {
        if (installables.isEmpty()) {
            throw new IllegalArgumentException("name at least one package to ask about");
        }
        return new PathInfoCommand(this, null, installables, null);
    }

    /**
     * Returns the command that brings packages into the store ahead of their use.
     *
     * @param installables the packages, for instance {@code ffmpeg}
     * @return the command, which runs here
     * @throws IllegalArgumentException if one of them is not an installable, or there is none
     */
    public PrefetchCommand prefetch(String... installables) {
        return prefetch(List.of(installables).stream().map(Installable::parse).toList());
    }

    /**
     * Returns the command that brings packages into the store ahead of their use.
     *
     * @param installables the packages; copied
     * @return the command, which runs here
     * @throws IllegalArgumentException if there is none
     */
    public PrefetchCommand prefetch(List<Installable> installables) {
        if (installables.isEmpty()) {
            throw new IllegalArgumentException("name at least one package to prefetch");
        }
        return new PrefetchCommand(this, null, installables, null);
    }

    /**
     * Returns the command that asks which store Nix uses.
     *
     * @return the command, which runs here
     */
    public StoreInfoCommand storeInfo() {
        return new StoreInfoCommand(this, null);
    }

    /**
     * Returns the command that looks for what keeps Nix from working on this machine.
     *
     * @return the command, which runs here
     */
    public DoctorCommand doctor() {
        return new DoctorCommand(this, null);
    }

    /**
     * Returns the command that asks what the names of flakes mean here.
     *
     * @return the command, which runs here
     */
    public RegistryCommand registry() {
        return new RegistryCommand(this, null);
    }

    /**
     * Returns the command that keeps a package in the store, under a name, until it is unpinned.
     *
     * @param installable what to keep, for instance {@code ffmpeg}
     * @param name the name: 1 to 100 letters, digits and {@code _ . + @ -}, the first a letter, a digit or {@code _}, and
     *     no two dots in a row
     * @return the command, which runs here
     * @throws IllegalArgumentException if it is not an installable, or not such a name
     */
    public PinCommand pin(String installable, String name) {
        return new PinCommand(this, null, Installable.parse(installable), PinName.require(name), null);
    }

    /**
     * Returns the command that no longer keeps what was pinned under a name. The next collection of garbage takes what
     * nothing else needs.
     *
     * @param name the name
     * @return the command, which runs here
     * @throws IllegalArgumentException if no pin can have such a name
     */
    public UnpinCommand unpin(String name) {
        return new UnpinCommand(this, null, PinName.require(name));
    }

    /**
     * Returns the command that lists what is pinned.
     *
     * @return the command, which runs here
     */
    public PinsCommand pins() {
        return new PinsCommand(this, null);
    }

    /**
     * Returns the command that finds out what is wrong in the store.
     *
     * @return the command, which runs here
     */
    public StoreVerifyCommand verifyStore() {
        return new StoreVerifyCommand(this, null, StoreVerifyCommand.Query.WHOLE_STORE);
    }

    /**
     * Returns the command that has what is damaged in the store built or downloaded anew.
     *
     * @return the command, which runs here
     */
    public StoreRepairCommand repairStore() {
        return new StoreRepairCommand(this, null, List.of());
    }

    /**
     * Returns the command that asks what the store holds, what of it could go, and what keeps the rest.
     *
     * @return the command, which runs here
     */
    public StoreUsageCommand storeUsage() {
        return new StoreUsageCommand(this, null);
    }

    /**
     * Returns the command that deletes the store paths that nothing keeps. Generations of profiles stay unless it is told
     * otherwise.
     *
     * @return the command, which runs here
     */
    public CollectGarbageCommand collectGarbage() {
        return new CollectGarbageCommand(this, null, CollectionRequest.DEFAULT);
    }

    /**
     * Runs a command here, wherever it was made, and waits for its end.
     *
     * @param <R> what comes back
     * @param command the command
     * @return what came of it
     * @throws io.github.nixadhoc.error.NixException if Nix fails; the subclass says what can be done
     * @throws IllegalStateException if this client has been closed
     */
    public <R> R execute(NixCommand<R> command) {
        return command.on(this).execute();
    }

    /**
     * Stops what this client has started and what still runs, and waits for its end; later commands are refused.
     *
     * <p>A program that is stopped comes to a result that says so. A command that Nix is still at work for, in another
     * thread, ends with {@link io.github.nixadhoc.error.CancelledException}.
     */
    @Override
    public void close() {
        operations.close();
        programs.close();
        watches.close();
    }

    Programs programs() {
        return programs;
    }

    Operations operations() {
        return operations;
    }

    /** Returns installables as Nix's command line takes them. */
    PrintedInstallables printed(List<? extends Installable> installables) {
        return PrintedInstallables.of(nixpkgs, installables);
    }

    PinFolder pinFolder() {
        return pinFolder;
    }

    String nixpkgsFlake() {
        return nixpkgs.flake();
    }

    /** Returns the words that begin a command line of Nix. */
    List<String> nixWords() {
        return nixWords;
    }
}
