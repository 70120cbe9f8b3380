package io.github.nixadhoc.internal.fingerprint;

import io.github.nixadhoc.internal.store.FileStamp;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings that Nix would find, read without Nix as far as they matter to how long an answer holds, and the files
 * that they and the flake registries are in.
 *
 * <p>Thread-safe. The files are read again when one of them has changed.
 */
final class NixConfigFiles {

    private static final Duration DEFAULT_TTL = Duration.ofHours(1);
    private static final Pattern INCLUDE = Pattern.compile("!?include\\s+(\\S+)");
    private static final Pattern SETTING = Pattern.compile("([a-z-]+)\\s*=\\s*(.*)");
    private static final int MAX_FILES = 64;

    /**
     * What was found.
     *
     * @param stamps the files, with their stamps; null for those that are not there
     * @param digest a digest of these
     * @param settings the values that are set
     */
    record Found(Map<Path, @Nullable FileStamp> stamps, String digest, Map<String, String> settings) {

        /** Returns for how long Nix takes what it has fetched for new. */
        Duration tarballTtl() {
            String seconds = settings.get("tarball-ttl");
            try {
                return seconds == null ? DEFAULT_TTL : Duration.ofSeconds(Math.max(0, Long.parseLong(seconds)));
            } catch (NumberFormatException e) {
                return Duration.ZERO;
            }
        }

        /** Returns whether evaluation may see more than flakes, and so may come to another result at any time. */
        boolean isImpure() {
            return settings.containsKey("pure-eval");
        }
    }

    private final Map<String, String> variables;
    private final List<String> options;
    private volatile @Nullable Found found;

    NixConfigFiles(Map<String, String> variables, List<String> options) {
        this.variables = Map.copyOf(variables);
        this.options = List.copyOf(options);
    }

    /**
     * Returns what is set now.
     *
     * @throws IOException if a file cannot be looked at
     */
    Found found() throws IOException {
        Found before = found;
        if (before != null && isUnchanged(before)) {
            return before;
        }
        Found now = read();
        found = now;
        return now;
    }

    /** Returns the registries in the order in which Nix looks into them; the global one only if it is a file. */
    List<Path> registries(Found now) {
        List<Path> files = new ArrayList<>();
        files.add(userFolder().resolve("registry.json"));
        files.add(systemFolder().resolve("registry.json"));
        Path global = globalRegistry(now.settings());
        if (global != null) {
            files.add(global);
        }
        return files;
    }

    static @Nullable Path globalRegistry(Map<String, String> settings) {
        String file = settings.getOrDefault("flake-registry", "");
        return file.startsWith("/") ? path(file) : null;
    }

    private static boolean isUnchanged(Found before) {
        for (Map.Entry<Path, @Nullable FileStamp> entry : before.stamps().entrySet()) {
            FileStamp then = entry.getValue();
            if (then == null ? entry.getKey().toFile().exists() : !then.isStillOf(entry.getKey())) {
                return false;
            }
        }
        return true;
    }

    /** Most of them are not there, which is quicker known this way than by an exception. */
    private static @Nullable FileStamp stamp(Path file) throws IOException {
        return file.toFile().exists() ? FileStamp.of(file) : null;
    }

    private Found read() throws IOException {
        Map<Path, @Nullable FileStamp> stamps = new LinkedHashMap<>();
        Map<String, String> settings = new HashMap<>();
        // Later ones win.
        read(systemFolder().resolve("nix.conf"), stamps, settings);
        List<Path> ofUser = userFiles();
        for (int i = ofUser.size() - 1; i >= 0; i--) {
            read(ofUser.get(i), stamps, settings);
        }
        apply(variables.getOrDefault("NIX_CONFIG", ""), Path.of("/"), stamps, settings);
        for (int i = 0; i + 2 < options.size(); i++) {
            if (options.get(i).equals("--option")) {
                settings.put(options.get(i + 1), options.get(i + 2));
            }
        }
        Found partly = new Found(stamps, "", settings);
        for (Path registry : registries(partly)) {
            stamps.put(registry, stamp(registry));
        }
        Digest128 hash = new Digest128();
        for (Map.Entry<Path, @Nullable FileStamp> entry : stamps.entrySet()) {
            hash.add(entry.getKey().toString());
            hash.add(entry.getValue());
        }
        return new Found(stamps, hash.hex(), settings);
    }

    private void read(Path file, Map<Path, @Nullable FileStamp> stamps, Map<String, String> settings)
            throws IOException {
        if (stamps.containsKey(file) || stamps.size() >= MAX_FILES) {
            return;
        }
        FileStamp stamp = stamp(file);
        stamps.put(file, stamp);
        if (stamp != null) {
            apply(text(file), file, stamps, settings);
        }
    }

    private static String text(Path file) throws IOException {
        try (InputStream content = new FileInputStream(file.toFile())) {
            return new String(content.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private void apply(String text, Path file, Map<Path, @Nullable FileStamp> stamps, Map<String, String> settings)
            throws IOException {
        for (String line : text.split("\n", -1)) {
            int comment = line.indexOf('#');
            String content = (comment < 0 ? line : line.substring(0, comment)).strip();
            Matcher include = INCLUDE.matcher(content);
            Matcher setting = SETTING.matcher(content);
            if (include.matches()) {
                Path included = path(include.group(1));
                if (included != null) {
                    read(file.resolveSibling(included), stamps, settings);
                }
            } else if (setting.matches()) {
                settings.put(setting.group(1), setting.group(2).strip());
            }
        }
    }

    private List<Path> userFiles() {
        String chosen = variables.get("NIX_USER_CONF_FILES");
        List<Path> files = new ArrayList<>();
        if (chosen != null) {
            for (String file : chosen.split(":", -1)) {
                add(files, file);
            }
            return files;
        }
        files.add(userFolder().resolve("nix.conf"));
        for (String folder :
                variables.getOrDefault("XDG_CONFIG_DIRS", "/etc/xdg").split(":", -1)) {
            add(files, folder + "/nix/nix.conf");
        }
        return files;
    }

    private static void add(List<Path> files, String file) {
        Path path = path(file);
        if (path != null && path.isAbsolute()) {
            files.add(path);
        }
    }

    private Path userFolder() {
        String own = variables.getOrDefault("NIX_CONFIG_HOME", "");
        if (!own.isEmpty()) {
            return Path.of(own);
        }
        String config = variables.getOrDefault("XDG_CONFIG_HOME", "");
        return config.isEmpty()
                ? Path.of(variables.getOrDefault("HOME", System.getProperty("user.home", "/")), ".config", "nix")
                : Path.of(config, "nix");
    }

    private Path systemFolder() {
        String folder = variables.getOrDefault("NIX_CONF_DIR", "");
        return Path.of(folder.isEmpty() ? "/etc/nix" : folder);
    }

    private static @Nullable Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            return null;
        }
    }
}
