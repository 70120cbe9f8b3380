package io.github.nixadhoc.internal.exec;

import java.util.HashMap;
import java.util.Map;

/**
 * An environment that a shell passes to a program. No value appears in a command line, which all users can read.
 *
 * <p>The shell gets the values as ASCII in variables of this library. It decodes them, and {@code env -S} sets the variables of
 * the program from them and drops all others. Only {@code env} reads the names, so that names such as {@code A.B}, which are
 * invalid in a shell, are passed too.
 *
 * <p>Text is represented as bytes, with one byte in each char.
 */
final class RelayedEnvironment {

    private static final String OWN_NAME = "NIX_ADHOC_RELAY_";
    // the longest variable of Linux is 128 KiB, and a byte takes up to five characters
    private static final int PIECE = 20_000;

    private final Map<String, String> shellVariables = new HashMap<>();
    private final StringBuilder decoding = new StringBuilder();
    private final StringBuilder assignments = new StringBuilder("--");

    RelayedEnvironment(Map<String, String> environment) {
        environment.forEach((name, value) -> {
            assignments
                    .append(" \"")
                    .append(name.replaceAll("[\"$\\\\]", "\\\\$0"))
                    .append('=');
            for (int start = 0; start < value.length(); start += PIECE) {
                assignments
                        .append("${")
                        .append(shellVariable(value.substring(start, Math.min(start + PIECE, value.length()))))
                        .append('}');
            }
            assignments.append('"');
        });
    }

    private String shellVariable(String piece) {
        String own = OWN_NAME + shellVariables.size();
        if (piece.chars().allMatch(b -> b < 0x80)) {
            shellVariables.put(own, piece);
        } else {
            shellVariables.put(own, encoded(piece));
            // without the full stop, $( ) would drop trailing line feeds
            decoding.append("OWN=$(printf %b. \"$OWN\"); OWN=${OWN%.}; ".replace("OWN", own));
        }
        return own;
    }

    private static String encoded(String piece) {
        StringBuilder ascii = new StringBuilder();
        piece.chars().forEach(b -> {
            if (b >= 0x80 || b == '\\') {
                ascii.append("\\0").append(Integer.toOctalString(b));
            } else {
                ascii.append((char) b);
            }
        });
        return ascii.toString();
    }

    /** Returns the complete environment of the shell, which is ASCII. */
    Map<String, String> shellVariables() {
        return Map.copyOf(shellVariables);
    }

    /** Returns the part of the shell's script that decodes the variables. */
    String decoding() {
        return decoding.toString();
    }

    /** Returns the argument of {@code env -i -S} that assigns the variables. */
    String assignments() {
        return assignments.toString();
    }
}
