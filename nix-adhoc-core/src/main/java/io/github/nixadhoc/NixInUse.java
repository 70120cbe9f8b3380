package io.github.nixadhoc;

import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.internal.keep.PackageUse;
import io.github.nixadhoc.internal.nix.CallObserver;
import io.github.nixadhoc.internal.nix.Deadline;
import io.github.nixadhoc.internal.nix.NixBinary;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.nix.NixInstallation;
import io.github.nixadhoc.internal.nix.NixSettings;
import io.github.nixadhoc.internal.pin.PinFolder;
import io.github.nixadhoc.internal.search.SearchIndexes;
import io.github.nixadhoc.internal.store.DiskUsage;
import io.github.nixadhoc.internal.store.GarbageCollector;
import io.github.nixadhoc.internal.store.UsageSurvey;
import org.jspecify.annotations.Nullable;

/** The Nix of a client, which all that it does has in common. */
final class NixInUse {

    private final CommandExecutor executor;
    private final CallObserver observer;
    private final PackageUse use;
    private final NixCli cli;
    private final NixSettings settings;
    private final NixpkgsReference nixpkgs;
    private final Review review;
    private final PinFolder pins;
    private final boolean alwaysFresh;
    private volatile @Nullable NixTools tools;
    private @Nullable SearchIndexes searches;
    private boolean closed;

    NixInUse(
            CommandExecutor executor,
            NixSettings settings,
            NixpkgsReference nixpkgs,
            Review review,
            PinFolder pins,
            boolean alwaysFresh) {
        this(executor, settings, nixpkgs, review, pins, alwaysFresh, CallObserver.NONE, PackageUse.NONE);
    }

    /** With somebody who is told of each call, and somebody who is told which packages are used. */
    NixInUse(
            CommandExecutor executor,
            NixSettings settings,
            NixpkgsReference nixpkgs,
            Review review,
            PinFolder pins,
            boolean alwaysFresh,
            CallObserver observer,
            PackageUse use) {
        this.executor = executor;
        this.observer = observer;
        this.use = use;
        this.cli = new NixCli(executor, settings, observer);
        this.settings = settings;
        this.nixpkgs = nixpkgs;
        this.review = review;
        this.pins = pins;
        this.alwaysFresh = alwaysFresh;
    }

    CommandExecutor executor() {
        return executor;
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

    Review review() {
        return review;
    }

    PackageUse use() {
        return use;
    }

    PinFolder pins() {
        return pins;
    }

    /** Returns what has been read of flakes to be searched; most clients never search. */
    synchronized SearchIndexes searches() {
        SearchIndexes made = searches;
        if (made == null) {
            made = new SearchIndexes(cli, settings, alwaysFresh);
            searches = made;
            if (closed) {
                made.close();
            }
        }
        return made;
    }

    synchronized void close() {
        closed = true;
        if (searches != null) {
            searches.close();
        }
    }

    /** Returns the tools of the Nix that is installed now, the same as before unless that is another one. */
    NixTools tools(Deadline deadline) {
        return tools(cli.binary(), deadline);
    }

    /** Returns the tools of the Nix that a binary is which has just been looked at. */
    NixTools tools(NixBinary binary, Deadline deadline) {
        NixInstallation installation = cli.installation(binary, deadline);
        NixTools before = tools;
        if (before != null && before.installation().equals(installation)) {
            return before;
        }
        NixTools now = NixTools.of(cli, settings, nixpkgs, installation, review.isOn());
        tools = now;
        return now;
    }

    GarbageCollector garbageCollector(Deadline deadline) {
        return new GarbageCollector(cli, settings, tools(deadline).view());
    }

    UsageSurvey usageSurvey(Deadline deadline) {
        DiskUsage diskUsage = new DiskUsage(executor, settings.environment());
        return new UsageSurvey(cli, tools(deadline).view(), diskUsage);
    }

    /** Returns the same Nix, told to take nothing that it has fetched before for new. */
    NixInUse refreshing() {
        return new NixInUse(executor, settings.refreshing(), nixpkgs, review, pins, alwaysFresh, observer, use);
    }
}
