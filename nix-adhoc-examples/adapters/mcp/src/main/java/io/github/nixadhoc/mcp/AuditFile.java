package io.github.nixadhoc.mcp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** The file of the record. */
final class AuditFile {

    private AuditFile() {}

    /**
     * Returns the file that an option names.
     *
     * @throws IllegalArgumentException if its folder does not exist
     */
    static Path at(String value) {
        Path file = Path.of(value).toAbsolutePath();
        if (Files.isDirectory(file) || file.getParent() == null || !Files.isDirectory(file.getParent())) {
            throw new IllegalArgumentException("--audit needs a file in a folder that exists: " + value);
        }
        return file;
    }

    /**
     * Returns the file that is used unless an option names another, in a folder for this user only, which is made if need be.
     *
     * @param environment the variables that say where the state of programs is
     * @throws IllegalArgumentException if the folder cannot be made
     */
    static Path usual(Map<String, String> environment) {
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        String home = environment.getOrDefault("HOME", "");
        Path base = state.startsWith("/")
                ? Path.of(state)
                : Path.of(home.startsWith("/") ? home : System.getProperty("user.home"), ".local", "state");
        Path folder = base.resolve("nix-adhoc");
        try {
            Files.createDirectories(base);
            if (!Files.isDirectory(folder)) {
                Files.createDirectory(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
        } catch (IOException | UnsupportedOperationException e) {
            throw new IllegalArgumentException(
                    "the folder of the record cannot be made: " + e
                            + "; name a file with --audit FILE, or record nothing with --no-audit",
                    e);
        }
        return folder.resolve("mcp-audit.jsonl");
    }
}
