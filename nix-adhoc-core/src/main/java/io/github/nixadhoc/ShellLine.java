package io.github.nixadhoc;

import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.internal.nix.Secrets;
import io.github.nixadhoc.internal.nix.ShellQuoting;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Commands as lines of a POSIX shell. */
final class ShellLine {

    private static final String MASK = "***";

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private ShellLine() {}

    /** Returns the line with the values of variables, except of secrets. */
    static String of(ProgramCommand<?> command) {
        return render(command, false);
    }

    /** Returns the line with no value of any variable and no password in a URL, for messages and logs. */
    static String withoutValues(ProgramCommand<?> command) {
        return Secrets.masked(render(command, true));
    }

    /** Returns the line of bash for a pipeline, with the values of variables, except of secrets. */
    static String of(Pipeline pipeline) {
        return render(pipeline, false);
    }

    /** Returns the line of bash for a pipeline, with no value of any variable. */
    static String withoutValues(Pipeline pipeline) {
        return Secrets.masked(render(pipeline, true));
    }

    private static String render(Pipeline pipeline, boolean maskAll) {
        return pipeline.stages().stream()
                .map(stage -> stage.options().directory() == null
                        ? render(stage, maskAll)
                        : "(" + render(stage, maskAll) + ")")
                .collect(Collectors.joining(" | ", "set -o pipefail; ", ""));
    }

    private static String render(ProgramCommand<?> command, boolean maskAll) {
        List<String> words = new ArrayList<>();
        if (command.options().directory() != null) {
            words.addAll(List.of(
                    "cd", ShellQuoting.quote(command.options().directory().toString()), "&&"));
        }
        words.addAll(environment(command.options().environment(), maskAll));
        List<String> nixWords =
                new ArrayList<>(command.client().printed(command.installables()).variables());
        nixWords.addAll(command.client().nixWords());
        words.add(Secrets.masked(ShellQuoting.quote(nixWords)));
        words.add(ShellQuoting.quote(command.nixArguments()));
        return String.join(" ", words);
    }

    /** Returns the word that passes a variable on, or no word at all where it is not set. */
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
            names.stream().sorted().map(ShellLine::kept).forEach(words::add);
        });
        environment.changes().forEach((name, value) -> {
            if (value.isEmpty()) {
                words.add(1, "-u");
                words.add(2, ShellQuoting.quote(name));
            }
        });
        environment
                .changes()
                .forEach((name, value) -> value.ifPresent(set -> {
                    boolean hidden = maskAll || environment.secrets().contains(name);
                    words.add(ShellQuoting.quote(name) + "=" + (hidden ? MASK : ShellQuoting.quote(set)));
                }));
        return words;
    }
}
