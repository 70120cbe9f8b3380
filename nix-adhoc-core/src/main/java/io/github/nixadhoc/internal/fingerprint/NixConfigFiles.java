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
 * The files of Nix's settings and of its flake registries, read without Nix.
 *
 * <p>Only those settings are kept that decide how long an answer is valid. The files are read again when one of them has
 * changed. Thread-safe.
 */
final class NixConfigFiles {

    private static final Duration DEFAULT_TTL = Duration.ofHours(1);
    private static final Pattern INCLUDE = Pattern.compile("!?include\\s+(\\S+)");
    private static final Pattern SETTING = Pattern.compile("([a-z-]+)\\s*=\\s*(.*)");
    private static final int MAX_FILES = 64;

    /**
     * The content of the files at one moment.
     *
     * @param stamps the files with their stamps; null for those that do not exist
     * @param digest a digest of these
     * @param values the values by the names of the settings
     * @param registries the registries in the order in which Nix searches them; the global one only if it is a file
     * @param globalRegistry the global registry; null if it is not a file
     */
    record Settings(
            Map<Path, @Nullable FileStamp> stamps,
            String digest,
            Map<String, String> values,
            List<Path> registries,
            @Nullable Path globalRegistry) {

        /** Returns how long Nix uses a download without asking for a newer one. */
        Duration tarballTtl() {
            String seconds = values.get("tarball-ttl");
            try {
                return seconds == null ? DEFAULT_TTL : Duration.ofSeconds(Math.max(0, Long.parseLong(seconds)));
            } catch (NumberFormatException e) {
                return Duration.ZERO;
            }
        }

        /** Returns whether evaluation may read more than flakes, so that its result may change at any time. */
        boolean isImpure() {
            return values.containsKey("pure-eval");
        }

        private boolean isUnchanged() {
            for (Map.Entry<Path, @Nullable FileStamp> entry : stamps.entrySet()) {
                FileStamp stamp = entry.getValue();
                Path file = entry.getKey();
                if (stamp == null ? file.toFile().exists() : !stamp.isStillOf(file)) {
                    return false;
                }
            }
            return true;
        }
    }

    private final Map<String, String> variables;
    private final List<String> options;
    private volatile @Nullable Settings latest;

    NixConfigFiles(Map<String, String> variables, List<String> options) {
        this.variables = Map.copyOf(variables);
        this.options = List.copyOf(options);
    }

    /**
     * Looks at the files, and reads them if one of them has changed.
     *
     * @return the settings as they are now; the same object as before if no file has changed
     * @throws IOException if a file cannot be looked at
     */
    Settings settings() throws IOException {
        Settings before = latest;
        if (before != null && before.isUnchanged()) {
            return before;
        }
        Settings now = read();
        latest = now;
        return now;
    }

    private static @Nullable Path globalRegistry(Map<String, String> values) {
        String file = values.getOrDefault("flake-registry", "");
        return file.startsWith("/") ? path(file) : null;
    }

    /** Asks for the existence first, since most of these files do not exist and an exception takes longer. */
    private static @Nullable FileStamp stamp(Path file) throws IOException {
        return file.toFile().exists() ? FileStamp.of(file) : null;
    }

    private Settings read() throws IOException {
        Map<Path, @Nullable FileStamp> stamps = new LinkedHashMap<>();
        Map<String, String> values = new HashMap<>();
        // a later file overrides an earlier one
        read(systemFolder().resolve("nix.conf"), stamps, values);
        List<Path> ofUser = userFiles();
        for (int i = ofUser.size() - 1; i >= 0; i--) {
            read(ofUser.get(i), stamps, values);
        }
        apply(variables.getOrDefault("NIX_CONFIG", ""), Path.of("/"), stamps, values);
        for (int i = 0; i + 2 < options.size(); i++) {
            if (options.get(i).equals("--option")) {
                values.put(options.get(i + 1), options.get(i + 2));
            }
        }
        Path global = globalRegistry(values);
        List<Path> registries = new ArrayList<>();
        registries.add(userFolder().resolve("registry.json"));
        registries.add(systemFolder().resolve("registry.json"));
        if (global != null) {
            registries.add(global);
        }
        for (Path registry : registries) {
            stamps.put(registry, stamp(registry));
        }
        Digest128 hash = new Digest128();
        for (Map.Entry<Path, @Nullable FileStamp> entry : stamps.entrySet()) {
            hash.add(entry.getKey().toString());
            hash.add(entry.getValue());
        }
        return new Settings(stamps, hash.hex(), values, List.copyOf(registries), global);
    }

    private void read(Path file, Map<Path, @Nullable FileStamp> stamps, Map<String, String> values) throws IOException {
        if (stamps.containsKey(file) || stamps.size() >= MAX_FILES) {
            return;
        }
        FileStamp stamp = stamp(file);
        stamps.put(file, stamp);
        if (stamp != null) {
            apply(text(file), file, stamps, values);
        }
    }

    private static String text(Path file) throws IOException {
        try (InputStream content = new FileInputStream(file.toFile())) {
            return new String(content.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private void apply(String text, Path file, Map<Path, @Nullable FileStamp> stamps, Map<String, String> values)
            throws IOException {
        for (String line : text.split("\n", -1)) {
            int comment = line.indexOf('#');
            String content = (comment < 0 ? line : line.substring(0, comment)).strip();
            Matcher include = INCLUDE.matcher(content);
            Matcher setting = SETTING.matcher(content);
            if (include.matches()) {
                Path included = path(include.group(1));
                if (included != null) {
                    read(file.resolveSibling(included), stamps, values);
                }
            } else if (setting.matches()) {
                values.put(setting.group(1), setting.group(2).strip());
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
