package io.github.nixadhoc;

import io.github.nixadhoc.internal.nix.InstallCommands;

/**
 * Says how to install Nix on this system, and does so only when told.
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
     * Returns what has to be done so that Nix can run and build for this user. On Debian and Ubuntu as root that is the
     * system's own package, elsewhere the installer of the Nix project.
     *
     * @return the commands; none if Nix is installed, or if nothing is known to help, which the reason then says
     */
    public static InstallPlan plan() {
        InstallCommands commands = InstallCommands.forThisSystem();
        return InstallPlan.of(commands.commands(), commands.why());
    }
}
