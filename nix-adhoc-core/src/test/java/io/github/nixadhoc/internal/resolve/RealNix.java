package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.RunningProcess;
import io.github.nixadhoc.exec.commons.CommonsExecExecutor;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.nix.NixInstallation;
import io.github.nixadhoc.internal.nix.NixSettings;
import io.github.nixadhoc.internal.program.FoundProgram;
import io.github.nixadhoc.internal.program.ProgramFinder;
import io.github.nixadhoc.internal.store.StorePins;
import io.github.nixadhoc.internal.store.StoreView;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.testkit.NixSandbox;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The classes under test with the Nix of a sandbox, and a record of the processes that they start. */
public final class RealNix {

    private final List<List<String>> started = new CopyOnWriteArrayList<>();
    private final NixSettings settings;
    private final NixCli nix;
    private final StoreView view;

    private RealNix(NixSandbox sandbox, Map<String, String> environment, @Nullable String store) {
        this.settings = new NixSettings(
                sandbox.under().binary(),
                store,
                sandbox.options(),
                ProcessEnvironment.inherited().onTopOf(environment));
        this.nix = new NixCli(new RecordingExecutor(), settings);
        this.view = StoreView.of(nix.installation(deadline()), environment);
        started.clear();
    }

    public static RealNix of(NixSandbox sandbox) {
        return new RealNix(sandbox, sandbox.environment(), null);
    }

    public static RealNix of(NixSandbox sandbox, Map<String, String> environment, @Nullable String store) {
        return new RealNix(sandbox, environment, store);
    }

    static Deadline deadline() {
        return Deadline.after(Duration.ofMinutes(1));
    }

    public NixInstallation installation() {
        return nix.installation(deadline());
    }

    public NixSettings settings() {
        return settings;
    }

    public StoreView view() {
        return view;
    }

    /** Returns the processes that have been started since the last call. */
    List<List<String>> started() {
        List<List<String>> copy = List.copyOf(started);
        started.clear();
        return copy;
    }

    Resolver resolver() {
        return new Resolver(nix, view, "nixpkgs", Allowances.NONE, false, program -> List.of());
    }

    public List<Resolution> resolve(Purpose purpose, String... installables) {
        return resolveIn(null, purpose, installables);
    }

    List<Resolution> resolveIn(@Nullable Path directory, Purpose purpose, String... installables) {
        List<Installable> parsed =
                List.of(installables).stream().map(Installable::parse).toList();
        return resolver().resolve(parsed, purpose, directory, deadline());
    }

    Realiser realiser() {
        return new Realiser(nix, view);
    }

    public Realisation realise(List<Resolution> resolutions) {
        try (StorePins pins = new StorePins(view)) {
            return realiser().realise(resolutions, pins, deadline());
        }
    }

    public FoundProgram find(Resolution resolution) {
        return new ProgramFinder(view).find(resolution);
    }

    /** Returns the path that {@code nix run} would start. */
    public FoundProgram program(String installable) {
        return find(realise(resolve(Purpose.RUN, installable)).resolutions().get(0));
    }

    private final class RecordingExecutor implements CommandExecutor {

        private final CommandExecutor executor = CommonsExecExecutor.create();

        @Override
        public RunningProcess start(ProcessSpec spec) {
            started.add(spec.command());
            return executor.start(spec);
        }
    }
}
