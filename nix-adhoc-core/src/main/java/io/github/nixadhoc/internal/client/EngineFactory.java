package io.github.nixadhoc.internal.client;

import io.github.nixadhoc.audit.Audit;
import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.StoreUnavailableException;
import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.internal.confine.KeptFiles;
import io.github.nixadhoc.internal.file.UserFolder;
import io.github.nixadhoc.internal.nix.CallObserver;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.nix.NixSettings;
import io.github.nixadhoc.internal.nix.Secrets;
import io.github.nixadhoc.internal.pin.PinFolder;
import io.github.nixadhoc.internal.process.DetachedStore;
import io.github.nixadhoc.internal.process.OwnProcesses;
import io.github.nixadhoc.internal.process.RunningFolder;
import io.github.nixadhoc.internal.progress.Watches;
import io.github.nixadhoc.internal.quota.StoreQuota;
import io.github.nixadhoc.internal.resolution.PackageResolver;
import io.github.nixadhoc.internal.run.ClientContext;
import io.github.nixadhoc.internal.run.FakePreparer;
import io.github.nixadhoc.internal.run.NixPreparer;
import io.github.nixadhoc.internal.run.Preparer;
import io.github.nixadhoc.internal.run.ProgramRunner;
import io.github.nixadhoc.internal.run.RunObserver;
import io.github.nixadhoc.internal.runtime.NixRuntime;
import io.github.nixadhoc.internal.runtime.PolicyGate;
import io.github.nixadhoc.internal.store.PackageUse;
import io.github.nixadhoc.internal.store.StoreView;
import io.github.nixadhoc.internal.terminal.Terminal;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Freshness;
import io.github.nixadhoc.policy.CleanRoom;
import java.nio.file.Path;
import java.util.Map;

/** Builds the engine of a client from its settings. Starts no process but a trial of bubblewrap where that is needed. */
public final class EngineFactory {

    private final ClientSettings settings;
    private final Map<String, String> variables;

    private EngineFactory(ClientSettings settings) {
        this.settings = settings;
        this.variables = settings.variables();
    }

    /**
     * Returns the engine of a client.
     *
     * @throws IllegalStateException if the record of the audit is in reach of confined programs
     * @throws io.github.nixadhoc.error.ConfinementUnavailableException if this machine cannot confine programs
     * @throws StoreUnavailableException if there is a quota, and no folder to record what it counts
     */
    public static Engine create(ClientSettings settings) {
        requireRecordOutOfReach(settings);
        return new EngineFactory(settings).create();
    }

    private Engine create() {
        RunningFolder running = settings.withoutNix() ? RunningFolder.NONE : RunningFolder.of(variables);
        OwnProcesses processes = new OwnProcesses(settings.executor(), running);
        PinFolder pins = PinFolder.of(settings.nix().store(), variables);
        PolicyGate policyGate = PolicyGate.of(settings.policy(), settings.audit());
        Watches watches = new Watches(settings.listeners(), Secrets.of(settings.nix()));
        ClientContext context = new ClientContext(
                settings.renderer(pins),
                policyGate,
                settings.cleanRoom() == null ? CleanRoom.empty() : settings.cleanRoom(),
                settings.confinement(),
                kept(),
                settings.programEnvironment(),
                pins,
                watches,
                DetachedStore.of(variables),
                settings.withoutNix() ? Terminal.pretended() : Terminal.ofThisJvm(settings.executor()));
        NixRuntime nix = settings.withoutNix() ? null : nix(processes, policyGate, pins);
        Preparer preparer = nix == null ? new FakePreparer(context) : preparer(nix, context);
        return Engine.ofClient(
                context,
                preparer,
                new ProgramRunner(preparer, processes, context, RunObserver.NONE),
                new OperationRunner(nix, watches),
                running,
                new SessionManager(processes, settings, context));
    }

    /** Tells at once where the machine cannot keep what the settings promise. */
    private NixPreparer preparer(NixRuntime nix, ClientContext context) {
        NixPreparer preparer = new NixPreparer(nix, context, new PackageResolver(nix, settings.freshness()));
        preparer.requireConfinable();
        if (context.room().hidesProcesses()) {
            boolean unused = preparer.canHideProcesses();
        }
        return preparer;
    }

    private KeptFiles kept() {
        Audit audit = settings.audit();
        return new KeptFiles(audit == null ? null : audit.file(), UserFolder.all(variables));
    }

    /** Programs that can write to the record could delete their own entries. */
    private static void requireRecordOutOfReach(ClientSettings settings) {
        Audit audit = settings.audit();
        if (audit != null
                && settings.confinement() != null
                && settings.confinement().isWritable(audit.file())) {
            throw new IllegalStateException("confined programs may change the record of the audit, " + audit.file()
                    + ", since it is in a folder given to writable(…): keep it elsewhere");
        }
    }

    private NixRuntime nix(CommandExecutor processes, PolicyGate policyGate, PinFolder pins) {
        boolean alwaysFresh = settings.freshness() == Freshness.ALWAYS;
        ByteSize quota = settings.storeQuota();
        StoreQuota storeQuota = quota == null ? null : storeQuota(quota, pins);
        return new NixRuntime(
                processes,
                settings.nix(),
                settings.nixpkgs(),
                policyGate,
                pins,
                alwaysFresh,
                storeQuota == null ? CallObserver.NONE : storeQuota.observer(),
                storeQuota == null ? PackageUse.NONE : storeQuota,
                !settings.processesOnly());
    }

    private StoreQuota storeQuota(ByteSize limit, PinFolder pins) {
        NixSettings nixSettings = settings.nix();
        Path folder = UserFolder.ofState("kept", nixSettings.store(), variables);
        if (folder == null) {
            throw new StoreUnavailableException(Failure.of(
                    "there is no folder for the records of storeLimit(…): neither XDG_STATE_HOME nor HOME is an absolute path",
                    "set HOME in the environment of the client, or do without storeLimit(…)"));
        }
        // Not through the client's processes: those are closed when the quota writes its last record.
        NixCli nix = NixRuntime.caller(settings.executor(), nixSettings, CallObserver.NONE);
        return new StoreQuota(
                limit,
                folder,
                nix,
                deadline -> StoreView.of(nix.installation(deadline), nixSettings.variables()),
                pins);
    }
}
