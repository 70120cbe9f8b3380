package io.github.nixadhoc.internal.run;

import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.internal.nix.Secrets;
import io.github.nixadhoc.internal.pin.PinFolder;
import io.github.nixadhoc.internal.runtime.Nixpkgs;
import io.github.nixadhoc.internal.text.ShellQuoting;
import io.github.nixadhoc.model.Installable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Renders commands as lines of a POSIX shell, with the Nix and the nixpkgs of one client.
 *
 * @param nixpkgs the flake of bare attribute paths
 * @param nixWords the words that begin a command line of Nix
 * @param pins the folder of the pins
 */
public record CommandLineRenderer(Nixpkgs nixpkgs, List<String> nixWords, PinFolder pins) {

    private static final String MASK = "***";

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** The renderer of a client with default settings, for {@code toString()} of commands. */
    public static final CommandLineRenderer STANDARD = new CommandLineRenderer(
            Nixpkgs.DEFAULT,
            List.of("nix", "--extra-experimental-features", "nix-command flakes"),
            PinFolder.of(null, System.getenv()));

    /** Returns the line with the values of variables, except of secrets. */
    public String withValues(ProgramRequest request) {
        return render(request, false);
    }

    /** Returns the line with no value of any variable and no password in a URL, for messages and logs. */
    public String withoutValues(ProgramRequest request) {
        return Secrets.masked(render(request, true));
    }

    /** Returns the line, of bash where there are several stages, with the values of variables, except of secrets. */
    public String withValues(PipelineRequest pipeline) {
        return render(pipeline, false);
    }

    /** Returns the line, of bash where there are several stages, with no value of any variable. */
    String withoutValues(PipelineRequest pipeline) {
        return Secrets.masked(render(pipeline, true));
    }

    /** Returns installables as the command line of Nix takes them. */
    public InstallableArguments installables(List<? extends Installable> installables) {
        return InstallableArguments.of(nixpkgs, installables);
    }

    /** Returns the first words of a command line of Nix that names installables, up to the subcommand. */
    public List<String> nixWordsFor(List<? extends Installable> installables) {
        List<String> words = new ArrayList<>(installables(installables).variables());
        words.addAll(nixWords);
        return words;
    }

    /**
     * Returns the words that begin a command line of an older program of Nix, up to the arguments: the program beside
     * {@code nix}, or beside the target of that link, or by its name alone where PATH has to find it, as for a wrapper of
     * {@code nix} in a folder of its own.
     *
     * @param tool the name of the program, such as {@code nix-store}
     */
    public List<String> toolWords(String tool) {
        List<String> words = new ArrayList<>(nixWords);
        words.set(0, printed(Path.of(words.get(0)), tool));
        return words;
    }

    private static String printed(Path nix, String tool) {
        if (nix.getParent() == null) {
            return tool;
        }
        Path beside = nix.resolveSibling(tool);
        try {
            if (!Files.exists(beside)) {
                beside = nix.toRealPath().resolveSibling(tool);
            }
        } catch (IOException e) {
            // a nix that has gone is reported when it is started
            return tool;
        }
        return Files.exists(beside) ? beside.toString() : tool;
    }

    private String render(PipelineRequest pipeline, boolean maskAll) {
        if (pipeline.isSingle()) {
            return render(pipeline.stages().get(0), maskAll);
        }
        return pipeline.stages().stream()
                .map(stage -> stage.directory() == null ? render(stage, maskAll) : "(" + render(stage, maskAll) + ")")
                .collect(Collectors.joining(" | ", "set -o pipefail; ", ""));
    }

    private String render(ProgramRequest request, boolean maskAll) {
        List<String> words = new ArrayList<>();
        Path directory = request.directory();
        if (directory != null) {
            words.addAll(List.of("cd", ShellQuoting.quote(directory.toString()), "&&"));
        }
        words.addAll(environment(request.environment(), maskAll));
        InstallableArguments printed = installables(request.installables());
        List<String> nix = new ArrayList<>(printed.variables());
        nix.addAll(nixWords);
        words.add(Secrets.masked(ShellQuoting.quote(nix)));
        words.add(ShellQuoting.quote(nixArguments(request, printed)));
        return String.join(" ", words);
    }

    private static List<String> nixArguments(ProgramRequest request, InstallableArguments printed) {
        List<String> arguments = new ArrayList<>(List.of(request.isShell() ? "shell" : "run"));
        if (request.refresh()) {
            arguments.add("--refresh");
        }
        arguments.addAll(printed.words());
        if (request.isShell()) {
            if (!(request.program() instanceof ProgramRequest.Program.Unset)) {
                arguments.add("--command");
                arguments.addAll(request.expectedWords(""));
            }
        } else if (!request.arguments().isEmpty()) {
            arguments.add("--");
            arguments.addAll(request.arguments());
        }
        return arguments;
    }

    /** Returns a word of a shell that passes a variable on, and that expands to no word if the variable is not set. */
    private static String kept(String name) {
        return IDENTIFIER.matcher(name).matches()
                ? "${" + name + "+\"" + name + "=$" + name + "\"}"
                : ShellQuoting.quote(name) + "=\"$(printenv " + ShellQuoting.quote(name) + ")\"";
    }

    private static List<String> environment(ProcessEnvironment environment, boolean maskAll) {
        if (environment.kept().isEmpty() && environment.changes().isEmpty()) {
            return List.of();
        }
        List<String> words = new ArrayList<>(List.of("env"));
        environment.kept().ifPresent(names -> {
            words.add("-i");
            names.stream().sorted().map(CommandLineRenderer::kept).forEach(words::add);
        });
        environment.changes().forEach((name, value) -> {
            if (value == null) {
                words.add(1, "-u");
                words.add(2, ShellQuoting.quote(name));
            }
        });
        environment.changes().forEach((name, value) -> {
            if (value != null) {
                boolean hidden = maskAll || environment.secrets().contains(name);
                words.add(ShellQuoting.quote(name) + "=" + (hidden ? MASK : ShellQuoting.quote(value)));
            }
        });
        return words;
    }
}
