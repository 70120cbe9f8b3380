package io.github.nixadhoc.internal.client;

import io.github.nixadhoc.audit.AuditedRun;
import io.github.nixadhoc.internal.resolve.PackageFacts;
import io.github.nixadhoc.internal.run.ProgramRequest;
import io.github.nixadhoc.internal.runtime.PolicyGate;
import io.github.nixadhoc.model.Installable;
import java.util.List;

/** Makes requests of recorded decisions, so that their programs can be run again. */
final class ReplayRequest {

    /** The audit records a script as it is started: {@code bash -c TEXT bash ARGUMENT…}. */
    private static final int SCRIPT_WORDS = 4;

    private ReplayRequest() {}

    /**
     * Returns the request that a line of an audit records.
     *
     * @throws IllegalArgumentException if it is not the line of a decision that allowed a program
     * @throws io.github.nixadhoc.error.CommandDeniedException if the client has no policy to review it
     */
    static ProgramRequest of(String line, PolicyGate policyGate) {
        if (!policyGate.isPolicyGiven()) {
            throw PolicyGate.refused(
                    "a line of a record says what is to run, and this client has no policy to review it",
                    "give the client policy(…), or policy(CommandPolicy.allowAll()) to run whatever a line says");
        }
        AuditedRun run = AuditedRun.parse(line);
        if (!run.allowed()) {
            throw new IllegalArgumentException(
                    "the command of this line was not run as it is: only the line of a decision that says"
                            + " \"allow\", without changes, can be run again");
        }
        if (run.command().isEmpty() || run.installables().isEmpty()) {
            throw new IllegalArgumentException("the line names no program, or no package");
        }
        ProgramRequest request = request(run);
        return run.directory().isPresent()
                ? request.withDirectory(run.directory().get().toAbsolutePath())
                : request;
    }

    private static ProgramRequest request(AuditedRun run) {
        List<String> words = run.command();
        return switch (run.kind()) {
            case RUN ->
                isMainProgram(words.get(0), run.installables().get(0))
                        ? ProgramRequest.run(run.installables().get(0)).plusArguments(words.subList(1, words.size()))
                        : inShell(run);
            case SHELL -> inShell(run);
            case SCRIPT -> script(run);
            case PREFETCH, PIN ->
                throw new IllegalArgumentException("a " + run.kind() + " starts no program that could be run again");
        };
    }

    private static ProgramRequest script(AuditedRun run) {
        List<String> words = run.command();
        if (words.size() < SCRIPT_WORDS) {
            throw new IllegalArgumentException("a script was not started as " + words);
        }
        return ProgramRequest.shell(run.installables())
                .withProgram(new ProgramRequest.Program.Script(words.get(2)))
                .plusArguments(words.subList(SCRIPT_WORDS, words.size()));
    }

    private static ProgramRequest inShell(AuditedRun run) {
        List<String> words = run.command();
        return ProgramRequest.shell(run.installables())
                .withProgram(new ProgramRequest.Program.Named(words.get(0)))
                .plusArguments(words.subList(1, words.size()));
    }

    /** A store path does not name its main program, as a package does. */
    private static boolean isMainProgram(String program, Installable installable) {
        return !(installable instanceof Installable.Stored stored)
                || program.equals(stored.path() + "/bin/"
                        + PackageFacts.named(stored.path().name()).pname());
    }
}
