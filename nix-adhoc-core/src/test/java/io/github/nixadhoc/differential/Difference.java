package io.github.nixadhoc.differential;

import io.github.nixadhoc.differential.Seen.Aspect;
import io.github.nixadhoc.testkit.NixUnderTest;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * A difference between the library and the command line, with its sentence on the page of differences and the versions
 * of Nix that have it.
 */
@SuppressWarnings("ImmutableEnumChecker") // nothing changes them
enum Difference {
    ORDER_OF_PATH(
            "In a shell the packages are on PATH in the order given, followed by the packages that they"
                    + " propagate. Nix 2.8 sorts by the hashes of the store paths, and puts propagated packages first.",
            before(2, 20),
            Difference::isSamePathInAnotherOrder,
            Aspect.STDOUT),
    OUTPUTS_TO_INSTALL(
            "A shell has the outputs that the package names for installation (`meta.outputsToInstall`), else"
                    + " `out`. Nix 2.8 takes the first output.",
            before(2, 20),
            Difference::bothRan,
            Aspect.STDOUT,
            Aspect.PROGRAM),
    SELECTION_WHEN_RUN(
            "`Nix.run(\"x^bin\")` runs the program of the selected output. `nix run` ignores the selection, even one of"
                    + " an output that does not exist; Nix 2.8 refuses it.",
            since(2, 8),
            (nix, here) -> !nix.isRefused() || nix.words().contains("is not a valid URL"),
            whole()),
    SELECTION_IN_SHELL(
            "`Nix.shell(\"x^bin,man\")` works on Nix 2.8 too. Nix 2.8 itself has no selection of outputs.",
            before(2, 20),
            refusedWith("is not a valid URL"),
            whole()),
    STORE_PATH_RUNS(
            "A store path can be run: its program is the one named after it, or the only one. `nix run` refuses store"
                    + " paths.",
            since(2, 8),
            refusedWith("cannot be evaluated", "does not correspond to a Nix language value", "is not a valid URL"),
            whole()),
    DERIVATION_IN_SHELL(
            "The path of a store derivation (`.drv`) stands for its outputs in a shell, as on Nix 2.8. Nix 2.26 and 2.34"
                    + " put the derivation itself on PATH.",
            since(2, 20),
            refusedWith("unable to execute"),
            whole()),
    TEXT_AS_STORE_PATH(
            "An attribute that is a string with a store path can be used in a shell on Nix 2.8 too.",
            before(2, 20),
            refusedWith("is not a derivation"),
            whole()),
    PATH_FROM_ROOT(
            "An attribute path from the root of the flake, with a dot in front (`nixpkgs#.legacyPackages…`), works on Nix"
                    + " 2.8 too.",
            before(2, 20),
            refusedWith("does not provide attribute"),
            whole()),
    DEFAULT_APP(
            "A flake's `defaultApp` can be run on Nix 2.8 too.",
            before(2, 20),
            refusedWith("should have type 'derivation'"),
            whole()),
    APP_IN_SOURCE(
            "An app whose program is a file of the flake's own source (`\"${self}/bin/x\"`) can be run on Nix"
                    + " 2.8 too. Nix 2.8 itself aborts.",
            before(2, 20),
            (nix, here) -> nix.of(Aspect.STDERR).contains("Assertion")
                    && here.of(Aspect.EXIT_CODE).equals("0"),
            Aspect.STDOUT,
            Aspect.STDERR,
            Aspect.EXIT_CODE),
    NAMED_ERROR(
            "A missing program is a `NoMainProgramException`, with the programs that exist. A program that"
                    + " cannot be started is a `ProgramStartException`. Nix says `unable to execute`.",
            since(2, 8),
            (nix, here) -> nix.words().contains("unable to execute")
                    && here.words().matches("(?s)(NoMainProgram|ProgramStart)Exception: .*"),
            Aspect.REFUSED),
    FAILURE_IS_EXCEPTION(
            "A failure of Nix is an exception of its own kind. On the command line it is exit code 1, or 100"
                    + " when a build failed, which programs can return too.",
            since(2, 8),
            (nix, here) -> nix.words().matches("(?s)exit code (1|100), .*")
                    && here.words().matches("(?s)\\w+Exception: .*"),
            Aspect.REFUSED),
    LOG_OF_NIX(
            "Messages of Nix (`warning: Git tree … is dirty`, `building …`) are not part of the program's stderr.",
            since(2, 8),
            (nix, here) -> here.of(Aspect.STDERR).isEmpty()
                    && nix.of(Aspect.STDERR).matches("(?s)(warning|building|path) .*|warning: .*"),
            Aspect.STDERR),
    NO_LOCK_FILE(
            "The library does not write a `flake.lock` into the directory of a flake that lacks one.",
            since(2, 8),
            (nix, here) -> nix.of(Aspect.FILES).contains("flake.lock")
                    && !here.of(Aspect.FILES).contains("flake.lock"),
            Aspect.FILES),
    FIRST_WORD(
            "In a shell, the first word of a program's command line (`argv[0]`) is the full path of the program,"
                    + " not the name it was called by.",
            since(2, 8),
            (nix, here) -> here.of(Aspect.STDOUT).endsWith("/" + nix.of(Aspect.STDOUT))
                    && here.of(Aspect.STDOUT).startsWith("/"),
            Aspect.STDOUT,
            Aspect.PROGRAM),
    WITHOUT_INTERPRETER_LINE(
            "A program without a `#!` line is run by `/bin/sh`, as in a shell and on Nix 2.8. `nix run` of Nix 2.26 and"
                    + " 2.34 refuses it.",
            since(2, 20),
            refusedWith("Exec format error"),
            whole()),
    UMASK(
            "The program inherits the umask of the JVM. Nix resets it to 0022.",
            since(2, 8),
            (nix, here) -> nix.of(Aspect.UMASK).equals("0022")
                    && !here.of(Aspect.UMASK).equals("0022"),
            Aspect.UMASK),
    IGNORED_SIGNALS(
            "Of the signals that the JVM was started to ignore, the program ignores all but SIGQUIT and SIGPIPE, which a"
                    + " JVM handles itself. Under Nix it ignores these two, but not SIGUSR1.",
            since(2, 8),
            (nix, here) -> nix.of(Aspect.IGNORED_SIGNALS).equals("HUP INT QUIT PIPE TERM")
                    && here.of(Aspect.IGNORED_SIGNALS).equals("HUP INT USR1 TERM"),
            Aspect.IGNORED_SIGNALS),
    BLOCKED_SIGQUIT(
            "On JDK 17 SIGQUIT is blocked in the program, as in everything that such a JVM starts; on JDK 25 it is not.",
            nix -> Runtime.version().feature() < 25,
            (nix, here) -> nix.of(Aspect.STDOUT).equals("SigBlk:\t0000000000000000\n")
                    && here.of(Aspect.STDOUT).equals("SigBlk:\t0000000000000004\n"),
            Aspect.STDOUT),
    OPEN_FILES_LIMIT(
            "The program may open as many files as the JVM, which raises its soft limit to the hard limit. Nix"
                    + " 2.34 does the same; earlier versions do not.",
            before(2, 30),
            (nix, here) -> nix.of(Aspect.STDOUT).equals("900\n")
                    && !here.of(Aspect.STDOUT).equals("900\n"),
            Aspect.STDOUT),
    OPEN_FILES(
            "The program has stdin, stdout and stderr open, and nothing else. Nix leaves one or two of its own"
                    + " descriptors open.",
            since(2, 8),
            (nix, here) -> nix.of(Aspect.STDOUT).startsWith("0\n1\n2\n3\n")
                    && here.of(Aspect.STDOUT).equals("0\n1\n2\n"),
            Aspect.STDOUT);

