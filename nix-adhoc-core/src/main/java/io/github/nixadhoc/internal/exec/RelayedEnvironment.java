package io.github.nixadhoc.internal.exec;

import java.util.HashMap;
import java.util.Map;

/**
 * An environment that a shell passes to a program, without any value in a command line, which all users can read.
 *
 * <p>The values are passed to the shell as ASCII, in variables of this library. The shell decodes them, and {@code env -S}
 * then sets the variables of the program from them and drops all others. Only {@code env} reads the names, so that names such
 * as {@code A.B}, which a shell does not know, are passed too.
 *
 * <p>Text is handled as bytes, one in each char.
 */
final class RelayedEnvironment {

    private static final String OWN_NAME = "NIX_ADHOC_RELAY_";
    // the longest variable of Linux is 128 KiB, and a byte takes up to five characters
    private static final int PIECE = 20_000;

    private final Map<String, String> carriers = new HashMap<>();
    private final StringBuilder decoding = new StringBuilder();
    private final StringBuilder naming = new StringBuilder("--");

    RelayedEnvironment(Map<String, String> environment) {
        environment.forEach((name, value) -> {
            naming.append(" \"").append(name.replaceAll("[\"$\\\\]", "\\\\$0")).append('=');
            for (int start = 0; start < value.length(); start += PIECE) {
                naming.append("${")
                        .append(carrier(value.substring(start, Math.min(start + PIECE, value.length()))))
                        .append('}');
            }
            naming.append('"');
        });
    }

    private String carrier(String piece) {
        String own = OWN_NAME + carriers.size();
        if (piece.chars().allMatch(b -> b < 0x80)) {
            carriers.put(own, piece);
        } else {
            carriers.put(own, encoded(piece));
            // without the full stop, $( ) would drop line ends
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

    /** Returns the variables to start the shell with, and no others; all ASCII. */
    Map<String, String> carriers() {
        return Map.copyOf(carriers);
    }

    /** Returns the part of the shell's script that decodes the variables. */
    String decoding() {
        return decoding.toString();
    }

    /** Returns the argument of {@code env -i -S} that names the variables. */
    String naming() {
        return naming.toString();
    }
}
