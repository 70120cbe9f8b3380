package io.github.nixadhoc.event;

import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.model.Termination;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An event of the run of a command.
 *
 * <p>Each event is of one of the nested kinds. A later version may add kinds, and facts to a kind, so a listener ignores the
 * kinds that it does not know. A run begins with {@link CommandStarted} and ends with {@link CommandEnded}. Phases,
 * downloads, builds, waits and programs have an event for their start and one for their end, and each that starts also ends.
 *
 * <p>Downloads, builds and waits are reported as far as Nix reports them (in its log of the format {@code internal-json},
 * Nix 2.8 to 2.34). Their {@code activity} joins the events of one of them; it is unique within a run. Numbers never become
 * smaller. {@link DownloadProgress} comes at most ten times a second for each download, and {@link Totals} at most ten times
 * a second for each run and at the end of each activity. Texts are plain: they have no colours and no control characters,
 * and secrets in them are masked.
 *
 * <p>Errors of Nix are no events. A command that fails throws an exception that has the log, and the library often does in
 * another way what Nix has failed at. The refresh of cached answers in the background is not reported either.
 *
 * <p>Events are immutable and thread-safe, and equal by content. The library makes them with the static methods {@code of},
 * and so may the tests of its users, which find ready ones in {@link io.github.nixadhoc.testing.SampleEvents}. Do not
 * implement the kinds: a later version may add methods to them.
 *
 * @since 0.1
 */
public interface NixEvent {

    /**
     * Returns the run that this event belongs to.
     *
     * @return the run
     */
    CommandRun run();

    /**
     * The start of a command: the first event of its run.
     *
     * @since 0.1
     */
    interface CommandStarted extends NixEvent {

        /**
         * Returns an event of this kind.
         *
         * @param run the run
         * @return the event
         */
        static CommandStarted of(CommandRun run) {
            return new EventRecords.CommandStarted(run);
        }
    }

    /**
     * The end of a command: the last event of its run.
     *
     * @since 0.1
     */
    interface CommandEnded extends NixEvent {

        /**
         * Returns the duration of the run.
         *
         * @return the duration
         */
        Duration duration();

        /**
         * Returns whether the run ended with an exception. The exit code of a program is no exception.
         *
         * @return true if it ended with an exception
         */
        boolean failed();

        /**
         * Returns the number of events that were dropped because a listener was too slow.
         *
         * @return the number of dropped events
         */
        long dropped();

        /**
         * Returns an event of this kind.
         *
         * @param run the run
         * @param duration the duration
         * @param failed true if it ended with an exception
         * @param dropped the number of dropped events
         * @return the event
         */
        static CommandEnded of(CommandRun run, Duration duration, boolean failed, long dropped) {
            return new EventRecords.CommandEnded(run, duration, failed, dropped);
        }
    }

    /**
     * The start of a phase. A run begins again with the first phase if a garbage collector deletes its packages.
     *
     * @since 0.1
     */
    interface PhaseStarted extends NixEvent {

        /**
         * Returns the phase.
         *
         * @return the phase
         */
        Phase phase();

        /**
         * Returns an event of this kind.
         *
         * @param run the run
         * @param phase the phase
         * @return the event
         */
        static PhaseStarted of(CommandRun run, Phase phase) {
            return new EventRecords.PhaseStarted(run, phase);
        }
    }

    /**
     * The end of a phase.
     *
     * @since 0.1
     */
    interface PhaseEnded extends NixEvent {

        /**
         * Returns the phase.
         *
         * @return the phase
         */
        Phase phase();

        /**
         * Returns the duration of the phase.
         *
         * @return the duration
         */
        Duration duration();

        /**
         * Returns whether the phase ended with an exception.
         *
         * @return true if it ended with an exception
         */
        boolean failed();

        /**
         * Returns an event of this kind.
         *
         * @param run the run
         * @param phase the phase
         * @param duration the duration
         * @param failed true if it ended with an exception
         * @return the event
         */
        static PhaseEnded of(CommandRun run, Phase phase, Duration duration, boolean failed) {
            return new EventRecords.PhaseEnded(run, phase, duration, failed);
        }
    }

