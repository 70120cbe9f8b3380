package io.github.nixadhoc.internal.exec;

import io.github.nixadhoc.exec.ProcessEnvironment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The environment of a process as bytes, with one byte in each char.
 *
 * <p>The inherited variables are read from the operating system, because the charset with which the JDK decodes them may lose
 * bytes.
 */
final class EnvironmentBytes {

    private static final Path OWN = Path.of("/proc/self/environ");

    private EnvironmentBytes() {}

    static Map<String, String> of(ProcessEnvironment environment) {
        Map<String, String> variables = inherited();
        new MappedEnvironment(environment, ShellRelay::bytes).applyTo(variables);
        return variables;
    }

    private static Map<String, String> inherited() {
        Map<String, String> variables = new HashMap<>();
        try {
            for (String entry :
                    Files.readString(OWN, StandardCharsets.ISO_8859_1).split("\0", -1)) {
                int equals = entry.indexOf('=');
                if (equals > 0) {
                    variables.put(entry.substring(0, equals), entry.substring(equals + 1));
                }
            }
        } catch (IOException e) {
            System.getenv().forEach((name, value) -> variables.put(ShellRelay.bytes(name), ShellRelay.bytes(value)));
        }
        return variables;
    }
}
