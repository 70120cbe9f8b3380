package io.github.nixadhoc;

import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.internal.nix.Deadline;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.nix.NixSettings;
import io.github.nixadhoc.internal.pin.PinFolder;
import io.github.nixadhoc.internal.search.SearchIndexes;
import io.github.nixadhoc.internal.store.DiskUsage;
import io.github.nixadhoc.internal.store.GarbageCollector;
import io.github.nixadhoc.internal.store.UsageSurvey;

/** The Nix of a client, which all that it does has in common. */
record NixInUse(
        CommandExecutor executor,
        NixCli cli,
        NixSettings settings,
        NixpkgsReference nixpkgs,
        Review review,
        PinFolder pins,
        SearchIndexes searches) {

    static NixInUse of(
            CommandExecutor executor, NixSettings settings, NixpkgsReference nixpkgs, Review review, PinFolder pins) {
        NixCli cli = new NixCli(executor, settings);
        return new NixInUse(executor, cli, settings, nixpkgs, review, pins, new SearchIndexes(cli, settings));
    }

    NixTools tools(Deadline deadline) {
        return NixTools.of(cli, settings, nixpkgs, deadline);
    }

    GarbageCollector garbageCollector(Deadline deadline) {
        return new GarbageCollector(cli, settings, tools(deadline).view());
    }

    UsageSurvey usageSurvey(Deadline deadline) {
        DiskUsage diskUsage = new DiskUsage(executor, settings.environment());
        return new UsageSurvey(cli, tools(deadline).view(), diskUsage);
    }
}
