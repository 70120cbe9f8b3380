package io.github.nixadhoc.internal.nix;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The properties of the operating system on which finding and installing Nix depend.
 *
 * @param name the value of {@code os.name}
 * @param root the root directory; {@code /} except in tests
 * @param user the name of the user
 */
public record HostSystem(String name, Path root, String user) {

    /** Returns the system of this JVM. */
    public static HostSystem current() {
        return new HostSystem(System.getProperty("os.name", ""), Path.of("/"), System.getProperty("user.name", ""));
    }

    public boolean isWindows() {
        return name.toLowerCase(Locale.ROOT).startsWith("windows");
    }

    public boolean isLinux() {
        return name.equals("Linux");
    }

    public boolean isMac() {
        return name.startsWith("Mac");
    }

    public boolean isRoot() {
        return user.equals("root");
    }

    /** Returns whether apt-get installs packages on this system, as on Debian and Ubuntu. */
    public boolean hasApt() {
        return isLinux() && Files.isExecutable(resolve("/usr/bin/apt-get"));
    }

    /**
     * Returns whether an installed Nix can build for this user. As root without a daemon it needs build users, unless its
     * settings disable them.
     */
    boolean canBuild() {
        return !isLinux()
                || !isRoot()
                || has("/etc/group", "nixbld:")
                || has("/etc/nix/nix.conf", "build-users-group")
                || Files.exists(resolve("/nix/var/nix/daemon-socket/socket"));
    }

    private boolean has(String file, String lineStart) {
        try {
            List<String> lines = Files.readAllLines(resolve(file), StandardCharsets.ISO_8859_1);
            return lines.stream().anyMatch(line -> line.startsWith(lineStart));
        } catch (IOException e) {
            return false;
        }
    }

    /** Resolves an absolute path of that system against its root directory. */
    public Path resolve(String absolute) {
        return root.resolve(absolute.substring(1));
    }
}
