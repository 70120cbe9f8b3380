package io.github.nixadhoc;

import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.Leftover;
import io.github.nixadhoc.model.SessionLimits;
import io.github.nixadhoc.model.StorePath;
import java.util.List;
import java.util.Optional;

/**
 * Runs any package of nixpkgs, on a default client.
 *
 * <pre>{@code
 * RunResult cow = Nix.run("cowsay").args("Hello from Nix").execute();
 * String name = Nix.run("jq").args("-r", ".name").stdin("{\"name\":\"nix\"}").text();
 * }</pre>
 *
 * <p>The methods are those of {@link NixClient}. All callers share the default client, which is created at the first
 * use and is never closed. It has no policy, so it cannot {@linkplain NixCommands#replay replay} a record. Thread-safe.
 *
 * @since 0.1
 */
public final class Nix {

    private Nix() {}

    /**
     * Returns the command that runs the main program of a package.
     *
     * @param installable what to run, for instance {@code cowsay} or {@code github:owner/repo#tool}
     * @return the command; nothing runs before a verb such as {@link RunCommand#execute()}
     * @throws IllegalArgumentException if it is not an installable; the message says what was expected
     */
    public static RunCommand run(String installable) {
        return DefaultClient.INSTANCE.run(installable);
    }

    /**
     * Returns the command that runs the main program of a package.
     *
     * @param installable the package
     * @return the command; nothing runs before a verb such as {@link RunCommand#execute()}
     */
    public static RunCommand run(Installable installable) {
        return DefaultClient.INSTANCE.run(installable);
    }

    /**
     * Returns the command that runs a program or a script with packages on PATH. Name it with {@link
     * ShellCommand#command} or {@link ShellCommand#script}.
     *
     * @param installables the packages, in the order of PATH
     * @return the command; nothing runs before a verb such as {@link ShellCommand#execute()}
     * @throws IllegalArgumentException if one of them is not an installable, or there is none
     */
    public static ShellCommand shell(String... installables) {
        return DefaultClient.INSTANCE.shell(installables);
    }

    /**
     * Returns the command that runs a program or a script with packages on PATH. Name it with {@link ShellCommand#command}
     * or {@link ShellCommand#script}.
     *
     * @param installables the packages, in the order of PATH; copied
     * @return the command; nothing runs before a verb such as {@link ShellCommand#execute()}
     * @throws IllegalArgumentException if there is none
     */
    public static ShellCommand shell(List<Installable> installables) {
        return DefaultClient.INSTANCE.shell(installables);
    }

    /**
     * Returns the command that searches for packages.
     *
     * @param regexes what each package must match, all of them: POSIX extended regular expressions, the case of ASCII
     *     letters ignored; none for all packages
     * @return the command; nothing runs before a verb such as {@link SearchCommand#execute()}
     * @throws IllegalArgumentException if one is not a POSIX extended regular expression; the message says why
     */
    public static SearchCommand search(String... regexes) {
        return DefaultClient.INSTANCE.search(regexes);
    }

    /**
     * Returns the command that tells the size of packages with all that they depend on.
     *
     * @param installables the packages, for instance {@code ffmpeg}
     * @return the command; nothing runs before a verb such as {@link PathInfoCommand#execute()}
     * @throws IllegalArgumentException if one of them is not an installable, or there is none
     */
    public static PathInfoCommand pathInfo(String... installables) {
        return DefaultClient.INSTANCE.pathInfo(installables);
    }

    /**
     * Returns the command that tells the size of packages with all that they depend on.
     *
     * @param installables the packages; copied
     * @return the command; nothing runs before a verb such as {@link PathInfoCommand#execute()}
     * @throws IllegalArgumentException if there is none
     */
    public static PathInfoCommand pathInfo(List<Installable> installables) {
        return DefaultClient.INSTANCE.pathInfo(installables);
    }

    /**
     * Returns the command that evaluates an attribute of a flake to a value.
     *
     * @param installable the attribute, for instance {@code nixpkgs#lib.version}
     * @return the command; nothing runs before a verb such as {@link EvalCommand#execute()}
     * @throws IllegalArgumentException if it is not an attribute of a flake
     */
    public static EvalCommand eval(String installable) {
        return DefaultClient.INSTANCE.eval(installable);
    }

