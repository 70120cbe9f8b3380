package io.github.nixadhoc.internal.confine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The settings of the kernel that forbid user namespaces, which bubblewrap needs for a user other than root. */
public final class NamespaceSettings {

    private static final Map<String, String> FORBIDDING =
            Map.of("kernel.unprivileged_userns_clone", "0", "user.max_user_namespaces", "0");

    private NamespaceSettings() {}

    /** Returns the setting that forbids them; empty if there is none, or if this JVM runs as root. */
    public static Optional<String> forbidding() {
        try {
            return HostProcesses.isRoot() ? Optional.empty() : forbidding(Path.of("/proc/sys"));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static Optional<String> forbidding(Path settings) {
        return FORBIDDING.entrySet().stream()
                .filter(each -> each.getValue()
                        .equals(value(settings.resolve(each.getKey().replace('.', '/')))))
                .map(each -> each.getKey() + " = " + each.getValue())
                .findFirst();
    }

    private static String value(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            // not every kernel has each setting
            return "";
        }
    }
}
