package io.github.nixadhoc.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Report of the fixture's program {@code show}: everything that a process is given. It is a script, so its
 * arguments begin with those of the shell: {@code /bin/sh} and its own path.
 *
 * @param arguments      all of them, with the interpreter's and the program's path
 * @param environment    its variables in their order, as {@code NAME=VALUE}
 * @param directory      where it ran
 * @param umask          such as {@code 0022}
 * @param blockedSignals the mask in hexadecimal digits
 * @param ignoredSignals likewise
 * @param stdin          all it could read
 */
public record Shown(
        List<String> arguments,
        List<String> environment,
        String directory,
        String umask,
        String blockedSignals,
        String ignoredSignals,
        String stdin) {

    /** Reads what {@code show} printed. */
    public static Shown parse(byte[] stdout) {
        // one char for each byte, so that lengths are what the program counted
        String text = new String(stdout, ISO_8859_1);
        Map<String, String> parts = new LinkedHashMap<>();
        int at = 0;
        while (!parts.containsKey("stdin")) {
            int space = text.indexOf(' ', at);
            int newline = text.indexOf('\n', space);
            if (space < 0 || newline < 0) {
                throw new AssertionError("not what `show` prints: " + text);
            }
            int end = newline
                    + 1
                    + Integer.parseInt(text.substring(space + 1, newline).strip());
            parts.put(text.substring(at, space), text.substring(newline + 1, end));
            at = end + 1;
        }
        return new Shown(
                strings(part(parts, "cmdline")),
                strings(part(parts, "environ")),
                decoded(part(parts, "cwd")),
                part(parts, "Umask"),
                part(parts, "SigBlk"),
                part(parts, "SigIgn"),
                decoded(text.substring(at)));
    }

    private static String part(Map<String, String> parts, String name) {
        return Objects.requireNonNull(parts.get(name), name);
    }

    private static List<String> strings(String nulTerminated) {
        List<String> strings = new ArrayList<>();
        int from = 0;
        for (int nul = nulTerminated.indexOf('\0'); nul >= 0; nul = nulTerminated.indexOf('\0', from)) {
            strings.add(decoded(nulTerminated.substring(from, nul)));
            from = nul + 1;
        }
        return List.copyOf(strings);
    }

    private static String decoded(String bytes) {
        return new String(bytes.getBytes(ISO_8859_1), UTF_8);
    }
}