    /**
     * Returns the command that evaluates an attribute of a flake, of an expression or of a file to a value.
     *
     * @param installable the attribute
     * @return the command; nothing runs before a verb such as {@link EvalCommand#execute()}
     * @throws IllegalArgumentException if it is a store path, or selects outputs
     */
    public static EvalCommand eval(Installable installable) {
        return DefaultClient.INSTANCE.eval(installable);
    }

    /**
     * Returns the command that tells the source, revision and inputs of a flake.
     *
     * @param flakeReference the flake, for instance {@code github:NixOS/nixpkgs} or {@code .}
     * @return the command; nothing runs before a verb such as {@link FlakeInfoCommand#execute()}
     * @throws IllegalArgumentException if it is not a flake reference
     */
    public static FlakeInfoCommand flakeInfo(String flakeReference) {
        return DefaultClient.INSTANCE.flakeInfo(flakeReference);
    }

    /**
     * Returns the command that lists the outputs of a flake.
     *
     * @param flakeReference the flake, for instance {@code github:nix-community/comma} or {@code .}
     * @return the command; nothing runs before a verb such as {@link FlakeOutputsCommand#execute()}
     * @throws IllegalArgumentException if it is not a flake reference
     */
    public static FlakeOutputsCommand flakeOutputs(String flakeReference) {
        return DefaultClient.INSTANCE.flakeOutputs(flakeReference);
    }

    /**
     * Returns the command that reads the log of a build.
     *
     * @param installable the package or store path, for instance {@code hello}
     * @return the command; nothing runs before a verb such as {@link BuildLogCommand#execute()}
     * @throws IllegalArgumentException if it is not an installable
     */
    public static BuildLogCommand buildLog(String installable) {
        return DefaultClient.INSTANCE.buildLog(installable);
    }

    /**
     * Returns the command that brings packages into the store ahead of their use.
     *
     * @param installables the packages, for instance {@code ffmpeg}
     * @return the command; nothing runs before a verb such as {@link PrefetchCommand#execute()}
     * @throws IllegalArgumentException if one of them is not an installable, or there is none
     */
    public static PrefetchCommand prefetch(String... installables) {
        return DefaultClient.INSTANCE.prefetch(installables);
    }

    /**
     * Returns the command that brings packages into the store ahead of their use.
     *
     * @param installables the packages; copied
     * @return the command; nothing runs before a verb such as {@link PrefetchCommand#execute()}
     * @throws IllegalArgumentException if there is none
     */
    public static PrefetchCommand prefetch(List<Installable> installables) {
        return DefaultClient.INSTANCE.prefetch(installables);
    }

    /**
     * Returns the command that tells the store of Nix.
     *
     * @return the command; nothing runs before a verb such as {@link StoreInfoCommand#execute()}
     */
    public static StoreInfoCommand storeInfo() {
        return DefaultClient.INSTANCE.storeInfo();
    }

    /**
     * Returns the command that checks this machine for problems with Nix.
     *
     * @return the command; nothing runs before a verb such as {@link DoctorCommand#execute()}
     */
    public static DoctorCommand doctor() {
        return DefaultClient.INSTANCE.doctor();
    }

    /**
     * Returns the command that lists the flake registry.
     *
     * @return the command; nothing runs before a verb such as {@link RegistryCommand#execute()}
     */
    public static RegistryCommand registry() {
        return DefaultClient.INSTANCE.registry();
    }

    /**
     * Returns the command that keeps a package in the store until it is unpinned. It needs a name, see {@link
     * PinCommand#as}.
     *
     * @param installable the package, for instance {@code ffmpeg}
     * @return the command; nothing runs before a verb such as {@link PinCommand#execute()}
     * @throws IllegalArgumentException if it is not an installable
     */
    public static PinCommand pin(String installable) {
        return DefaultClient.INSTANCE.pin(installable);
    }

    /**
     * Returns the command that keeps a package in the store until it is unpinned. It needs a name, see
     * {@link PinCommand#as}.
     *
     * @param installable the package
     * @return the command; nothing runs before a verb such as {@link PinCommand#execute()}
     */
    public static PinCommand pin(Installable installable) {
        return DefaultClient.INSTANCE.pin(installable);
    }

