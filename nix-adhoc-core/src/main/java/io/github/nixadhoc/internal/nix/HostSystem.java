package io.github.nixadhoc.internal.nix;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The operating system that this JVM runs on, as far as finding and installing Nix depends on it.
 *
 * @param name the value of {@code os.name}
 * @param root the directory that absolute paths start from; {@code /} but in tests
 * @param user the name of the user
 */
public record HostSystem(String name, Path root, String user) {

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

    /** Whether packages are installed by apt-get here, as on Debian and Ubuntu. */
    public boolean hasApt() {
        return isLinux() && Files.isExecutable(resolve("/usr/bin/apt-get"));
    }

    /**
     * Whether an installed Nix can build for this user. As root without a daemon it insists on users of a group of their
     * own, unless its settings say otherwise.
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

    /** Returns where an absolute path of that system is for this JVM. */
    public Path resolve(String absolute) {
        return root.resolve(absolute.substring(1));
    }
}
