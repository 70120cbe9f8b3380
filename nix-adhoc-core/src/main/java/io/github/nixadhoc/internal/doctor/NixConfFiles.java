package io.github.nixadhoc.internal.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The settings that {@code nix} at a prompt goes by. Nix itself cannot be asked for the experimental features among them:
 * it answers only if they are switched on for the question.
 */
final class NixConfFiles {

    private static final Pattern SETTING = Pattern.compile("(extra-)?experimental-features\\s*=(?<names>.*)");

    private static final Pattern INCLUDE = Pattern.compile("!?include\\s+(?<file>.+)");

    /** Nix gives up on a ring as well. */
    private static final int MAX_DEPTH = 10;

    private final Patient patient;
    private final Set<String> features = new LinkedHashSet<>();

    private NixConfFiles(Patient patient) {
        this.patient = patient;
    }

    /** Returns the experimental features that are switched on. */
    static Set<String> features(Patient patient) {
        NixConfFiles files = new NixConfFiles(patient);
        for (Path file : files.all()) {
            files.read(file, 0);
        }
        patient.variable("NIX_CONFIG").lines().forEach(files::line);
        return files.features;
    }

    /** Later ones override. */
    private List<Path> all() {
        List<Path> files = new ArrayList<>();
        String system = patient.variable("NIX_CONF_DIR");
        files.add(system.isEmpty() ? patient.file("/etc/nix/nix.conf") : Path.of(system, "nix.conf"));
        String named = patient.variable("NIX_USER_CONF_FILES");
        if (!named.isEmpty()) {
            List<String> first = new ArrayList<>(List.of(named.split(":", -1)));
            Collections.reverse(first);
            first.stream().filter(name -> !name.isEmpty()).map(Path::of).forEach(files::add);
            return files;
        }
        List<String> directories =
                new ArrayList<>(List.of(patient.variable("XDG_CONFIG_DIRS").split(":", -1)));
        Collections.reverse(directories);
        directories.add(
                patient.variable("XDG_CONFIG_HOME").isEmpty()
                        ? patient.variable("HOME") + "/.config"
                        : patient.variable("XDG_CONFIG_HOME"));
        directories.stream()
                .filter(directory -> directory.startsWith("/"))
                .map(directory -> Path.of(directory, "nix", "nix.conf"))
                .forEach(files::add);
        return files;
    }

    private void read(Path file, int depth) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return;
        }
        for (String line : lines) {
            Matcher include = INCLUDE.matcher(line.strip());
            if (include.matches() && depth < MAX_DEPTH) {
                read(file.resolveSibling(include.group("file").strip()), depth + 1);
            } else {
                line(line);
            }
        }
    }

    private void line(String line) {
        Matcher setting = SETTING.matcher(line.replaceAll("#.*", "").strip());
        if (!setting.matches()) {
            return;
        }
        if (setting.group(1) == null) {
            features.clear();
        }
        for (String name : setting.group("names").strip().split("\\s+", -1)) {
            features.add(name);
        }
    }
}