    /**
     * Returns the command that removes a pin. The next collection of garbage deletes what nothing else needs.
     *
     * @param name the name of the pin
     * @return the command; nothing runs before a verb such as {@link UnpinCommand#execute()}
     * @throws IllegalArgumentException if no pin can have such a name
     */
    public static UnpinCommand unpin(String name) {
        return DefaultClient.INSTANCE.unpin(name);
    }

    /**
     * Returns the command that lists the pins.
     *
     * @return the command; nothing runs before a verb such as {@link ListPinsCommand#execute()}
     */
    public static ListPinsCommand listPins() {
        return DefaultClient.INSTANCE.listPins();
    }

    /**
     * Returns the command that checks the store for damaged and missing files.
     *
     * @return the command; nothing runs before a verb such as {@link StoreVerifyCommand#execute()}
     */
    public static StoreVerifyCommand verifyStore() {
        return DefaultClient.INSTANCE.verifyStore();
    }

    /**
     * Returns the command that repairs the damaged paths of the store.
     *
     * @return the command; nothing runs before a verb such as {@link StoreRepairCommand#execute()}
     */
    public static StoreRepairCommand repairStore() {
        return DefaultClient.INSTANCE.repairStore();
    }

    /**
     * Returns the command that tells the content of the store, the garbage in it, and the roots of the rest.
     *
     * @return the command; nothing runs before a verb such as {@link StoreUsageCommand#execute()}
     */
    public static StoreUsageCommand storeUsage() {
        return DefaultClient.INSTANCE.storeUsage();
    }

    /**
     * Returns the command that deletes given paths from the store, unless something needs them.
     *
     * @param paths the paths
     * @return the command; nothing runs before a verb such as {@link DeletePathsCommand#execute()}
     * @throws IllegalArgumentException if there is none
     */
    public static DeletePathsCommand deletePaths(StorePath... paths) {
        return DefaultClient.INSTANCE.deletePaths(paths);
    }

    /**
     * Returns the command that deletes given paths from the store, unless something needs them.
     *
     * @param paths the paths, copied
     * @return the command; nothing runs before a verb such as {@link DeletePathsCommand#execute()}
     * @throws IllegalArgumentException if there is none
     */
    public static DeletePathsCommand deletePaths(List<StorePath> paths) {
        return DefaultClient.INSTANCE.deletePaths(paths);
    }

    /**
     * Returns the command that lists the roots that keep paths in the store.
     *
     * @return the command; nothing runs before a verb such as {@link ListRootsCommand#execute()}
     */
    public static ListRootsCommand listRoots() {
        return DefaultClient.INSTANCE.listRoots();
    }

    /**
     * Returns the command that copies packages to another store or from one.
     *
     * @param installables the packages or store paths, for instance {@code hello}
     * @return the command, which needs {@link CopyCommand#to} or {@link CopyCommand#from}
     * @throws IllegalArgumentException if one of them is not an installable, or there is none
     */
    public static CopyCommand copy(String... installables) {
        return DefaultClient.INSTANCE.copy(installables);
    }

    /**
     * Returns the command that copies packages to another store or from one.
     *
     * @param installables the packages or store paths; copied
     * @return the command, which needs {@link CopyCommand#to} or {@link CopyCommand#from}
     * @throws IllegalArgumentException if there is none
     */
    public static CopyCommand copy(List<Installable> installables) {
        return DefaultClient.INSTANCE.copy(installables);
    }

    /**
     * Returns the command that makes a name in the user's flake registry stand for what it stands for now.
     *
     * @param name the name, for instance {@code nixpkgs}
     * @return the command; nothing runs before a verb such as {@link RegistryChangeCommand#execute()}
     * @throws IllegalArgumentException if it is no name
     */
    public static RegistryChangeCommand pinInRegistry(String name) {
        return DefaultClient.INSTANCE.pinInRegistry(name);
    }

