package io.github.nixadhoc;

import io.github.nixadhoc.internal.nix.InstallCommands;

/**
 * Plans the installation of Nix on this system.
 *
 * <pre>{@code
 * InstallPlan plan = NixInstaller.plan();
 * System.out.println(plan);               // the commands, and why these
 * plan.execute(System.out::println);      // runs them
 * }</pre>
 *
 * @since 0.1
 */
public final class NixInstaller {

    private NixInstaller() {}

    /**
     * Returns the commands that make Nix run and build for this user. For root on Debian and Ubuntu they install the
     * system's package, elsewhere they run the installer of the Nix project. For a user who may not use the daemon of an
     * installed Nix they add the user to its group, which takes effect at the next login. Runs none of them, and does not block.
     *
     * @return the commands; none if Nix is installed or no installer is known for this system, see {@link
     *     InstallPlan#why()}
     */
    public static InstallPlan plan() {
        InstallCommands commands = InstallCommands.forThisSystem();
        return InstallPlan.of(commands.commands(), commands.why());
    }
}
