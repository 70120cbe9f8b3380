package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.internal.nix.NixConfLines;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The settings of {@code nix} at a prompt, read from its files. Nix cannot be queried for its experimental features,
 * because such a query works only if they are enabled for it.
 */
final class NixConfFiles {

    private static final Pattern SETTING = Pattern.compile("(extra-)?experimental-features\\s*=(?<names>.*)");

    private final Set<String> features = new LinkedHashSet<>();

    private NixConfFiles() {}

    /** Returns the enabled experimental features. */
    static Set<String> features(ExaminedSystem system) {
        NixConfFiles files = new NixConfFiles();
        NixConfLines.of(system.variables(), system.file("/etc/nix/nix.conf")).forEach(files::line);
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
