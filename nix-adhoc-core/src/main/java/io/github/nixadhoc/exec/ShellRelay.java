package io.github.nixadhoc.exec;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Starts a program with bytes that the JDK cannot pass to it, through a shell that makes them from ASCII.
 *
 * <p>The shell gets a script which builds the bytes with {@code printf}, and then becomes {@code env}, which becomes the
 * program: the process id and all signals stay those of the program. {@code env} sets the whole environment, because
 * shells add to it and drop what is no name to them. That the program cannot be executed shows only in the exit code 126
 * or 127 here, apart from a missing one, which is looked for before.
 *
 * <p>Text is handled as bytes, one in each char.
 */
final class ShellRelay {

    private static final String SHELL = "/bin/sh";
    private static final String RUN_ITS_ARGUMENTS = "IFS=; eval \"$*\"";
    // the longest argument of Linux is 128 KiB
    private static final int PIECE = 100_000;

    private final StringBuilder words = new StringBuilder();
    private final TreeSet<Character> bytesUsed = new TreeSet<>();

    private ShellRelay() {}

    /**
     * Returns the command that starts the one of a spec.
     *
     * @param command the command, with an absolute program
     * @param environment the whole environment, as bytes
     * @param directory where to run; null to stay
     * @return an ASCII command
     */
    static List<String> command(List<String> command, Map<String, String> environment, @Nullable Path directory) {
        ShellRelay relay = new ShellRelay();
        if (directory != null) {
            relay.words.append("cd");
            relay.add(bytes(directory.toAbsolutePath().toString()));
            relay.words.append(" && ");
        }
        relay.words.append("exec /usr/bin/env -i");
        environment.forEach((name, value) -> relay.add(name + "=" + value));
        if (command.get(0).indexOf('=') >= 0) {
            // env would take it for one more variable
            relay.words.append(" " + SHELL + " -c 'exec \"$0\" \"$@\"'");
        }
        command.forEach(argument -> relay.add(bytes(argument)));
        return relay.inPieces();
    }

    private void add(String word) {
        words.append(" '");
        boolean inVariables = false;
        for (int i = 0; i < word.length(); i++) {
            char b = word.charAt(i);
            if (inVariables != b >= 0x80) {
                inVariables = !inVariables;
                words.append(inVariables ? "'\"" : "\"'");
            }
            if (inVariables) {
                bytesUsed.add(b);
                words.append('$').append(variable(b));
            } else if (b == '\'') {
                words.append("'\\''");
            } else {
                words.append(b);
            }
        }
        words.append(inVariables ? '"' : '\'');
    }

    private static String variable(char b) {
        return "b" + Integer.toOctalString(b);
    }

    private List<String> inPieces() {
        String script = bytesUsed.stream()
                .map(b -> variable(b) + "=$(printf '\\" + Integer.toOctalString(b) + "'); ")
                .collect(Collectors.joining("", "", words));
        List<String> command = new ArrayList<>(List.of(SHELL, "-c", RUN_ITS_ARGUMENTS, SHELL));
        for (int start = 0; start < script.length(); start += PIECE) {
            command.add(script.substring(start, Math.min(start + PIECE, script.length())));
        }
        return command;
    }

    /** Returns the UTF-8 of a text, one byte in each char. */
    static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