    /**
     * The start of a program; in a pipeline, of one stage, and the first stage comes first. Listeners have received all
     * earlier events by then, unless they are slow.
     *
     * @since 0.1
     */
    interface ProgramStarted extends NixEvent {

        /**
         * Returns the process id of the program.
         *
         * @return the process id
         */
        long pid();

        /**
         * Returns an event of this kind.
         *
         * @param run the run
         * @param pid the process id
         * @return the event
         */
        static ProgramStarted of(CommandRun run, long pid) {
            return new EventRecords.ProgramStarted(run, pid);
        }
    }

    /**
     * The end of a program; in a pipeline, of all programs.
     *
     * @since 0.1
     */
    interface ProgramEnded extends NixEvent {

        /**
         * Returns the way the program ended.
         *
         * @return the termination
         */
        Termination termination();

        /**
         * Returns an event of this kind.
         *
         * @param run the run
         * @param termination the termination
         * @return the event
         */
        static ProgramEnded of(CommandRun run, Termination termination) {
            return new EventRecords.ProgramEnded(run, termination);
        }
    }

    /**
     * The start of a download: Nix downloads or copies a store path, or downloads a file, such as the sources of a
     * flake.
     *
     * @since 0.1
     */
    interface DownloadStarted extends NixEvent {

        /**
         * Returns the number of the download, which joins its events. It is unique within a run.
         *
         * @return the number of the download
         */
        long activity();

        /**
         * Returns the name of the store path without the hash, or the name of the file.
         *
         * @return the name
         */
        String name();

        /**
         * Returns the store path.
         *
         * @return the store path; empty for a file
         */
        Optional<StorePath> storePath();

        /**
         * Returns the source of the download, as Nix names it.
         *
         * @return the source, as Nix names it
         */
        String source();

        /**
         * Returns an event of this kind.
         *
         * @param run the run
         * @param activity the number of the download
         * @param name the name
         * @param storePath the store path; null for a file
         * @param source the source, as Nix names it
         * @return the event
         */
        static DownloadStarted of(
                CommandRun run, long activity, String name, @Nullable StorePath storePath, String source) {
            return new EventRecords.DownloadStarted(run, activity, name, Optional.ofNullable(storePath), source);
        }
    }

    /**
     * Progress of a download.
     *
     * @since 0.1
     */
    interface DownloadProgress extends NixEvent {

        /**
         * Returns the number of the download, which joins its events. It is unique within a run.
         *
         * @return the number of the download
         */
        long activity();

        /**
         * Returns the name of the download.
         *
         * @return the name
         */
        String name();

        /**
         * Returns the size that has arrived. A store path is counted unpacked, a file as it is transferred.
         *
         * @return the size that has arrived
         */
        ByteSize done();

        /**
         * Returns the size that is expected.
         *
         * @return the expected size; zero if it is not known yet
         */
        ByteSize expected();

        /**
         * Returns an event of this kind.
         *
         * @param run the run
         * @param activity the number of the download
         * @param name the name
         * @param done the size that has arrived
         * @param expected the expected size; zero if it is not known yet
         * @return the event
         */
        static DownloadProgress of(CommandRun run, long activity, String name, ByteSize done, ByteSize expected) {
            return new EventRecords.DownloadProgress(run, activity, name, done, expected);
        }
    }

    /**
     * The end of a download.
     *
     * <p>Nix does not report whether the download failed; if the failure matters, the command fails. Nix 2.8 does not
     * report the sizes of store paths of less than 64 KiB; {@link Totals} includes them.
     *
     * @since 0.1
     */
    interface DownloadEnded extends NixEvent {

        /**
         * Returns the number of the download, which joins its events. It is unique within a run.
         *
         * @return the number of the download
         */
        long activity();

        /**
         * Returns the name of the download.
         *
         * @return the name
         */
        String name();

        /**
         * Returns the size that has arrived.
         *
         * @return the size that has arrived
         */
        ByteSize done();