    private final String sentence;
    private final Predicate<NixUnderTest> versions;
    private final BiPredicate<Seen, Seen> isThere;
    private final Set<Aspect> aspects;

    Difference(String sentence, Predicate<NixUnderTest> versions, BiPredicate<Seen, Seen> isThere, Aspect... aspects) {
        this.sentence = sentence;
        this.versions = versions;
        this.isThere = isThere;
        this.aspects = EnumSet.copyOf(List.of(aspects));
    }

    String sentence() {
        return sentence;
    }

    /** Returns whether a version of Nix differs in this way. */
    boolean isOn(NixUnderTest nix) {
        return versions.test(nix);
    }

    /** Returns whether it is this way in which the two differ. */
    boolean isBetween(Seen nix, Seen here) {
        return isThere.test(nix, here);
    }

    /** Returns what Nix let be seen, but for what this difference says of it. */
    Seen explained(Seen nix, Seen here) {
        return nix.like(here, aspects);
    }

    /** All there is to see of the program, which one of the two has not started, or another one. */
    private static Aspect[] whole() {
        return EnumSet.complementOf(EnumSet.of(Aspect.FILES)).toArray(Aspect[]::new);
    }

    /** Between the versions that are tested any number serves. */
    private static Predicate<NixUnderTest> since(int major, int minor) {
        return nix -> nix.isAtLeast(major, minor);
    }

    private static Predicate<NixUnderTest> before(int major, int minor) {
        return nix -> !nix.isAtLeast(major, minor);
    }

    /** Nix refuses with one of these texts what the library runs, successfully. */
    private static BiPredicate<Seen, Seen> refusedWith(String... texts) {
        return (nix, here) -> Arrays.stream(texts).anyMatch(nix.words()::contains)
                && here.of(Aspect.EXIT_CODE).equals("0");
    }

    private static boolean bothRan(Seen nix, Seen here) {
        return !nix.isRefused() && !here.isRefused() && !nix.of(Aspect.STDOUT).equals(here.of(Aspect.STDOUT));
    }

    private static boolean isSamePathInAnotherOrder(Seen nix, Seen here) {
        List<String> first = List.of(nix.of(Aspect.STDOUT).strip().split(":", -1));
        List<String> second = List.of(here.of(Aspect.STDOUT).strip().split(":", -1));
        return !first.equals(second)
                && first.stream()
                        .sorted()
                        .toList()
                        .equals(second.stream().sorted().toList());
    }
}
