package io.github.nixadhoc.event;

import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.model.Termination;
import java.time.Duration;
import java.util.Optional;

/**
 * Something that goes on while a command runs.
 *
 * <p>One of the nested records; later versions may add more. A run begins with {@link CommandStarted} and ends with
 * {@link CommandEnded}. What begins in between also ends in between: phases, downloads, builds, waits and the program each
 * have an event for both.
 *
 * <p>Downloads, builds and waits are told as far as Nix tells them (its log in the format {@code internal-json}, Nix 2.8 to
 * 2.34). Their {@code activity} joins the events of one of them; it is unique within a run. Numbers never become smaller.
 * {@link DownloadProgress} comes at most ten times a second for each download, {@link Totals} at most ten times a second for
 * each run, and once more where something ends. Text is plain: without colours and control characters, and with secrets
 * masked.
 *
 * <p>Errors of Nix are no events: a command that fails throws, with the log, and what Nix fails at is often tried in another
 * way. What goes on behind, to have answers ready for a later run, is not told either.
 *
 * <p>Immutable and thread-safe.
 *
 * @since 0.1
 */
public sealed interface NixEvent {

    /**
     * Returns the run that this belongs to.
     *
     * @return the run
     */
    CommandRun run();

    /**
     * A command has been told to run.
     *
     * @param run the run
     */
    record CommandStarted(CommandRun run) implements NixEvent {}

    /**
     * A command has ended; the last event of its run.
     *
     * @param run the run
     * @param duration how long it took
     * @param failed whether it ended with an exception; a program's exit code is none
     * @param dropped how many events were dropped because a listener was too slow
     */
    record CommandEnded(CommandRun run, Duration duration, boolean failed, long dropped) implements NixEvent {}

    /**
     * A phase has begun. A run whose packages a garbage collector takes away begins with the first one again.
     *
     * @param run the run
     * @param phase the phase
     */
    record PhaseStarted(CommandRun run, Phase phase) implements NixEvent {}

    /**
     * A phase has ended.
     *
     * @param run the run
     * @param phase the phase
     * @param duration how long it took
     * @param failed whether it ended with an exception
     */
    record PhaseEnded(CommandRun run, Phase phase, Duration duration, boolean failed) implements NixEvent {}

    /**
     * The program has been started; of a pipeline, that of one stage, the first stage first. Listeners have been told all
     * that was before, unless they are slow.
     *
     * @param run the run
     * @param pid its process id
     */
    record ProgramStarted(CommandRun run, long pid) implements NixEvent {}

    /**
     * The program has ended; of a pipeline, all of its programs.
     *
     * @param run the run
     * @param termination how
     */
    record ProgramEnded(CommandRun run, Termination termination) implements NixEvent {}

    /**
     * Nix has begun to download or copy a store path, or to download a file, such as the sources of a flake.
     *
     * @param run the run
     * @param activity joins it with its progress and its end
     * @param name the name of the store path without the hash, or of the file
     * @param storePath the store path; empty for a file
     * @param source where it comes from, as Nix names it
     */
    record DownloadStarted(CommandRun run, long activity, String name, Optional<StorePath> storePath, String source)
            implements NixEvent {}

    /**
     * More of a download is there.
     *
     * @param run the run
     * @param activity which download
     * @param name its name
     * @param done how much is there; of a store path counted unpacked, of a file as it is transferred
     * @param expected how much it will be; zero if that is not known yet
     */
    record DownloadProgress(CommandRun run, long activity, String name, ByteSize done, ByteSize expected)
            implements NixEvent {}

    /**
     * A download has ended. Nix does not tell whether it failed; if that matters, the command does. Nix 2.8 does not tell the
     * sizes of store paths of less than 64 KiB; in {@link Totals} they are.
     *
     * @param run the run
     * @param activity which download
     * @param name its name
     * @param done how much is there
     * @param expected how much it should have been; zero if that was never known
     * @param duration how long it took
     */
    record DownloadEnded(
            CommandRun run, long activity, String name, ByteSize done, ByteSize expected, Duration duration)
            implements NixEvent {}

    /**
     * Nix has begun to build a derivation.
     *
     * @param run the run
     * @param activity joins it with its phases, its log and its end
     * @param name the name of the derivation without the hash and {@code .drv}
     * @param derivation the store derivation; empty if Nix does not name one
     */
    record BuildStarted(CommandRun run, long activity, String name, Optional<StorePath> derivation)
            implements NixEvent {}

    /**
     * A build has come to another phase.
     *
     * @param run the run
     * @param activity which build
     * @param name its name
     * @param phase the phase as the builder names it, {@code buildPhase}
     */
    record BuildPhase(CommandRun run, long activity, String name, String phase) implements NixEvent {}

    /**
     * A builder has printed a line.
     *
     * @param run the run
     * @param activity which build
     * @param name its name
     * @param line the line, cut after 2,000 characters
     */
    record BuildLogLine(CommandRun run, long activity, String name, String line) implements NixEvent {}

    /**
     * A build has ended. Nix does not tell whether it failed; if that matters, the command does.
     *
     * @param run the run
     * @param activity which build
     * @param name its name
     * @param duration how long it took
     */
    record BuildEnded(CommandRun run, long activity, String name, Duration duration) implements NixEvent {}

    /**
     * Nix has begun to wait for another process that builds the same.
     *
     * @param run the run
     * @param activity joins it with its end
     * @param text what it waits for, in Nix's words
     */
    record LockWaitStarted(CommandRun run, long activity, String text) implements NixEvent {}

    /**
     * Nix waits no more.
     *
     * @param run the run
     * @param activity which wait
     * @param duration how long it took
     */
    record LockWaitEnded(CommandRun run, long activity, Duration duration) implements NixEvent {}

    /**
     * Nix, or this library, says something to a person that is not an error.
     *
     * @param run the run
     * @param level how important it is
     * @param text what it says, of one line or more
     */
    record Message(CommandRun run, Level level, String text) implements NixEvent {}

    /**
     * The progress of all of the work of Nix together.
     *
     * @param run the run
     * @param downloads how many store paths have been downloaded
     * @param expectedDownloads how many will be, as far as is known; what fails stays counted here
     * @param downloaded how much has been downloaded, counted as in {@link DownloadProgress}
     * @param expected how much will be, as far as is known
     * @param builds how many derivations have been built
     * @param expectedBuilds how many will be, as far as is known; Nix counts what it then finds in a cache at first
     */
    record Totals(
            CommandRun run,
            long downloads,
            long expectedDownloads,
            ByteSize downloaded,
            ByteSize expected,
            long builds,
            long expectedBuilds)
            implements NixEvent {}

    /**
     * The importance of a message.
     *
     * @since 0.1
     */
    enum Level {
        /** Something may be wrong. */
        WARNING,
        /** Ordinary information. */
        INFORMATION
    }
}
