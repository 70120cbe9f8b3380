package io.github.nixadhoc.internal.client;

import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.nix.CallObserver;
import io.github.nixadhoc.internal.process.OwnProcesses;
import io.github.nixadhoc.internal.resolution.PackageResolver;
import io.github.nixadhoc.internal.run.ClientContext;
import io.github.nixadhoc.internal.run.FakePreparer;
import io.github.nixadhoc.internal.run.NixPreparer;
import io.github.nixadhoc.internal.run.Preparer;
import io.github.nixadhoc.internal.run.ProgramRunner;
import io.github.nixadhoc.internal.runtime.NixRuntime;
import io.github.nixadhoc.internal.runtime.NixServices;
import io.github.nixadhoc.internal.session.Journal;
import io.github.nixadhoc.internal.session.NotedProcesses;
import io.github.nixadhoc.internal.session.Reclaimer;
import io.github.nixadhoc.internal.session.SessionFolder;
import io.github.nixadhoc.internal.session.StoreChangeRecorder;
import io.github.nixadhoc.internal.session.StoreListing;
import io.github.nixadhoc.internal.store.PackageUse;
import io.github.nixadhoc.model.Freshness;
import io.github.nixadhoc.model.SessionLimits;
import io.github.nixadhoc.model.StorePath;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.LoggerFactory;

/**
 * Opens and recovers the sessions of one client. Each session has an engine of its own with the same settings, which
 * records its calls of Nix and its programs. Engines share no work, so that the additions of a session can be told from
 * those of others.
 *
 * <p>Thread-safe.
 */
public final class SessionManager {

    /** A store of many thousand paths takes minutes to read. */
    static final Duration MAINTENANCE_TIMEOUT = Duration.ofMinutes(10);

    private final OwnProcesses processes;
    private final ClientSettings settings;
    private final ClientContext context;
    private final Set<OpenSession> open = ConcurrentHashMap.newKeySet();

    SessionManager(OwnProcesses processes, ClientSettings settings, ClientContext context) {
        this.processes = processes;
        this.settings = settings;
        this.context = context;
    }

    /** Opens a session, after a deletion of the paths that killed sessions have left. */
    public OpenSession open(SessionLimits limits) {
        requireOpen();
        OpenSession session = settings.withoutNix() ? withoutNix(limits) : withNix(limits);
        open.add(session);
        return session;
    }

    private OpenSession withoutNix(SessionLimits limits) {
        SessionAccounting accounting = new SessionAccounting(limits, null, null);
        ConsumerThreads consumers = new ConsumerThreads(processes);
        OwnProcesses own = new OwnProcesses(consumers);
        Preparer preparer = new FakePreparer(context);
        ProgramRunner runner = new ProgramRunner(preparer, own, context, accounting);
        Engine engine =
                Engine.ofSession(context, preparer, runner, new OperationRunner(null, context.watches(), accounting));
        return new OpenSession(engine, accounting, consumers, null, open::remove);
    }

    private OpenSession withNix(SessionLimits limits) {
        NixRuntime unobserved = unobserved();
        SessionFolder folder = folder();
        Deadline deadline = Deadline.after(MAINTENANCE_TIMEOUT);
        Reclaimer reclaimer = reclaimer(unobserved, folder, deadline);
        if (folder.hasUnfinished()) {
            try {
                Reclaimer.Reclaimed unused = reclaimer.reclaim(null, deadline);
            } catch (NixException e) {
                LoggerFactory.getLogger(SessionManager.class)
                        .warn(
                                "the additions of earlier sessions could not be deleted; the next session tries again",
                                e);
            }
        }
        Journal journal = folder.open(deadline);
        SessionAccounting accounting = new SessionAccounting(limits, journal, unobserved);
        StoreChangeRecorder recorder = new StoreChangeRecorder(
                journal, unobserved.cli(), () -> listing(unobserved), accounting::requireWithinLimits);
        ConsumerThreads consumers = new ConsumerThreads(new NotedProcesses(processes, journal));
        OwnProcesses ownProcesses = new OwnProcesses(consumers);
        NixRuntime nix = nix(ownProcesses, recorder);
        nix.cli().assumeAs(unobserved.cli());
        Preparer preparer = new NixPreparer(nix, context, new PackageResolver(nix, settings.freshness()));
        ProgramRunner runner = new ProgramRunner(preparer, ownProcesses, context, accounting);
        Engine engine =
                Engine.ofSession(context, preparer, runner, new OperationRunner(nix, context.watches(), accounting));
        return new OpenSession(
                engine, accounting, consumers, new SessionStore(journal, recorder, reclaimer), open::remove);
    }

    public List<StorePath> recover() {
        requireOpen();
        if (settings.withoutNix()) {
            return List.of();
        }
        SessionFolder folder = folder();
        if (!folder.hasUnfinished()) {
            return List.of();
        }
        Deadline deadline = Deadline.after(MAINTENANCE_TIMEOUT);
        return List.copyOf(reclaimer(unobserved(), folder, deadline)
                .reclaim(null, deadline)
                .deleted());
    }

    /** Closes all open sessions, and then throws the first failure. */
    void close() {
        RuntimeException first = null;
        for (OpenSession session : open) {
            try {
                session.close();
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private void requireOpen() {
        if (processes.isClosed()) {
            throw new IllegalStateException("the client has been closed");
        }
    }

    /** Not through the processes of the session or the client: the deletion runs after those are closed. */
    private NixRuntime unobserved() {
        return nix(processes.executor(), CallObserver.NONE);
    }

    private NixRuntime nix(CommandExecutor executor, CallObserver observer) {
        return new NixRuntime(
                executor,
                settings.nix(),
                settings.nixpkgs(),
                context.policyGate(),
                context.pins(),
                settings.freshness() == Freshness.ALWAYS,
                observer,
                PackageUse.NONE,
                false);
    }

    private static StoreListing listing(NixRuntime nix) {
        NixServices services = nix.services(Deadline.after(MAINTENANCE_TIMEOUT));
        return new StoreListing(
                services.view().folder(), services.installation().storeDirectory());
    }

    private static Reclaimer reclaimer(NixRuntime nix, SessionFolder folder, Deadline deadline) {
        NixServices services = nix.services(deadline);
        if (!services.view().isOnThisMachine()) {
            throw new UnsupportedOperationException("a session needs a store on this machine: what it has added cannot"
                    + " be told from what others add in a store that is elsewhere");
        }
        return new Reclaimer(folder, nix.cli(), services.view());
    }

    private SessionFolder folder() {
        Map<String, String> variables = new HashMap<>(System.getenv());
        settings.nix().environment().applyTo(variables);
        return SessionFolder.of(settings.nix().store(), variables);
    }
}
