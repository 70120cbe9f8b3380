package io.github.nixadhoc.policy;

import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Installable;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Ready-made policies, to be put together by {@link CommandPolicy#allOf}.
 *
 * <pre>{@code
 * CommandPolicy policy = CommandPolicy.allOf(
 *         Policies.forAgents(), Policies.onlyDirectories(project), Policies.maxDownload(ByteSize.parse("500 MiB")));
 * }</pre>
 *
 * <p>Those that say nothing of flakes keep to the client's nixpkgs, as {@link CommandPolicy#admit} does unless it is
 * overridden. {@link #onlyFlakes} and {@link #anyPackage} open them, joined by {@link CommandPolicy#allOf}.
 *
 * <p>In patterns {@code *} stands for any text, and all else for itself; capitals count. Where a pattern allows packages or
 * flakes, {@code *} stands for less, see {@link #onlyPackages} and {@link #onlyFlakes}. All are thread-safe, and all but those
 * that ask a person answer at once.
 *
 * @since 0.1
 */
public final class Policies {

    private static final List<String> HARMLESS = List.of(
            "LANG",
            "LANGUAGE",
            "LC_*",
            "TZ",
            "TERM",
            "COLUMNS",
            "LINES",
            "NO_COLOR",
            "CLICOLOR",
            "CLICOLOR_FORCE",
            "FORCE_COLOR");

    private Policies() {}

    /**
     * Returns what is advisable for agents: {@link #onlyNixpkgs}, {@link #noHostPrograms}, {@link #noScripts},
     * {@link #noGraphicalPrograms}, and {@link #onlyVariables} for those that change how things look ({@code LANG},
     * {@code LANGUAGE}, {@code LC_*}, {@code TZ}, {@code TERM}, {@code COLUMNS}, {@code LINES}, {@code NO_COLOR},
     * {@code CLICOLOR}, {@code CLICOLOR_FORCE}, {@code FORCE_COLOR}). All others are denied, since no list of the
     * variables by which a program loads code, reaches secrets or sends them elsewhere is complete. There is no limit of directories, sizes and
     * times in it. Arguments and stdin may still tell an interpreter, or a program such as {@code find}, to run another.
     *
     * @param variables patterns of the names of further variables that commands may set or remove
     * @return the policy
     * @throws IllegalArgumentException if one is empty
     */
    public static CommandPolicy forAgents(String... variables) {
        List<String> harmless = new ArrayList<>(HARMLESS);
        harmless.addAll(List.of(variables));
        return CommandPolicy.allOf(
                onlyNixpkgs(),
                noHostPrograms(),
                noScripts(),
                noGraphicalPrograms(),
                onlyVariables(harmless.toArray(String[]::new)));
    }

    /**
     * Returns the policy that allows packages of the client's nixpkgs only: bare attribute paths, and references that are
     * written as the client's. Which program runs is not its matter, see {@link #noHostPrograms}. Denied before Nix looks at them: other flakes, other branches and revisions, store paths.
     *
     * @return the policy
     */
    public static CommandPolicy onlyNixpkgs() {
        return PackageRules.onlyNixpkgs();
    }

    /**
     * Returns the policy that lets Nix look at any package: of any flake, and any store path; not at expressions and files of
     * the Nix language, see {@link #onlyExpressions}. Evaluating a flake can fetch
     * others and build what its author likes. In {@link CommandPolicy#allOf} it opens the policies beside it, of which those
     * that say nothing of flakes keep to the client's nixpkgs; what another denies stays denied.
     *
     * @return the policy
     */
    public static CommandPolicy anyPackage() {
        return PackageRules.anyPackage();
    }

    /**
     * Returns the policy that allows some packages of the client's nixpkgs only, and no programs but those in their outputs,
     * as {@link #noHostPrograms} does. Denied before Nix looks at them: all others. A script is not kept to the packages,
     * since it is no program: add {@link #noScripts}. To allow a program of the machine beside them, say so:
     *
     * <pre>{@code
     * CommandPolicy make = command -> command.program().map(Path.of("/usr/bin/make")::equals).orElse(true)
     *         ? Decision.allow()
     *         : Decision.deny("only make");
     * CommandPolicy policy = CommandPolicy.anyOf(Policies.onlyPackages("gcc"), make);
     * }</pre>
     *
     * <p>In a pattern {@code *} stands for text within one name, so {@code python3Packages.*} allows
     * {@code python3Packages.black}, and neither {@code python3Packages.pkgs.bash} nor {@code python3Packages.black.stdenv}.
     * Within a set it stands for packages of that set only, not for what the set is built with and passes on: {@code pkgs},
     * {@code stdenv}, its interpreter and the like. To allow one of these, write its name.
     *
     * @param patterns patterns of attribute paths as they are asked for, {@code jq} or {@code python3Packages.*}
     * @return the policy
     * @throws IllegalArgumentException if no attribute path can match one
     */
    public static CommandPolicy onlyPackages(String... patterns) {
        return PackageRules.onlyPackages(patterns);
    }

    /**
     * Returns the policy that denies some packages, by whichever name they are reached: patterns are compared with the
     * attribute path and its last part, with name, program and the names of the outputs. A package that contains the
     * program of another is not found out: to be sure, allow with {@link #onlyPackages}.
     *
     * @param patterns patterns of names
     * @return the policy
     * @throws IllegalArgumentException if one is empty
     */
    public static CommandPolicy denyPackages(String... patterns) {
        return PackageRules.denyPackages(patterns);
    }

    /**
     * Returns the policy that allows packages of some flakes only. Denied before Nix looks at them: all others, and store
     * paths; packages of the client's nixpkgs too, unless a pattern matches its reference.
     *
     * <p>In a pattern {@code *} stands for text without {@code ?}, {@code &} and {@code ..}, which would lead elsewhere:
     * {@code github:owner/*} allows {@code github:owner/repo}, and not {@code github:owner/repo?host=example.org}. The pattern
     * {@code *} alone stands for any reference.
     *
     * @param patterns patterns of flake references as they are asked for; the reference of a bare name is the client's
     *     nixpkgs
     * @return the policy
     * @throws IllegalArgumentException if one is empty
     */
    public static CommandPolicy onlyFlakes(String... patterns) {
        return PackageRules.onlyFlakes(patterns);
    }

    /**
     * Returns the policy that allows some expressions and files of the Nix language only, each with exactly its attribute
     * and arguments. No other policy of this class allows any, since code may read all files and variables of the user, and
     * build what it likes. Denied before Nix looks at them: all else, packages too; open those beside it by {@link
     * CommandPolicy#anyOf}. An expression is allowed only in commands without a directory, in which its relative paths would
     * lead elsewhere. The content of a file is not its matter.
     *
     * @param allowed the expressions and files
     * @return the policy
     */
    public static CommandPolicy onlyExpressions(Installable.Code... allowed) {
        return PackageRules.onlyExpressions(allowed);
    }

    /**
     * Returns the policy that denies some flakes, before Nix looks at them. It opens no others: join it with
     * {@link #anyPackage} for that. One flake has many references: to be sure, allow with {@link #onlyFlakes}.
     *
     * @param patterns patterns of flake references as they are asked for
     * @return the policy
     * @throws IllegalArgumentException if one is empty
     */
    public static CommandPolicy denyFlakes(String... patterns) {
        return PackageRules.denyFlakes(patterns);
    }

    /**
     * Returns the policy that allows packages all of whose licences are allowed; one that names no licence is denied.
     *
     * @param patterns patterns of licences, by SPDX identifier where they have one: {@code MIT}, {@code GPL-*}
     * @return the policy
     * @throws IllegalArgumentException if one is empty
     */
    public static CommandPolicy onlyLicences(String... patterns) {
        return PackageRules.onlyLicences(patterns);
    }

    /**
     * Returns the policy that denies commands with an argument in which one of some regular expressions is found, or for which
     * that takes too long to tell.
     *
     * @param expressions regular expressions of Java
     * @return the policy
     * @throws java.util.regex.PatternSyntaxException if one is none
     */
    public static CommandPolicy denyArguments(String... expressions) {
        return RunRules.denyArguments(expressions);
    }

    /**
     * Returns the policy that allows commands each of whose arguments is matched as a whole by one of some regular
     * expressions. An argument for which that takes too long to tell is denied.
     *
     * @param expressions regular expressions of Java
     * @return the policy
     * @throws java.util.regex.PatternSyntaxException if one is none
     */
    public static CommandPolicy onlyArguments(String... expressions) {
        return RunRules.onlyArguments(expressions);
    }

    /**
     * Returns the policy that denies commands which set or remove some variables, as {@link PlannedCommand#environmentNames}
     * has them. What is inherited is not its matter, see {@link CleanRoom}.
     *
     * @param patterns patterns of names
     * @return the policy
     * @throws IllegalArgumentException if one is empty
     */
    public static CommandPolicy denyVariables(String... patterns) {
        return RunRules.denyVariables(patterns);
    }

    /**
     * Returns the policy that denies commands which set or remove any but some variables. What is inherited is not its
     * matter, see {@link CleanRoom}, nor what another policy has had set or removed.
     *
     * @param patterns patterns of names; none of them to deny all
     * @return the policy
     * @throws IllegalArgumentException if one is empty
     */
    public static CommandPolicy onlyVariables(String... patterns) {
        return RunRules.onlyVariables(patterns);
    }

    /**
     * Returns the policy that denies programs which are not in the outputs of the command's packages: by a path
     * ({@code /usr/bin/env}, {@code ./tool}), or by a name that only the PATH of the machine, or a package that one of them
     * propagates, has. The program of a shell is known when the packages are there, so it is denied after their download.
     * Scripts are not its matter, see {@link #noScripts}; nor is what an allowed program runs itself.
     *
     * @return the policy
     */
    public static CommandPolicy noHostPrograms() {
        return RunRules.noHostPrograms();
    }

    /**
     * Returns the policy that allows commands in some folders and those below, all links resolved. It says where a program
     * starts, not what it may read and write.
     *
     * @param roots the folders
     * @return the policy
     */
    public static CommandPolicy onlyDirectories(Path... roots) {
        return RunRules.onlyDirectories(roots);
    }

    /**
     * Returns the policy that denies programs which are started with
     * {@link io.github.nixadhoc.ProgramCommand#startGui()}, and takes from others the variables by which they find a display ({@code DISPLAY},
     * {@code WAYLAND_DISPLAY}, {@code WAYLAND_SOCKET}).
     *
     * @return the policy
     */
    public static CommandPolicy noGraphicalPrograms() {
        return RunRules.noGraphicalPrograms();
    }

    /**
     * Returns the policy that denies scripts, and shells: programs with the name of a shell, links to these, and what a package
     * itself says to be one ({@code passthru.shellPath}). Other programs that run what they are told (interpreters,
     * {@code env}, {@code xargs}) are not found out: to be sure, allow with {@link #onlyPackages}.
     *
     * @return the policy
     */
    public static CommandPolicy noScripts() {
        return RunRules.noScripts();
    }

    /**
     * Returns the policy that denies programs which are started to run beside the caller.
     *
     * @return the policy
     */
    public static CommandPolicy noBackground() {
        return RunRules.noBackground();
    }

    /**
     * Returns the policy that denies commands for which more would have to be downloaded. What is in the store already
     * passes, whatever its size; what is not known to be there costs a call of Nix.
     *
     * @param most the most that may be downloaded
     * @return the policy
     */
    public static CommandPolicy maxDownload(ByteSize most) {
        return RunRules.maxDownload(most);
    }

    /**
     * Returns the policy that denies commands whose packages occupy more, with all they depend on. What is in the store is
     * measured. Of what is not, only the downloads are known before; all of it is looked at before the start of a program,
     * and before a pin keeps it. For a prefetch that is too late: what it has brought stays in the store as garbage.
     *
     * @param most the most that may be occupied
     * @return the policy
     */
    public static CommandPolicy maxClosure(ByteSize most) {
        return RunRules.maxClosure(most);
    }

    /**
     * Returns the policy that denies commands for which something would have to be built, not only downloaded.
     *
     * @return the policy
     */
    public static CommandPolicy noBuilds() {
        return RunRules.noBuilds();
    }

    /**
     * Returns the policy that shortens the time limit of commands that have a longer one, or none. It denies detached
     * programs, since they have no limit.
     *
     * @param most the longest time, positive
     * @return the policy
     * @throws IllegalArgumentException if it is not positive
     */
    public static CommandPolicy maxDuration(Duration most) {
        return RunRules.maxDuration(most);
    }

    /**
     * Returns the policy that allows only so many commands in a time, whatever else is decided about them.
     *
     * @param most how many commands, at least one
     * @param window the time, positive
     * @return the policy, which counts for itself
     * @throws IllegalArgumentException if one is not positive
     */
    public static CommandPolicy rate(int most, Duration window) {
        return RunRules.rate(most, window, System::nanoTime);
    }

    /**
     * Returns the policy that has a person asked about each command.
     *
     * @param approver who asks the person
     * @return the policy
     */
    public static CommandPolicy ask(Approver approver) {
        return NamedPolicy.of("ask a person", command -> Decision.ask("may this run?"))
                .withApproval(approver);
    }

    /**
     * Returns an approver that shows a command on a terminal and reads {@code y} or {@code yes}; anything else is a no. One
     * question at a time. It shows the {@linkplain PlannedCommand#description() description} of the command, in ASCII.
     *
     * @param in where answers are read; a question blocks until a line comes or the reader ends
     * @param out where questions are written
     * @return the approver
     */
    public static Approver console(BufferedReader in, PrintWriter out) {
        return new ConsoleApprover(in, out);
    }

    /**
     * Returns the policy that runs nothing: it hands over what would have run, and denies. Nix evaluates the packages, but
     * neither builds nor downloads them.
     *
     * @param shown is told each command
     * @return the policy
     */
    public static CommandPolicy dryRun(Consumer<? super PlannedCommand> shown) {
        return NamedPolicy.of("dry run", command -> {
            shown.accept(command);
            return Decision.deny("a dry run: " + WordQuoting.of(command.command()) + " would have run");
        });
    }
}