        /**
         * Returns the size that was expected.
         *
         * @return the expected size; zero if it was never known
         */
        ByteSize expected();

        /**
         * Returns the duration of the download.
         *
         * @return the duration
         */
        Duration duration();

        /**
         * Returns an event of this kind.
         *
         * @param run the run
         * @param activity the number of the download
         * @param name the name
         * @param done the size that has arrived
         * @param expected the expected size; zero if it was never known
         * @param duration the duration
         * @return the event
         */
        static DownloadEnded of(
                CommandRun run, long activity, String name, ByteSize done, ByteSize expected, Duration duration) {
            return new EventRecords.DownloadEnded(run, activity, name, done, expected, duration);
        }
    }

    /**
     * The start of the build of a derivation.
     *
     * @since 0.1
     */
    interface BuildStarted extends NixEvent {

        /**
         * Returns the number of the build, which joins its events. It is unique within a run.
         *
         * @return the number of the build
         */
        long activity();

        /**
         * Returns the name of the derivation without the hash and {@code .drv}.
         *
         * @return the name
         */
        String name();

        /**
         * Returns the store derivation.
         *
         * @return the store derivation; empty if Nix does not name it
         */
        Optional<StorePath> derivation();

        /**
         * Returns an event of this kind.
         *
         * @param run the run
         * @param activity the number of the build
         * @param name the name
         * @param derivation the store derivation; null if Nix does not name it
         * @return the event
         */
        static BuildStarted of(CommandRun run, long activity, String name, @Nullable StorePath derivation) {
            return new EventRecords.BuildStarted(run, activity, name, Optional.ofNullable(derivation));
        }
    }

    /**
     * The start of a phase of a build.
     *
     * @since 0.1
     */
    interface BuildPhase extends NixEvent {

        /**
         * Returns the number of the build, which joins its events. It is unique within a run.
         *
         * @return the number of the build
         */
        long activity();

        /**
         * Returns the name of the derivation.
         *
         * @return the name
         */
        String name();

        /**
         * Returns the phase as the builder names it, for instance {@code buildPhase}.
         *
         * @return the phase, as the builder names it
         */
        String phase();

        /**
         * Returns an event of this kind.
         *
         * @param run the run
         * @param activity the number of the build
         * @param name the name
         * @param phase the phase, as the builder names it
         * @return the event
         */
        static BuildPhase of(CommandRun run, long activity, String name, String phase) {
            return new EventRecords.BuildPhase(run, activity, name, phase);
        }
    }

    /**
     * A line that a builder has printed.
     *
     * @since 0.1
     */
    interface BuildLogLine extends NixEvent {

        /**
         * Returns the number of the build, which joins its events. It is unique within a run.
         *
         * @return the number of the build
         */
        long activity();

        /**
         * Returns the name of the derivation.
         *
         * @return the name
         */
        String name();

        /**
         * Returns the line, cut after 2,000 characters.
         *
         * @return the line
         */
        String line();

        /**
         * Returns an event of this kind.
         *
         * @param run the run
         * @param activity the number of the build
         * @param name the name
         * @param line the line
         * @return the event
         */
        static BuildLogLine of(CommandRun run, long activity, String name, String line) {
            return new EventRecords.BuildLogLine(run, activity, name, line);
        }
    }

    /**
     * The end of a build. Nix does not report whether the build failed; if the failure matters, the command fails.
     *
     * @since 0.1
     */
    interface BuildEnded extends NixEvent {

        /**
         * Returns the number of the build, which joins its events. It is unique within a run.
         *
         * @return the number of the build
         */
        long activity();

        /**
         * Returns the name of the derivation.
         *
         * @return the name
         */
        String name();

        /**
         * Returns the duration of the build.
         *
         * @return the duration
         */
        Duration duration();

        /**
         * Returns an event of this kind.
         *
         * @param run the run
         * @param activity the number of the build
         * @param name the name
         * @param duration the duration
         * @return the event
         */
        static BuildEnded of(CommandRun run, long activity, String name, Duration duration) {
            return new EventRecords.BuildEnded(run, activity, name, duration);
        }
    }

