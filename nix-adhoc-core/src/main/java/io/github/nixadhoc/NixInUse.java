package io.github.nixadhoc;

import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.internal.nix.Deadline;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.nix.NixSettings;
import io.github.nixadhoc.internal.search.SearchIndexes;

/** The Nix of a client, which all that it does has in common. */
record NixInUse(NixCli cli, NixSettings settings, NixpkgsReference nixpkgs, SearchIndexes searches) {

    static NixInUse of(CommandExecutor executor, NixSettings settings, NixpkgsReference nixpkgs) {
        NixCli cli = new NixCli(executor, settings);
        return new NixInUse(cli, settings, nixpkgs, new SearchIndexes(cli, settings));
    }

    NixTools tools(Deadline deadline) {
        return NixTools.of(cli, settings, nixpkgs, deadline);
    }
}
