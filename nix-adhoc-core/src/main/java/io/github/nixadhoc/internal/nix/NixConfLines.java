package io.github.nixadhoc.internal.nix;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reader of Nix's settings that does not call Nix. It reads the configuration files of an environment, the files that they
 * include, and the variable {@code NIX_CONFIG}. Later lines override earlier ones. Unreadable files are skipped.
 */
public final class NixConfLines {

    private static final Pattern INCLUDE = Pattern.compile("!?include\\s+(?<file>.+)");

    /** The limit of nested inclusions, which ends cycles. */
    private static final int MAX_DEPTH = 10;

    private final List<String> lines = new ArrayList<>();

    private NixConfLines() {}

    /**
     * Returns the lines without comments, and without white space at both ends.
     *
     * @param variables the environment of Nix
     * @param systemFile the configuration file of the system, unless the environment names another directory
     */
    public static List<String> of(Map<String, String> variables, Path systemFile) {
        NixConfLines conf = new NixConfLines();
        try {
            for (Path file : files(variables, systemFile)) {
                conf.read(file, 0);
            }
        } catch (InvalidPathException e) {
            // a file whose name the charset of this JVM cannot encode cannot be read
        }
        variables.getOrDefault("NIX_CONFIG", "").lines().forEach(conf::add);
        return List.copyOf(conf.lines);
    }

    private static List<Path> files(Map<String, String> variables, Path systemFile) {
        List<Path> files = new ArrayList<>();
        String system = variables.getOrDefault("NIX_CONF_DIR", "");
        files.add(system.isEmpty() ? systemFile : Path.of(system, "nix.conf"));
        String named = variables.getOrDefault("NIX_USER_CONF_FILES", "");
        if (!named.isEmpty()) {
            List<String> first = new ArrayList<>(List.of(named.split(":", -1)));
            Collections.reverse(first);
            first.stream().filter(name -> !name.isEmpty()).map(Path::of).forEach(files::add);
            return files;
        }
        List<String> directories = new ArrayList<>(
                List.of(variables.getOrDefault("XDG_CONFIG_DIRS", "/etc/xdg").split(":", -1)));
        Collections.reverse(directories);
        String home = variables.getOrDefault("XDG_CONFIG_HOME", "");
        directories.add(home.isEmpty() ? variables.getOrDefault("HOME", "") + "/.config" : home);
        directories.stream()
                .filter(directory -> directory.startsWith("/"))
                .map(directory -> Path.of(directory, "nix", "nix.conf"))
                .forEach(files::add);
        return files;
    }

    private void read(Path file, int depth) {
        List<String> content;
        try {
            content = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return;
        }
        for (String line : content) {
            Matcher include = INCLUDE.matcher(line.strip());
            if (include.matches() && depth < MAX_DEPTH) {
                read(file.resolveSibling(include.group("file").strip()), depth + 1);
            } else {
                add(line);
            }
        }
    }

    private void add(String line) {
        String content = line.replaceAll("#.*", "").strip();
        if (!content.isEmpty()) {
            lines.add(content);
        }
    }
}