    /**
     * Returns the command that makes a name in the user's flake registry stand for a flake.
     *
     * @param name the name, for instance {@code nixpkgs}
     * @param flakeReference the flake; not relative to a directory
     * @return the command; nothing runs before a verb such as {@link RegistryChangeCommand#execute()}
     * @throws IllegalArgumentException if a parameter is malformed
     */
    public static RegistryChangeCommand addToRegistry(String name, String flakeReference) {
        return DefaultClient.INSTANCE.addToRegistry(name, flakeReference);
    }

    /**
     * Returns the command that removes a name from the user's flake registry.
     *
     * @param name the name, for instance {@code nixpkgs}
     * @return the command; nothing runs before a verb such as {@link RegistryChangeCommand#execute()}
     * @throws IllegalArgumentException if it is no name
     */
    public static RegistryChangeCommand removeFromRegistry(String name) {
        return DefaultClient.INSTANCE.removeFromRegistry(name);
    }

    /**
     * Returns the command that deletes the store paths that nothing keeps. Generations of profiles stay unless {@link
     * CollectGarbageCommand#deleteOldGenerations} or {@link CollectGarbageCommand#olderThan} is called.
     *
     * @return the command; nothing runs before a verb such as {@link CollectGarbageCommand#execute()}
     */
    public static CollectGarbageCommand collectGarbage() {
        return DefaultClient.INSTANCE.collectGarbage();
    }

    /**
     * Opens a session without limits. Its additions to the store are deleted when it is closed.
     *
     * @return the session, to be closed
     * @throws io.github.nixadhoc.error.NixException as {@link NixClient#openSession(SessionLimits)}
     */
    public static NixSession openSession() {
        return DefaultClient.INSTANCE.openSession();
    }

    /**
     * Opens a session. Its additions to the store are deleted when it is closed.
     *
     * @param limits the limits of the session
     * @return the session, to be closed
     * @throws io.github.nixadhoc.error.NixException as {@link NixClient#openSession(SessionLimits)}
     */
    public static NixSession openSession(SessionLimits limits) {
        return DefaultClient.INSTANCE.openSession(limits);
    }

    /**
     * Deletes the additions of sessions whose JVM was killed before it closed them. Blocks.
     *
     * @return the store paths that were deleted, sorted; empty if there was nothing to do
     * @throws io.github.nixadhoc.error.NixException if Nix fails; the next call deletes the rest
     */
    public static List<StorePath> recoverSessions() {
        return DefaultClient.INSTANCE.recoverSessions();
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
    public static List<Leftover> endLeftovers() {
        return DefaultClient.INSTANCE.endLeftovers();
    }

    /**
     * Returns the detached programs of this user, started by this JVM or another one: those that run, and those that
     * have ended and were not {@linkplain DetachedProgram#forget forgotten}.
     *
     * @return the programs, the latest first
     */
    public static List<DetachedProgram> listDetached() {
        return DefaultClient.INSTANCE.listDetached();
    }

    /**
     * Returns a detached program by its id.
     *
     * @param id its id, see {@link DetachedProgram#id()}
     * @return the program, running or not; empty if there is none with this id, or it has been forgotten
     */
    public static Optional<DetachedProgram> findDetached(String id) {
        return DefaultClient.INSTANCE.findDetached(id);
    }

    /**
     * Runs a command on the default client, whichever client or session created it, and waits for its end. Blocks.
     *
     * @param <R> the type of the result
     * @param command the command
     * @return the result
     * @throws io.github.nixadhoc.error.NixException if Nix fails; the subclass says what can be done
     * @throws IllegalArgumentException if it is not a command of this library
     */
    public static <R> R execute(NixCommand<R> command) {
        return DefaultClient.INSTANCE.execute(command);
    }

    /**
     * Returns a command with the same content that runs on the default client, see {@link NixCommands#bind}.
     *
     * @param <C> the type of the command
     * @param command the command, whichever client or session created it
     * @return an equal command, which runs on the default client
     * @throws IllegalArgumentException if it is not a command of this library
     */
    public static <C extends NixCommand<?>> C bind(C command) {
        return DefaultClient.INSTANCE.bind(command);
    }

    /** Holder of the default client, which is created at the first use. */
    private static final class DefaultClient {

        static final NixClient INSTANCE = NixClient.builder().build();
    }
}
