package io.github.nixadhoc.internal.search;

import io.github.nixadhoc.internal.nix.NixSettings;
import io.github.nixadhoc.internal.resolve.FlakeLocation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Names an index by all that decides which packages a flake reference means, but for the flake itself. */
final class IndexKey {

    /** More than any file of settings has. */
    private static final int MAX_BYTES = 1 << 20;

    private final MessageDigest digest = Digests.sha256();

    private IndexKey() {}

    /**
     * Returns the key.
     *
     * @param flake the flake
     * @param identity which Nix it is
     * @param settings what the client was told of that
     * @param variables the environment that Nix runs in
     */
    static String of(FlakeLocation flake, String identity, NixSettings settings, Map<String, String> variables) {
        IndexKey key = new IndexKey();
        key.add(flake.reference());
        key.add(flake.isRelative() ? flake.resolve("").toString() : "");
        key.add(identity);
        key.add(String.valueOf(settings.store()));
        settings.options().forEach(key::add);
        new TreeMap<>(variables).forEach((name, value) -> {
            if (name.startsWith("NIX_") || name.startsWith("XDG_CONFIG_") || name.equals("HOME")) {
                key.add(name + "=" + value);
            }
        });
        files(settings, variables).forEach(key::addFile);
        return Digests.hex(key.digest).substring(0, 40);
    }

    /** Nix's settings and what it takes the names of flakes for. */
    private static List<Path> files(NixSettings settings, Map<String, String> variables) {
        List<String> names = new ArrayList<>();
        String system = variables.getOrDefault("NIX_CONF_DIR", "/etc/nix");
        String home = variables.getOrDefault("HOME", "");
        String user = variables.getOrDefault("XDG_CONFIG_HOME", home + "/.config");
        names.add(system + "/nix.conf");
        names.add(system + "/registry.json");
        names.add(user + "/nix/nix.conf");
        names.add(user + "/nix/registry.json");
        for (String directory :
                variables.getOrDefault("XDG_CONFIG_DIRS", "/etc/xdg").split(":", -1)) {
            names.add(directory + "/nix/nix.conf");
        }
        names.addAll(List.of(variables.getOrDefault("NIX_USER_CONF_FILES", "").split(":", -1)));
        // A registry may be given as a file, in an option.
        names.addAll(settings.options());
        List<Path> files = new ArrayList<>();
        for (String name : names) {
            if (name.startsWith("/")) {
                try {
                    files.add(Path.of(name));
                } catch (InvalidPathException e) {
                    // what cannot be a file is read by nobody
                }
            }
        }
        return files;
    }

    private void addFile(Path file) {
        try {
            if (Files.size(file) <= MAX_BYTES) {
                add(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            } else {
                add(Files.getLastModifiedTime(file).toString());
            }
        } catch (NoSuchFileException e) {
            add("");
        } catch (IOException e) {
            add("unreadable");
        }
    }

    private void add(String text) {
        digest.update((text.length() + ":" + text).getBytes(StandardCharsets.UTF_8));
    }
}
