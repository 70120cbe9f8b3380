package io.github.nixadhoc.policy;

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
        out.println(command.description());
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
