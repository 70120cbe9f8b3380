package io.github.nixadhoc.internal.nix;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The commands that install Nix on a system, and why these.
 *
 * @param commands each a program and its arguments, in order; empty if there is nothing to do
 * @param why one sentence
 */
public record InstallCommands(List<List<String>> commands, String why) {

    public InstallCommands {
        commands = commands.stream().map(List::copyOf).toList();
    }

    static InstallCommands forHost(HostSystem host) {
        if (host.isRoot() && host.hasApt()) {
            return new InstallCommands(
                    List.of(List.of("apt-get", "update"), List.of("apt-get", "install", "-y", "nix-bin")),
                    "this system installs packages with apt-get, and this user may");
        }
        String mode = host.isRoot() ? "--daemon" : "--no-daemon";
        return new InstallCommands(
                List.of(List.of("sh", "-c", "curl -fsSL https://nixos.org/nix/install | sh -s -- " + mode + " --yes")),
                "the official installer");
    }

    /** Returns the commands as one line for a shell. */
    public String toShell() {
        return commands.stream().map(ShellQuoting::quote).collect(Collectors.joining(" && "));
    }
}
