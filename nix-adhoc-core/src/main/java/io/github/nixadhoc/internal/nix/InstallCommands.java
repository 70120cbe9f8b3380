package io.github.nixadhoc.internal.nix;

import io.github.nixadhoc.internal.text.ShellQuoting;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The commands that install Nix on a system, with the reason for them.
 *
 * @param commands the commands in order, each a program and its arguments; empty if none are needed or none would help
 * @param why the reason, in one sentence
 */
public record InstallCommands(List<List<String>> commands, String why) {

    /** Fails if the download does. A pipe into a shell would succeed, since the shell would get no command. */
    private static final String SCRIPT =
            "script=$(curl -fsSL https://nixos.org/nix/install) && sh -c \"$script\" nix-install %s --yes";

    public InstallCommands {
        commands = commands.stream().map(List::copyOf).toList();
    }

    /** Returns the commands for this system; none if it has a Nix that can build. */
    public static InstallCommands forThisSystem() {
        HostSystem host = HostSystem.current();
        return forHost(host, System.getenv(), DaemonAccess.of(host, System.getenv()));
    }

    /** Returns the commands for a system on which Nix may be installed. */
    static InstallCommands forHost(HostSystem host, Map<String, String> environment, DaemonAccess daemon) {
        return new NixLocator(environment, host)
                .find()
                .map(nix -> forInstalled(nix.toString(), host, daemon))
                .orElseGet(() -> forHost(host));
    }

    private static InstallCommands forInstalled(String nix, HostSystem host, DaemonAccess daemon) {
        if (daemon.isClosed()) {
            String members = daemon.group().isEmpty() ? "not this user" : "the members of " + daemon.group() + " only";
            return new InstallCommands(
                    List.of(daemon.command()),
                    nix + " is installed, and its daemon serves " + members + "; log in again afterwards");
        }
        return host.canBuild() ? new InstallCommands(List.of(), "Nix is installed: " + nix) : withBuildUsers(host, nix);
    }

    /** Returns the commands for a system without Nix. */
    static InstallCommands forHost(HostSystem host) {
        if (host.isWindows()) {
            return new InstallCommands(List.of(), "Nix does not run on Windows itself; use WSL");
        }
        if (host.isRoot() && host.hasApt()) {
            // the package recommends nix-setup-systemd, which creates the build users that Nix needs as root
            return new InstallCommands(
                    List.of(List.of("apt-get", "update"), List.of("apt-get", "install", "-y", "nix-bin")),
                    "this system has Nix as the package nix-bin");
        }
        // the multi-user installation calls sudo; macOS supports no other
        String mode = host.isRoot() || !host.isLinux() ? "--daemon" : "--no-daemon";
        return new InstallCommands(
                List.of(List.of("sh", "-c", SCRIPT.formatted(mode))),
                "the installer of the Nix project is what works on this system");
    }

    /** Returns the commands that create the build users, which Nix needs as root and nix-bin alone does not create. */
    private static InstallCommands withBuildUsers(HostSystem host, String nix) {
        if (!host.hasApt()) {
            return new InstallCommands(
                    List.of(), nix + " is installed, but cannot build as root: the group nixbld is missing");
        }
        return new InstallCommands(
                List.of(
                        List.of("apt-get", "update"),
                        List.of("apt-get", "install", "-y", "--no-install-recommends", "nix-setup-systemd")),
                nix + " is installed, but cannot build as root without the group nixbld, which this package makes");
    }

    /** Returns the commands as one line for a shell. */
    public String toShell() {
        return commands.stream().map(ShellQuoting::quote).collect(Collectors.joining(" && "));
    }
}
