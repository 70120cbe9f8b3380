package io.github.nixadhoc.internal.exec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A shell command that starts a program with bytes that the JDK cannot pass to it.
 *
 * <p>The script of the shell is ASCII and produces the bytes with {@code printf}. The shell replaces itself with {@code env},
 * and that with the program, so that the program has the process id and gets all signals. {@code env} sets the whole
 * environment, because shells add variables and drop names that are invalid in a shell; see {@link RelayedEnvironment}. What
 * keeps a program from being started is found before the start, and looked for again if the exit code is one by which
 * {@code env} reports a failure; see {@link #mayHaveFailed}.
 *
 * <p>Text is represented as bytes, with one byte in each char.
 */
final class ShellRelay {

    private static final String SHELL = "/bin/sh";
    private static final String RUN_ITS_ARGUMENTS = "IFS=; eval \"$*\"";
    private static final int ENV_FAILED = 125;
    private static final int NOT_FOUND = 127;
    // the longest argument of Linux is 128 KiB
    private static final int PIECE = 100_000;

    private final StringBuilder words = new StringBuilder();
    private final TreeSet<Character> bytesUsed = new TreeSet<>();
    private final RelayedEnvironment environment;

    /**
     * Creates the shell command.
     *
     * @param command the command, whose program is an absolute path
     * @param environment the whole environment, as bytes
     */
    ShellRelay(List<String> command, Map<String, String> environment) {
        this.environment = new RelayedEnvironment(environment);
        words.append("exec ").append(SplittingEnv.PATH).append(" -i -S");
        add(this.environment.assignments());
        if (command.get(0).indexOf('=') >= 0) {
            // env would treat the program as one more variable
            words.append(" " + SHELL + " -c 'exec \"$0\" \"$@\"'");
        }
        command.forEach(argument -> add(bytes(argument)));
    }

    /** Returns whether {@code env} may have ended with an exit code, because it could not start the program. */
    static boolean mayHaveFailed(int exitCode) {
        return exitCode >= ENV_FAILED && exitCode <= NOT_FOUND;
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

    /** Returns the complete environment of the shell. */
    Map<String, String> variables() {
        return environment.shellVariables();
    }

    /** Returns the command of the shell, which is ASCII and contains no value of the environment. */
    List<String> command() {
        String script = bytesUsed.stream()
                .map(b -> variable(b) + "=$(printf '\\" + Integer.toOctalString(b) + "'); ")
                .collect(Collectors.joining("", environment.decoding(), words));
        List<String> command = new ArrayList<>(List.of(SHELL, "-c", RUN_ITS_ARGUMENTS, SHELL));
        for (int start = 0; start < script.length(); start += PIECE) {
            command.add(script.substring(start, Math.min(start + PIECE, script.length())));
        }
        return command;
    }

    /** Returns the UTF-8 of a text, with one byte in each char. */
    static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
