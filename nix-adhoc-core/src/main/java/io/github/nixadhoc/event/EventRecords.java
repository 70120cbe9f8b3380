package io.github.nixadhoc.event;

import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.model.Termination;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** The implementations of the kinds of {@link NixEvent}. Each prints the name of its kind and its components. */
final class EventRecords {

    private EventRecords() {}

    record CommandStarted(CommandRun run) implements NixEvent.CommandStarted {

        CommandStarted {
            Objects.requireNonNull(run, "run");
        }
    }

    record CommandEnded(CommandRun run, Duration duration, boolean failed, long dropped)
            implements NixEvent.CommandEnded {

        CommandEnded {
            Objects.requireNonNull(run, "run");
            Objects.requireNonNull(duration, "duration");
        }
    }

    record PhaseStarted(CommandRun run, Phase phase) implements NixEvent.PhaseStarted {

        PhaseStarted {
            Objects.requireNonNull(run, "run");
            Objects.requireNonNull(phase, "phase");
        }
    }

    record PhaseEnded(CommandRun run, Phase phase, Duration duration, boolean failed) implements NixEvent.PhaseEnded {

        PhaseEnded {
            Objects.requireNonNull(run, "run");
            Objects.requireNonNull(phase, "phase");
            Objects.requireNonNull(duration, "duration");
        }
    }

    record ProgramStarted(CommandRun run, long pid) implements NixEvent.ProgramStarted {

        ProgramStarted {
            Objects.requireNonNull(run, "run");
        }
    }

    record ProgramEnded(CommandRun run, Termination termination) implements NixEvent.ProgramEnded {

        ProgramEnded {
            Objects.requireNonNull(run, "run");
            Objects.requireNonNull(termination, "termination");
        }
    }

    record DownloadStarted(CommandRun run, long activity, String name, Optional<StorePath> storePath, String source)
            implements NixEvent.DownloadStarted {

        DownloadStarted {
            Objects.requireNonNull(run, "run");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(storePath, "storePath");
            Objects.requireNonNull(source, "source");
        }
    }

    record DownloadProgress(CommandRun run, long activity, String name, ByteSize done, ByteSize expected)
            implements NixEvent.DownloadProgress {

        DownloadProgress {
            Objects.requireNonNull(run, "run");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(done, "done");
            Objects.requireNonNull(expected, "expected");
        }
    }

    record DownloadEnded(
            CommandRun run, long activity, String name, ByteSize done, ByteSize expected, Duration duration)
            implements NixEvent.DownloadEnded {

        DownloadEnded {
            Objects.requireNonNull(run, "run");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(done, "done");
            Objects.requireNonNull(expected, "expected");
            Objects.requireNonNull(duration, "duration");
        }
    }

    record BuildStarted(CommandRun run, long activity, String name, Optional<StorePath> derivation)
            implements NixEvent.BuildStarted {

        BuildStarted {
            Objects.requireNonNull(run, "run");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(derivation, "derivation");
        }
    }

    record BuildPhase(CommandRun run, long activity, String name, String phase) implements NixEvent.BuildPhase {

        BuildPhase {
            Objects.requireNonNull(run, "run");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(phase, "phase");
        }
    }

    record BuildLogLine(CommandRun run, long activity, String name, String line) implements NixEvent.BuildLogLine {

        BuildLogLine {
            Objects.requireNonNull(run, "run");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(line, "line");
        }
    }

    record BuildEnded(CommandRun run, long activity, String name, Duration duration) implements NixEvent.BuildEnded {

        BuildEnded {
            Objects.requireNonNull(run, "run");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(duration, "duration");
        }
    }

    record LockWaitStarted(CommandRun run, long activity, String text) implements NixEvent.LockWaitStarted {

        LockWaitStarted {
            Objects.requireNonNull(run, "run");
            Objects.requireNonNull(text, "text");
        }
    }

    record LockWaitEnded(CommandRun run, long activity, Duration duration) implements NixEvent.LockWaitEnded {

        LockWaitEnded {
            Objects.requireNonNull(run, "run");
            Objects.requireNonNull(duration, "duration");
        }
    }

    record Message(CommandRun run, Level level, String text) implements NixEvent.Message {

        Message {
            Objects.requireNonNull(run, "run");
            Objects.requireNonNull(level, "level");
            Objects.requireNonNull(text, "text");
        }
    }

    record Totals(
            CommandRun run,
            long downloads,
            long expectedDownloads,
            ByteSize downloaded,
            ByteSize expected,
            long builds,
            long expectedBuilds)
            implements NixEvent.Totals {

        Totals {
            Objects.requireNonNull(run, "run");
            Objects.requireNonNull(downloaded, "downloaded");
            Objects.requireNonNull(expected, "expected");
        }
    }
}