    /**
     * The start of a wait for another process that builds the same derivation.
     *
     * @since 0.1
     */
    interface LockWaitStarted extends NixEvent {

        /**
         * Returns the number of the wait, which joins its events. It is unique within a run.
         *
         * @return the number of the wait
         */
        long activity();

        /**
         * Returns the reason for the wait, in the words of Nix.
         *
         * @return the reason, in the words of Nix
         */
        String text();

        /**
         * Returns an event of this kind.
         *
         * @param run the run
         * @param activity the number of the wait
         * @param text the reason, in the words of Nix
         * @return the event
         */
        static LockWaitStarted of(CommandRun run, long activity, String text) {
            return new EventRecords.LockWaitStarted(run, activity, text);
        }
    }

    /**
     * The end of a wait for another process.
     *
     * @since 0.1
     */
    interface LockWaitEnded extends NixEvent {

        /**
         * Returns the number of the wait, which joins its events. It is unique within a run.
         *
         * @return the number of the wait
         */
        long activity();

        /**
         * Returns the duration of the wait.
         *
         * @return the duration
         */
        Duration duration();

        /**
         * Returns an event of this kind.
         *
         * @param run the run
         * @param activity the number of the wait
         * @param duration the duration
         * @return the event
         */
        static LockWaitEnded of(CommandRun run, long activity, Duration duration) {
            return new EventRecords.LockWaitEnded(run, activity, duration);
        }
    }

    /**
     * A message of Nix, or of this library, to a person. It is not an error.
     *
     * @since 0.1
     */
    interface Message extends NixEvent {

        /**
         * Returns the importance of the message.
         *
         * @return the importance
         */
        Level level();

        /**
         * Returns the message, of one line or more.
         *
         * @return the text
         */
        String text();

        /**
         * Returns an event of this kind.
         *
         * @param run the run
         * @param level the importance
         * @param text the text
         * @return the event
         */
        static Message of(CommandRun run, Level level, String text) {
            return new EventRecords.Message(run, level, text);
        }
    }

    /**
     * The progress of all of the work of Nix in a run.
     *
     * @since 0.1
     */
    interface Totals extends NixEvent {

        /**
         * Returns the number of store paths that have been downloaded.
         *
         * @return the number of downloaded store paths
         */
        long downloads();

        /**
         * Returns the number of store paths that are expected to be downloaded, as far as it is known. Failed downloads
         * stay in it.
         *
         * @return the number of expected downloads
         */
        long expectedDownloads();

        /**
         * Returns the size that has been downloaded, counted as in {@link DownloadProgress}.
         *
         * @return the downloaded size
         */
        ByteSize downloaded();

        /**
         * Returns the size that is expected, as far as it is known.
         *
         * @return the expected size
         */
        ByteSize expected();

        /**
         * Returns the number of derivations that have been built.
         *
         * @return the number of builds
         */
        long builds();

        /**
         * Returns the number of derivations that are expected to be built, as far as it is known. At first, Nix also
         * counts the derivations whose outputs it finds in a cache later.
         *
         * @return the number of expected builds
         */
        long expectedBuilds();

        /**
         * Returns an event of this kind.
         *
         * @param run the run
         * @param downloads the number of downloaded store paths
         * @param expectedDownloads the number of expected downloads
         * @param downloaded the downloaded size
         * @param expected the expected size
         * @param builds the number of builds
         * @param expectedBuilds the number of expected builds
         * @return the event
         */
        static Totals of(
                CommandRun run,
                long downloads,
                long expectedDownloads,
                ByteSize downloaded,
                ByteSize expected,
                long builds,
                long expectedBuilds) {
            return new EventRecords.Totals(
                    run, downloads, expectedDownloads, downloaded, expected, builds, expectedBuilds);
        }
    }

    /**
     * The importance of a message.
     *
     * @since 0.1
     */
    enum Level {
        /** A possible problem. */
        WARNING,
        /** Ordinary information. */
        INFORMATION,
        /** The progress of a long evaluation, as in the first search of a large flake. */
        PROGRESS
    }
}
