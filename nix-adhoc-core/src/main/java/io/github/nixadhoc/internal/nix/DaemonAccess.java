package io.github.nixadhoc.internal.nix;

import io.github.nixadhoc.internal.text.ShellQuoting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The access of this user to the socket of a Nix daemon. Debian lets only the members of a group enter the folder of the socket.
 */
public final class DaemonAccess {

    private final HostSystem host;
    private final Path folder;
    private final Predicate<Path> mayEnter;

    /**
     * Creates the access to a socket.
     *
     * @param host the system
     * @param folder the folder of the socket
     */
    public DaemonAccess(HostSystem host, Path folder) {
        this(host, folder, Files::isExecutable);
    }

    DaemonAccess(HostSystem host, Path folder, Predicate<Path> mayEnter) {
        this.host = host;
        this.folder = folder;
        this.mayEnter = mayEnter;
    }

    /** Returns the access to the socket that Nix uses unless its settings name another. */
    static DaemonAccess of(HostSystem host, Map<String, String> variables) {
        String state = variables.getOrDefault("NIX_STATE_DIR", "");
        Path directory = state.startsWith("/") ? Path.of(state) : host.resolve("/nix/var/nix");
        return new DaemonAccess(host, directory.resolve("daemon-socket"));
    }

    /** Returns whether there is a daemon that this user may not connect to. */
    public boolean isClosed() {
        return Files.isDirectory(folder) && !mayEnter.test(folder);
    }

    /** Returns the group whose members may connect; empty if there is none. */
    String group() {
        try {
            String group = String.valueOf(Files.getAttribute(folder, "posix:group"));
            return group.equals("root") ? "" : group;
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }

    /** Returns the command that gives this user access, by sudo unless the user is root. */
    List<String> command() {
        List<String> command = new ArrayList<>(host.isRoot() ? List.of() : List.of("sudo"));
        command.addAll(
                group().isEmpty()
                        ? List.of("chmod", "755", folder.toString())
                        : List.of("usermod", "-aG", group(), host.user()));
        return command;
    }

    /** Returns the remedy in one line. */
    public String remedy() {
        return ShellQuoting.quote(command()) + (group().isEmpty() ? "" : ", then log in again");
    }
}
