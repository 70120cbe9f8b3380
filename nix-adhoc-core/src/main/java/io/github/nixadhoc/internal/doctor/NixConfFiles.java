package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.internal.nix.NixConfLines;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The settings that {@code nix} at a prompt goes by. Nix itself cannot be asked for the experimental features among them:
 * it answers only if they are switched on for the question.
 */
final class NixConfFiles {

    private static final Pattern SETTING = Pattern.compile("(extra-)?experimental-features\\s*=(?<names>.*)");

    private final Set<String> features = new LinkedHashSet<>();

    private NixConfFiles() {}

    /** Returns the experimental features that are switched on. */
    static Set<String> features(ExaminedSystem patient) {
        NixConfFiles files = new NixConfFiles();
        NixConfLines.of(patient.variables(), patient.file("/etc/nix/nix.conf")).forEach(files::line);
        return files.features;
    }

    private void line(String line) {
        Matcher setting = SETTING.matcher(line);
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
