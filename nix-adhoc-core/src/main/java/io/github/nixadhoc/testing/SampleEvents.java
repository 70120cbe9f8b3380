package io.github.nixadhoc.testing;

import io.github.nixadhoc.event.CommandRun;
import io.github.nixadhoc.event.NixEvent;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.model.Termination;
import java.time.Duration;
import java.util.List;

/**
 * Events that are filled with plain values, for tests of listeners.
 *
 * <pre>{@code
 * SampleEvents.all().forEach(listener::onEvent);
 * listener.onEvent(NixEvent.BuildLogLine.of(SampleEvents.run(), 2, "hello-2.12.1", "checking for gcc"));
 * }</pre>
 *
 * @since 0.1
 */
public final class SampleEvents {

    private static final CommandRun RUN = CommandRun.of(1, "nix shell nixpkgs#hello -c hello");
    private static final Duration DURATION = Duration.ofMillis(20);
    private static final ByteSize SIZE = ByteSize.ofMiB(30);
    private static final long DOWNLOAD = 1;
    private static final long BUILD = 2;
    private static final long WAIT = 3;

    private SampleEvents() {}

    /**
     * Returns the run that all of these events belong to.
     *
     * @return run 1
     */
    public static CommandRun run() {
        return RUN;
    }

    /**
     * Returns the events of a run that downloads a library, waits for a lock, builds a package and runs its program, which
     * succeeds. Each kind of event occurs at least once.
     *
     * @return an unmodifiable list, in the order in which a listener receives them
     */
    public static List<NixEvent> all() {
        StorePath library = StorePath.parse("/nix/store/00000000000000000000000000000000-libhello-1.0");
        StorePath derivation = StorePath.parse("/nix/store/11111111111111111111111111111111-hello-2.12.1.drv");
        return List.of(
                NixEvent.CommandStarted.of(RUN),
                NixEvent.PhaseStarted.of(RUN, Phase.RESOLVE),
                NixEvent.Message.of(RUN, NixEvent.Level.INFORMATION, "these 1 derivations will be built"),
                NixEvent.PhaseEnded.of(RUN, Phase.RESOLVE, DURATION, false),
                NixEvent.PhaseStarted.of(RUN, Phase.REALISE),
                NixEvent.DownloadStarted.of(RUN, DOWNLOAD, "libhello-1.0", library, "https://cache.nixos.org"),
                NixEvent.DownloadProgress.of(RUN, DOWNLOAD, "libhello-1.0", ByteSize.ofMiB(15), SIZE),
                NixEvent.DownloadEnded.of(RUN, DOWNLOAD, "libhello-1.0", SIZE, SIZE, DURATION),
                NixEvent.LockWaitStarted.of(RUN, WAIT, "waiting for lock on '" + derivation + "'"),
                NixEvent.LockWaitEnded.of(RUN, WAIT, DURATION),
                NixEvent.BuildStarted.of(RUN, BUILD, "hello-2.12.1", derivation),
                NixEvent.BuildPhase.of(RUN, BUILD, "hello-2.12.1", "buildPhase"),
                NixEvent.BuildLogLine.of(RUN, BUILD, "hello-2.12.1", "gcc -o hello hello.c"),
                NixEvent.BuildEnded.of(RUN, BUILD, "hello-2.12.1", DURATION),
                NixEvent.Totals.of(RUN, 1, 1, SIZE, SIZE, 1, 1),
                NixEvent.PhaseEnded.of(RUN, Phase.REALISE, DURATION, false),
                NixEvent.PhaseStarted.of(RUN, Phase.EXECUTE),
                NixEvent.ProgramStarted.of(RUN, 4711),
                NixEvent.ProgramEnded.of(RUN, new Termination.Exited(0)),
                NixEvent.PhaseEnded.of(RUN, Phase.EXECUTE, DURATION, false),
                NixEvent.CommandEnded.of(RUN, DURATION, false, 0));
    }
}
