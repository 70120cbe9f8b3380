package io.github.nixadhoc.internal.runtime;

import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.maintenance.DiskUsage;
import io.github.nixadhoc.internal.maintenance.GarbageCollector;
import io.github.nixadhoc.internal.maintenance.UsageSurvey;
import io.github.nixadhoc.internal.nix.CallObserver;
import io.github.nixadhoc.internal.nix.NixBinary;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.nix.NixInstallation;
import io.github.nixadhoc.internal.nix.NixSettings;
import io.github.nixadhoc.internal.pin.PinFolder;
import io.github.nixadhoc.internal.search.SearchIndexes;
import io.github.nixadhoc.internal.store.PackageUse;
import org.jspecify.annotations.Nullable;

/** The Nix of a client, which all that it does has in common. */
public final class NixRuntime {

    private final CommandExecutor executor;
    private final CallObserver observer;
    private final PackageUse use;
    private final NixCli cli;
    private final NixSettings settings;
    private final Nixpkgs nixpkgs;
    private final PolicyGate review;
    private final PinFolder pins;
    private final boolean alwaysFresh;
    private volatile @Nullable NixServices tools;
    private @Nullable SearchIndexes searches;
    private boolean closed;

    public NixRuntime(
            CommandExecutor executor,
            NixSettings settings,
            Nixpkgs nixpkgs,
            PolicyGate review,
            PinFolder pins,
            boolean alwaysFresh) {
        this(executor, settings, nixpkgs, review, pins, alwaysFresh, CallObserver.NONE, PackageUse.NONE);
    }

    /** With somebody who is told of each call, and somebody who is told which packages are used. */
    public NixRuntime(
            CommandExecutor executor,
            NixSettings settings,
            Nixpkgs nixpkgs,
            PolicyGate review,
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

    public CommandExecutor executor() {
        return executor;
    }

    public NixCli cli() {
        return cli;
    }

    public NixSettings settings() {
        return settings;
    }

    public Nixpkgs nixpkgs() {
        return nixpkgs;
    }

    public PolicyGate review() {
        return review;
    }

    public PackageUse use() {
        return use;
    }

    public PinFolder pins() {
        return pins;
    }

    /** Returns what has been read of flakes to be searched; most clients never search. */
    public synchronized SearchIndexes searches() {
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

    public synchronized void close() {
        closed = true;
        if (searches != null) {
            searches.close();
        }
    }

    /** Returns the tools of the Nix that is installed now, the same as before unless that is another one. */
    public NixServices tools(Deadline deadline) {
        return tools(cli.binary(), deadline);
    }

    /** Returns the tools of the Nix that a binary is which has just been looked at. */
    public NixServices tools(NixBinary binary, Deadline deadline) {
        NixInstallation installation = cli.installation(binary, deadline);
        NixServices before = tools;
        if (before != null && before.installation().equals(installation)) {
            return before;
        }
        NixServices now = NixServices.of(cli, settings, nixpkgs, installation, review.isOn());
        tools = now;
        return now;
    }

    public GarbageCollector garbageCollector(Deadline deadline) {
        return new GarbageCollector(cli, settings, tools(deadline).view());
    }

    public UsageSurvey usageSurvey(Deadline deadline) {
        DiskUsage diskUsage = new DiskUsage(executor, settings.environment());
        return new UsageSurvey(cli, tools(deadline).view(), diskUsage);
    }

    /** Returns the same Nix, told to take nothing that it has fetched before for new. */
    public NixRuntime refreshing() {
        return new NixRuntime(executor, settings.refreshing(), nixpkgs, review, pins, alwaysFresh, observer, use);
    }
}
