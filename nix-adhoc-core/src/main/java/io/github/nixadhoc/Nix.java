package io.github.nixadhoc;

import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.Leftover;
import io.github.nixadhoc.model.SessionLimits;
import io.github.nixadhoc.model.StorePath;
import java.util.List;
import java.util.Optional;

/**
 * Any package of nixpkgs, one call away.
 *
 * <pre>{@code
 * RunResult cow = Nix.run("cowsay").args("Hello from Nix").execute();
 * String name = Nix.run("jq").args("-r", ".name").stdin("{\"name\":\"nix\"}").text();
 * }</pre>
 *
 * <p>The same verbs as {@link NixClient}, on a default client that all callers share and that is made at the first use.
 * Thread-safe.
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
     * Returns the command that runs something with packages on PATH; say what with {@link ShellCommand#command} or
     * {@link ShellCommand#script}.
     *
     * @param installables the packages, in the order of PATH
     * @return the command; nothing runs before a verb such as {@link ShellCommand#execute()}
     * @throws IllegalArgumentException if one of them is not an installable, or there is none
     */
    public static ShellCommand shell(String... installables) {
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
     * Returns the command that asks what packages occupy with all they depend on.
     *
     * @param installables what is asked about, for instance {@code ffmpeg}
     * @return the command; nothing runs before a verb such as {@link PathInfoCommand#execute()}
     * @throws IllegalArgumentException if one of them is not an installable, or there is none
     */
    public static PathInfoCommand pathInfo(String... installables) {
        return DefaultClient.INSTANCE.pathInfo(installables);
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
     * Returns the command that asks which store Nix uses.
     *
     * @return the command; nothing runs before a verb such as {@link StoreInfoCommand#execute()}
     */
    public static StoreInfoCommand storeInfo() {
        return DefaultClient.INSTANCE.storeInfo();
    }

    /**
     * Returns the command that looks for what keeps Nix from working on this machine.
     *
     * @return the command; nothing runs before a verb such as {@link DoctorCommand#execute()}
     */
    public static DoctorCommand doctor() {
        return DefaultClient.INSTANCE.doctor();
    }

    /**
     * Returns the command that asks what the names of flakes mean here.
     *
     * @return the command; nothing runs before a verb such as {@link RegistryCommand#execute()}
     */
    public static RegistryCommand registry() {
        return DefaultClient.INSTANCE.registry();
    }

    /**
     * Returns the command that keeps a package in the store until it is unpinned; say under which name with
     * {@link PinCommand#as}.
     *
     * @param installable what to keep, for instance {@code ffmpeg}
     * @return the command; nothing runs before a verb such as {@link PinCommand#execute()}
     * @throws IllegalArgumentException if it is not an installable
     */
    public static PinCommand pin(String installable) {
        return DefaultClient.INSTANCE.pin(installable);
    }

    /**
     * Returns the command that no longer keeps what was pinned under a name. The next collection of garbage takes what
     * nothing else needs.
     *
     * @param name the name
     * @return the command; nothing runs before a verb such as {@link UnpinCommand#execute()}
     * @throws IllegalArgumentException if no pin can have such a name
     */
    public static UnpinCommand unpin(String name) {
        return DefaultClient.INSTANCE.unpin(name);
    }

    /**
     * Returns the command that lists what is pinned.
     *
     * @return the command; nothing runs before a verb such as {@link ListPinsCommand#execute()}
     */
    public static ListPinsCommand listPins() {
        return DefaultClient.INSTANCE.listPins();
    }

    /**
     * Returns the command that finds out what is wrong in the store.
     *
     * @return the command; nothing runs before a verb such as {@link StoreVerifyCommand#execute()}
     */
    public static StoreVerifyCommand verifyStore() {
        return DefaultClient.INSTANCE.verifyStore();
    }

    /**
     * Returns the command that has what is damaged in the store built or downloaded anew.
     *
     * @return the command; nothing runs before a verb such as {@link StoreRepairCommand#execute()}
     */
    public static StoreRepairCommand repairStore() {
        return DefaultClient.INSTANCE.repairStore();
    }

    /**
     * Returns the command that asks what the store holds, what of it could go, and what keeps the rest.
     *
     * @return the command; nothing runs before a verb such as {@link StoreUsageCommand#execute()}
     */
    public static StoreUsageCommand storeUsage() {
        return DefaultClient.INSTANCE.storeUsage();
    }

    /**
     * Returns the command that deletes the store paths that nothing keeps. Generations of profiles stay unless it is told
     * otherwise.
     *
     * @return the command; nothing runs before a verb such as {@link CollectGarbageCommand#execute()}
     */
    public static CollectGarbageCommand collectGarbage() {
        return DefaultClient.INSTANCE.collectGarbage();
    }

    /**
     * Opens a session without limits: what it brings into the store leaves with it.
     *
     * @return the session, to be closed
     * @throws io.github.nixadhoc.error.NixException as {@link NixClient#openSession(SessionLimits)}
     */
    public static NixSession openSession() {
        return DefaultClient.INSTANCE.openSession();
    }

    /**
     * Opens a session: what it brings into the store leaves with it.
     *
     * @param limits what the session may use
     * @return the session, to be closed
     * @throws io.github.nixadhoc.error.NixException as {@link NixClient#openSession(SessionLimits)}
     */
    public static NixSession openSession(SessionLimits limits) {
        return DefaultClient.INSTANCE.openSession(limits);
    }

    /**
     * Takes away what sessions have added that were not closed, since their JVM was killed.
     *
     * @return the store paths that were deleted, sorted; empty if there was nothing to do
     * @throws io.github.nixadhoc.error.NixException if Nix fails; what is left is taken away the next time
     */
    public static List<StorePath> recoverSessions() {
        return DefaultClient.INSTANCE.recoverSessions();
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
    public static List<Leftover> endLeftovers() {
        return DefaultClient.INSTANCE.endLeftovers();
    }

    /** Made at the first use, so that touching this class costs nothing. */
    private static final class DefaultClient {

        static final NixClient INSTANCE = NixClient.builder().build();
    }

    /**
     * Returns the programs that were started to outlive their JVM, by this JVM or another one of this user's: those that
     * run, and those that have ended and have not been forgotten.
     *
     * @return the programs, the latest first
     */
    public static List<DetachedProgram> listDetached() {
        return DefaultClient.INSTANCE.listDetached();
    }

    /**
     * Returns a program that was started to outlive its JVM.
     *
     * @param id its id, see {@link DetachedProgram#id()}
     * @return the program, running or not; empty if there is none with this id, or it has been forgotten
     */
    public static Optional<DetachedProgram> findDetached(String id) {
        return DefaultClient.INSTANCE.findDetached(id);
    }
}
