package io.github.nixadhoc.differential;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.ProgramCommand;
import io.github.nixadhoc.ShellCommand;
import io.github.nixadhoc.testkit.NixUnderTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table: what is run, in which world, and how the two ways of running it may differ. It can be written as a
 * command line of Nix and as a command of the library.
 */
final class DifferentialCase {

    private final List<String> installables;
    private final boolean shell;
    private final List<String> command = new ArrayList<>();
    private final Map<String, String> variables = new LinkedHashMap<>();
    private final Map<String, String> inherited = new LinkedHashMap<>();
    private final Set<String> unset = new LinkedHashSet<>();
    private final Set<Difference> differences = EnumSet.noneOf(Difference.class);
    private @Nullable String script;
    private @Nullable List<String> kept;
    private byte[] stdin = {};
    private boolean hasStdin;
    private @Nullable Folder folder;
    private String place = "";
    private String world = "";
    private String about = "";
    private int[] since = {0, 0};

    private DifferentialCase(boolean shell, List<String> installables) {
        this.shell = shell;
        this.installables = installables;
    }

    static DifferentialCase run(String installable) {
        return new DifferentialCase(false, List.of(installable));
    }

    static DifferentialCase shell(String... installables) {
        return new DifferentialCase(true, List.of(installables));
    }

    /** What this row is about, in words. */
    DifferentialCase about(String text) {
        about = text;
        return this;
    }

    DifferentialCase args(String... arguments) {
        command.addAll(List.of(arguments));
        return this;
    }

    DifferentialCase command(String... words) {
        return args(words);
    }

    /** A script, for which the library is to find this shell. */
    DifferentialCase script(String interpreter, String text) {
        script = text;
        return args(interpreter, "-c", text, interpreter);
    }

    DifferentialCase stdin(byte[] bytes) {
        stdin = bytes;
        hasStdin = true;
        return this;
    }

    DifferentialCase stdin(String text) {
        return stdin(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A variable that the command sets. */
    DifferentialCase env(String name, String value) {
        variables.put(name, value);
        return this;
    }

    /** A variable that is there before. */
    DifferentialCase inheriting(String name, String value) {
        inherited.put(name, value);
        return this;
    }

    DifferentialCase unset(String name) {
        unset.add(name);
        return this;
    }

    DifferentialCase clean(String... keep) {
        kept = List.of(keep);
        return this;
    }

    /** A directory with this in it, made anew for each of the two; the program runs in it. */
    DifferentialCase in(Folder made) {
        folder = made;
        return this;
    }

    /** Where in the directory the program runs. */
    DifferentialCase at(String directory) {
        place = directory;
        return this;
    }

    /** What a shell does before it becomes the process that runs the program, or the JVM that does. */
    DifferentialCase after(String shellCommands) {
        world = shellCommands;
        return this;
    }

    /** It is not the same, on those versions of Nix that the differences are true of. */
    DifferentialCase differs(Difference... named) {
        differences.addAll(List.of(named));
        return this;
    }

    /** The command line has no such thing before this version, so that there is nothing to compare with. */
    DifferentialCase since(int major, int minor) {
        since = new int[] {major, minor};
        return this;
    }

    boolean appliesTo(NixUnderTest nix) {
        return nix.isAtLeast(since[0], since[1]);
    }

    /** The differences that are claimed for this row on a version of Nix. */
    List<Difference> differencesOn(NixUnderTest nix) {
        return differences.stream().filter(difference -> difference.isOn(nix)).toList();
    }

    Set<Difference> differences() {
        return differences;
    }

    boolean showsAll() {
        return shell ? command.get(0).equals("show") : installables.contains("show");
    }

    boolean isScript() {
        return script != null;
    }

    Folder folder() {
        return folder == null ? Folder.EMPTY : folder;
    }

    String place() {
        return place;
    }

    String world() {
        return world;
    }

    byte[] stdin() {
        return stdin;
    }

    Map<String, String> inherited() {
        return inherited;
    }

    /** Returns the arguments of {@code nix}. */
    List<String> nixArguments(StoreNames names) {
        List<String> arguments = new ArrayList<>(List.of(shell ? "shell" : "run"));
        for (String installable : installables) {
            String name = names.resolve(installable);
            arguments.add(name.contains("#") || name.contains("/") ? name : "nixpkgs#" + name);
        }
        if (kept != null) {
            arguments.add("--ignore-environment");
            kept.forEach(name -> arguments.addAll(List.of("--keep", name)));
        }
        arguments.add(shell ? "--command" : "--");
        arguments.addAll(command);
        return arguments;
    }

    /** Returns the environment that Nix is given. */
    Map<String, String> nixEnvironment(Map<String, String> usual) {
        Map<String, String> environment = new LinkedHashMap<>(usual);
        environment.putAll(inherited);
        environment.putAll(variables);
        environment.keySet().removeAll(unset);
        return environment;
    }

    /** Returns the command that does the same. */
    ProgramCommand<?> on(NixClient nix, StoreNames names) {
        if (!shell) {
            return complete(nix.run(names.resolve(installables.get(0))).args(command));
        }
        ShellCommand packages =
                nix.shell(installables.stream().map(names::resolve).toArray(String[]::new));
        return complete(
                script != null
                        ? packages.script(script).args(command.subList(4, command.size()))
                        : packages.command(command.get(0)).args(command.subList(1, command.size())));
    }

    private <C extends ProgramCommand<C>> C complete(C run) {
        C complete = hasStdin ? run.stdin(stdin) : run;
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            complete = complete.env(variable.getKey(), variable.getValue());
        }
        for (String name : unset) {
            complete = complete.unsetEnv(name);
        }
        return kept == null ? complete : complete.cleanEnv(kept.toArray(String[]::new));
    }

    /** Names of packages to paths of their outputs: {@code {hello}} stands for such a path. */
    interface StoreNames {
        String resolve(String installable);
    }

    @Override
    public String toString() {
        String line = (shell ? "shell " : "run ")
                + String.join(" ", installables)
                + command.stream().map(word -> " " + shortened(word)).collect(Collectors.joining());
        return about.isEmpty() ? shortened(line) : about + ": " + shortened(line);
    }

    private static String shortened(String text) {
        String printable = text.replaceAll("\\s+", " ");
        return printable.length() > 60 ? printable.substring(0, 60) + "…" : printable;
    }
}
