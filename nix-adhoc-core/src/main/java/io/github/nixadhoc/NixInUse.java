package io.github.nixadhoc;

import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.internal.nix.Deadline;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.nix.NixSettings;

/** The Nix of a client, which all that it does has in common. */
record NixInUse(NixCli cli, NixSettings settings, NixpkgsReference nixpkgs, CommandExecutor executor) {

    static NixInUse of(CommandExecutor executor, NixSettings settings, NixpkgsReference nixpkgs) {
        return new NixInUse(new NixCli(executor, settings), settings, nixpkgs, executor);
    }

    NixTools tools(Deadline deadline) {
        return NixTools.of(cli, settings, nixpkgs, deadline);
    }
}
