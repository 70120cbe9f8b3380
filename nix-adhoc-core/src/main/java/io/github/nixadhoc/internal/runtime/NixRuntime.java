package io.github.nixadhoc.internal.runtime;

import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.fingerprint.NixFingerprint;
import io.github.nixadhoc.internal.maintenance.DiskUsage;
import io.github.nixadhoc.internal.maintenance.GarbageCollector;
import io.github.nixadhoc.internal.maintenance.UsageSurvey;
import io.github.nixadhoc.internal.nix.CallObserver;
import io.github.nixadhoc.internal.nix.NixBinary;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.nix.NixInstallation;
import io.github.nixadhoc.internal.nix.NixSettings;
import io.github.nixadhoc.internal.pin.PinFolder;
import io.github.nixadhoc.internal.resolve.FlakeLocation;
import io.github.nixadhoc.internal.search.SearchIndexes;
import io.github.nixadhoc.internal.store.ConnectedStore;
import io.github.nixadhoc.internal.store.PackageUse;
import io.github.nixadhoc.model.Installable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The Nix of a client, with its settings, its policy and its services. */
public final class NixRuntime {

    private final CommandExecutor executor;
    private final CallObserver observer;
    private final PackageUse packageUse;
    private final NixFingerprint fingerprint;
    private final NixCli cli;
    private final NixSettings settings;
    private final Nixpkgs nixpkgs;
    private final PolicyGate policyGate;
    private final PinFolder pins;
    private final boolean alwaysFresh;
    private final ConnectedStore connected;
    private volatile @Nullable NixServices services;
    private @Nullable SearchIndexes searchIndexes;
    private boolean closed;

    /**
     * Creates the Nix of a client.
     *
     * @param observer is told of each call of Nix
     * @param packageUse is told which packages are used
     * @param connects whether connections to the store take the place of processes. Where calls of Nix are observed they do
     *     not, because an observer sees only processes
     */
    public NixRuntime(
            CommandExecutor executor,
            NixSettings settings,
            Nixpkgs nixpkgs,
            PolicyGate policyGate,
            PinFolder pins,
            boolean alwaysFresh,
            CallObserver observer,
            PackageUse packageUse,
            boolean connects) {
        this.executor = executor;
        this.observer = observer;
        this.packageUse = packageUse;
        this.fingerprint = new NixFingerprint(settings, settings.variables());
        this.cli = new NixCli(executor, settings, fingerprint, observer);
        this.settings = settings;
        this.nixpkgs = nixpkgs;
        this.policyGate = policyGate;
        this.pins = pins;
        this.alwaysFresh = alwaysFresh;
        this.connected = connects && observer.equals(CallObserver.NONE)
                ? new ConnectedStore(cli, settings, executor)
                : ConnectedStore.NONE;
    }

    /** Returns a caller of Nix that asks it again for its properties when its settings have changed. */
    public static NixCli caller(CommandExecutor executor, NixSettings settings, CallObserver observer) {
        return new NixCli(executor, settings, new NixFingerprint(settings, settings.variables()), observer);
    }

    public CommandExecutor executor() {
        return executor;
    }

    public NixCli cli() {
        return cli;
    }

    /** Returns the fingerprint of this Nix and of its settings. */
    public NixFingerprint fingerprint() {
        return fingerprint;
    }

    /**
     * Returns the file of the user's flake registry, whether it exists or not.
     *
     * @throws IOException if a file of settings cannot be looked at
     */
    public Path userRegistry() throws IOException {
        return fingerprint.userRegistry();
    }

    public NixSettings settings() {
        return settings;
    }

    public Nixpkgs nixpkgs() {
        return nixpkgs;
    }

    public PolicyGate policyGate() {
        return policyGate;
    }

    /** Asks the policy whether Nix may evaluate a whole flake, which is an installable of no attribute. */
    public void admit(
            Installable.FlakeOutput flake, @Nullable Path directory, Supplier<String> line, Deadline deadline) {
        policyGate.admit(List.of(flake), directory, nixpkgs, line, deadline);
    }

    public PackageUse packageUse() {
        return packageUse;
    }

    public PinFolder pins() {
        return pins;
    }

    /** Returns the search indexes, which are created at the first search: most clients never search. */
    public synchronized SearchIndexes searchIndexes() {
        SearchIndexes created = searchIndexes;
        if (created == null) {
            created = new SearchIndexes(cli, settings, alwaysFresh);
            searchIndexes = created;
            if (closed) {
                created.close();
            }
        }
        return created;
    }

    public void close() {
        connected.close();
        synchronized (this) {
            closed = true;
            if (searchIndexes != null) {
                searchIndexes.close();
            }
        }
    }

    /** Returns the services of the Nix that is installed now; the same as before unless it or its settings have changed. */
    public NixServices services(Deadline deadline) {
        return services(cli.installation(deadline));
    }

    /**
     * Returns the services of a Nix whose binary and whose settings have just been looked at.
     *
     * @param settingsIdentity the identity of its settings
     */
    public NixServices services(NixBinary binary, String settingsIdentity, Deadline deadline) {
        return services(cli.installation(binary, settingsIdentity, deadline));
    }

    private NixServices services(NixInstallation installation) {
        NixServices current = services;
        if (current != null && current.installation().equals(installation)) {
            return current;
        }
        NixServices created = NixServices.of(
                cli,
                settings,
                nixpkgs,
                installation,
                connected,
                policyGate.isOn(),
                program -> searchIndexes().ofProgram(new FlakeLocation(nixpkgs.flake(), null), program));
        services = created;
        return created;
    }

    public GarbageCollector garbageCollector(Deadline deadline) {
        return new GarbageCollector(cli, settings, services(deadline).view());
    }

    public UsageSurvey usageSurvey(Deadline deadline) {
        DiskUsage diskUsage = new DiskUsage(executor, settings.environment());
        return new UsageSurvey(cli, services(deadline).view(), diskUsage);
    }

    /** Returns the same Nix with settings that make it fetch flakes anew. */
    public NixRuntime refreshing() {
        return new NixRuntime(
                executor, settings.refreshing(), nixpkgs, policyGate, pins, alwaysFresh, observer, packageUse, false);
    }
}
