package io.github.nixadhoc.exec;

import java.util.HashMap;
import java.util.Map;

/**
 * An environment on its way through a shell, without a value ever being in a command line, which all users can read.
 *
 * <p>The values travel in variables of our own, as ASCII. The shell makes bytes of those that need it, and then {@code
 * env -S} gives them the names that they are to have, and drops ours. It reads the names only; any will do, while a shell
 * knows no variable {@code A.B}.
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
            // the full stop keeps line ends from being dropped
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

    /** Returns the part of the shell's script that turns the variables into the bytes that they stand for. */
    String decoding() {
        return decoding.toString();
    }

    /** Returns what {@code env -i -S} is to be told, as one word. */
    String naming() {
        return naming.toString();
    }
}
