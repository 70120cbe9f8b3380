package io.github.nixadhoc.policy;

import io.github.nixadhoc.model.Installable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Set;

/** Asks a person on a terminal. */
final class ConsoleApprover implements Approver {

    private static final Set<String> YES = Set.of("y", "yes");

    private final BufferedReader in;
    private final PrintWriter out;

    ConsoleApprover(BufferedReader in, PrintWriter out) {
        this.in = in;
        this.out = out;
    }

    @Override
    public synchronized boolean approves(PlannedCommand command, String question) {
        out.println(command.kind().name().toLowerCase(Locale.ROOT)
                + (command.isBackground() ? ", in the background" : "")
                + (command.isGraphical() ? ", with windows" : ""));
        out.println("  command    " + WordQuoting.of(command.command()));
        out.println("  packages   "
                + WordQuoting.of(command.installables().stream()
                        .map(Installable::toString)
                        .toList()));
        command.directory().ifPresent(directory -> out.println("  directory  " + WordQuoting.of(directory.toString())));
        if (!command.environmentNames().isEmpty()) {
            out.println("  variables  "
                    + WordQuoting.of(
                            command.environmentNames().stream().sorted().toList()));
        }
        if (command.input().kind() != PlannedInput.Kind.NONE) {
            out.println("  stdin      " + command.input());
        }
        out.print(question + " [y/N] ");
        out.flush();
        try {
            String answer = in.readLine();
            return answer != null && YES.contains(answer.strip().toLowerCase(Locale.ROOT));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
