package io.github.nixadhoc.internal.nix;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The operating system that this JVM runs on, as far as finding and installing Nix depends on it.
 *
 * @param name the value of {@code os.name}
 * @param root the directory that absolute paths start from; {@code /} but in tests
 * @param user the name of the user
 */
record HostSystem(String name, Path root, String user) {

    static HostSystem current() {
        return new HostSystem(System.getProperty("os.name", ""), Path.of("/"), System.getProperty("user.name", ""));
    }

    boolean isWindows() {
        return name.toLowerCase(Locale.ROOT).startsWith("windows");
    }

    boolean isLinux() {
        return name.equals("Linux");
    }

    boolean isRoot() {
        return user.equals("root");
    }

    /** Whether packages are installed by apt-get here, as on Debian and Ubuntu. */
    boolean hasApt() {
        return isLinux() && Files.isExecutable(resolve("/usr/bin/apt-get"));
    }

    /** Returns where an absolute path of that system is for this JVM. */
    Path resolve(String absolute) {
        return root.resolve(absolute.substring(1));
    }
}
