package io.github.nixadhoc;

import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.internal.nix.Deadline;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.nix.NixInstallation;
import io.github.nixadhoc.internal.nix.NixSettings;
import org.jspecify.annotations.Nullable;

/** The Nix of a client, which all that it does has in common. */
final class NixInUse {

    private final CommandExecutor executor;
    private final NixCli cli;
    private final NixSettings settings;
    private final NixpkgsReference nixpkgs;
    private volatile @Nullable NixTools tools;

    private NixInUse(CommandExecutor executor, NixSettings settings, NixpkgsReference nixpkgs) {
        this.executor = executor;
        this.cli = new NixCli(executor, settings);
        this.settings = settings;
        this.nixpkgs = nixpkgs;
    }

    static NixInUse of(CommandExecutor executor, NixSettings settings, NixpkgsReference nixpkgs) {
        return new NixInUse(executor, settings, nixpkgs);
    }

    NixCli cli() {
        return cli;
    }

    NixSettings settings() {
        return settings;
    }

    NixpkgsReference nixpkgs() {
        return nixpkgs;
    }

    /** Returns the tools of the Nix that is installed now, the same as before unless that is another one. */
    NixTools tools(Deadline deadline) {
        NixInstallation installation = cli.installation(deadline);
        NixTools before = tools;
        if (before != null && before.installation().equals(installation)) {
            return before;
        }
        NixTools now = NixTools.of(cli, settings, nixpkgs, deadline);
        tools = now;
        return now;
    }

    /** Returns the same Nix, told to take nothing that it has fetched before for new. */
    NixInUse refreshing() {
        return new NixInUse(executor, settings.refreshing(), nixpkgs);
    }
}
