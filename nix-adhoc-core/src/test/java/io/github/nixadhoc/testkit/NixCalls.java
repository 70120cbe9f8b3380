package io.github.nixadhoc.testkit;

import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.RunningProcess;
import io.github.nixadhoc.exec.commons.CommonsExecExecutor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Starts processes, and knows which of them were calls of Nix. */
public final class NixCalls implements CommandExecutor {

    private final CommandExecutor executor = CommonsExecExecutor.create();
    private final List<List<String>> commands = new CopyOnWriteArrayList<>();

    @Override
    public RunningProcess start(ProcessSpec spec) {
        commands.add(spec.command());
        return executor.start(spec);
    }

    @Override
    public List<RunningProcess> startPipeline(List<ProcessSpec> stages) {
        stages.forEach(stage -> commands.add(stage.command()));
        return executor.startPipeline(stages);
    }

    public void clear() {
        commands.clear();
    }

    /** All that was started, each as one line. */
    public List<String> lines() {
        return commands.stream().map(command -> String.join(" ", command)).toList();
    }

    /** The programs of all that was started, Nix or not. */
    public List<String> firstWords() {
        return commands.stream().map(command -> command.get(0)).toList();
    }

    /** The calls of Nix, each as one line. */
    public List<String> ofNix() {
        return commands.stream()
                .filter(NixCalls::isOfNix)
                .map(command -> String.join(" ", command))
                .toList();
    }

    /** What else was started, but for the question whether bubblewrap works here. */
    public List<List<String>> programs() {
        return commands.stream()
                .filter(command -> !isOfNix(command) && !isProbe(command))
                .toList();
    }

    private static boolean isProbe(List<String> command) {
        String bubblewrap = command.get(0);
        return bubblewrap.endsWith("/bwrap")
                && command.subList(Math.max(0, command.size() - 3), command.size())
                        .equals(List.of("--", bubblewrap, "--version"));
    }

    private static boolean isOfNix(List<String> command) {
        return command.get(0).matches(".*/nix[^/]*");
    }

    /** Those that hold a text. */
    public List<String> all(String text) {
        return ofNix().stream().filter(call -> call.contains(text)).toList();
    }
}
