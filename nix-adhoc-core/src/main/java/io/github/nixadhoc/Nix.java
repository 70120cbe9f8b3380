package io.github.nixadhoc;

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
     * Returns the command that asks which store Nix uses.
     *
     * @return the command; nothing runs before a verb such as {@link StoreInfoCommand#execute()}
     */
    public static StoreInfoCommand storeInfo() {
        return DefaultClient.INSTANCE.storeInfo();
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

    /** Made at the first use, so that touching this class costs nothing. */
    private static final class DefaultClient {

        static final NixClient INSTANCE = NixClient.builder().build();
    }
}
