package io.github.nixadhoc;

import io.github.nixadhoc.audit.AuditedRun;
import io.github.nixadhoc.internal.resolve.PackageFacts;
import io.github.nixadhoc.internal.runtime.PolicyGate;
import io.github.nixadhoc.model.Installable;
import java.util.List;

/** Makes commands of what was recorded. */
final class Replay {

    /** A script is recorded as it is started: {@code bash -c TEXT bash ARGUMENT…}. */
    private static final int SCRIPT_WORDS = 4;

    private Replay() {}

    static ProgramCommand<?> of(NixCommands client, String line) {
        if (!client.engine().isPolicyGiven()) {
            throw PolicyGate.refused(
                    "a line of a record says what is to run, and this client has no policy to review it",
                    "give the client policy(…), or policy(CommandPolicy.allowAll()) to run whatever a line says");
        }
        AuditedRun run = AuditedRun.parse(line);
        if (!run.allowed()) {
            throw new IllegalArgumentException(
                    "what was not allowed, or only with changes, was not run and so cannot be run "
                            + "again; the line of a decision that says \"allow\" can");
        }
        if (run.command().isEmpty() || run.installables().isEmpty()) {
            throw new IllegalArgumentException("the line names no program, or no package that it is of");
        }
        ProgramCommand<?> command = command(client, run);
        return run.directory()
                .<ProgramCommand<?>>map(directory ->
                        ProgramCommand.with(command, command.request().withDirectory(directory)))
                .orElse(command);
    }

    private static ProgramCommand<?> command(NixCommands client, AuditedRun run) {
        List<String> words = run.command();
        return switch (run.kind()) {
            case RUN ->
                isMainProgram(words.get(0), run.installables().get(0))
                        ? client.run(run.installables().get(0)).args(words.subList(1, words.size()))
                        : inShell(client, run);
            case SHELL -> inShell(client, run);
            case SCRIPT -> script(client, run);
            case PREFETCH, PIN ->
                throw new IllegalArgumentException("a " + run.kind() + " starts no program that could be run again");
        };
    }

    private static ProgramCommand<?> script(NixCommands client, AuditedRun run) {
        List<String> words = run.command();
        if (words.size() < SCRIPT_WORDS) {
            throw new IllegalArgumentException("a script was not started as " + words);
        }
        return client.shell(run.installables()).script(words.get(2)).args(words.subList(SCRIPT_WORDS, words.size()));
    }

    private static ProgramCommand<?> inShell(NixCommands client, AuditedRun run) {
        List<String> words = run.command();
        return client.shell(run.installables())
                .command(words.get(0), words.subList(1, words.size()).toArray(String[]::new));
    }

    /** A store path does not say which of its programs was the one, as its package does. */
    private static boolean isMainProgram(String program, Installable installable) {
        return !(installable instanceof Installable.Stored stored)
                || program.equals(stored.path() + "/bin/"
                        + PackageFacts.named(stored.path().name()).pname());
    }
}
