package io.github.nixadhoc.schedule;

import io.github.nixadhoc.error.CancelledException;
import io.github.nixadhoc.error.FileConflictException;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.NixNotInstalledException;
import io.github.nixadhoc.error.ServiceManagerException;
import io.github.nixadhoc.error.TimedOutException;
import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.model.EqualByContent;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Collects the garbage of the Nix store regularly, kept by the service manager of the user.
 *
 * <pre>{@code
 * GarbageSchedule schedule = GarbageSchedule.weekly().olderThan(Duration.ofDays(7));
 * schedule.render().forEach(System.out::println);     // what it would write
 * System.out.println(schedule.install());             // what it wrote, and what is left to do
 * schedule.uninstall();
 * }</pre>
 *
 * <p>A user has one schedule: installing another one replaces it. On Linux it is a service and a timer of the user's
 * systemd, on macOS an agent of launchd; {@link #kind(ScheduleKind)} chooses another kind. The schedule runs
 * {@code nix-collect-garbage} by its absolute path and with low priority. It deletes no generation of a profile, unless
 * {@link #deleteOldGenerations()} or {@link #olderThan(Duration)} is called. After the machine was off, systemd makes up
 * for a missed run; launchd does so only after the machine slept. systemd runs the timers of a user only while the user
 * is logged in, unless {@code loginctl enable-linger} was called.
 *
 * <p>Each file is replaced atomically. It has a comment with a hash of its content. A file without a valid hash was made
 * or edited by somebody else, and is neither overwritten nor deleted.
 *
 * <p>Immutable and thread-safe; each fluent method returns a changed copy. Equality is by content.
 *
 * @since 0.1
 */
public final class GarbageSchedule extends EqualByContent {

    private final Timing timing;
    private final Collector collector;
    private final Place place;
    private final boolean replaceExisting;

    private GarbageSchedule(Timing timing, Collector collector, Place place, boolean replaceExisting) {
        this.timing = timing;
        this.collector = collector;
        this.place = place;
        this.replaceExisting = replaceExisting;
    }

    private static GarbageSchedule every(Timing.Period period) {
        return new GarbageSchedule(Timing.every(period), Collector.OF_PATHS_ONLY, Place.ofThisSystem(), false);
    }

    /**
     * Returns a schedule for each day at 03:15.
     *
     * @return the schedule
     */
    public static GarbageSchedule daily() {
        return every(Timing.Period.DAILY);
    }

    /**
     * Returns a schedule for each Monday at 03:15.
     *
     * @return the schedule
     */
    public static GarbageSchedule weekly() {
        return every(Timing.Period.WEEKLY);
    }

    /**
     * Returns a schedule for the first day of each month at 03:15.
     *
     * @return the schedule
     */
    public static GarbageSchedule monthly() {
        return every(Timing.Period.MONTHLY);
    }

    /**
     * Sets the time of day. systemd adds up to an hour to it, so that not all machines begin at once.
     *
     * @param time local time, in whole minutes
     * @return the changed copy
     * @throws IllegalArgumentException if it has seconds, which launchd does not know
     */
    public GarbageSchedule at(LocalTime time) {
        return with(timing.at(Objects.requireNonNull(time, "time")));
    }

    /**
     * Sets the day of a weekly schedule.
     *
     * @param day the day of the week
     * @return the changed copy
     * @throws IllegalStateException if the schedule is not a weekly one
     */
    public GarbageSchedule on(DayOfWeek day) {
        return with(timing.on(Objects.requireNonNull(day, "day")));
    }

    /**
     * Also deletes all generations of the user's profiles except the current ones, with {@code --delete-old}. No profile
     * can then be rolled back. Replaces {@link #olderThan(Duration)}.
     *
     * @return the changed copy
     */
    public GarbageSchedule deleteOldGenerations() {
        return with(collector.deletingOldGenerations());
    }

    /**
     * Also deletes the generations of the user's profiles that are older than this, except the current ones, with
     * {@code --delete-older-than}. Replaces {@link #deleteOldGenerations()}.
     *
     * @param age in whole days
     * @return the changed copy
     * @throws IllegalArgumentException if it is less than a day or not a number of days
     */
    public GarbageSchedule olderThan(Duration age) {
        return with(collector.deletingGenerationsOlderThan(Objects.requireNonNull(age, "age")));
    }

    /**
     * Sets the {@code nix-collect-garbage} to run. The default is the one beside the first {@code nix} on PATH or in the
     * usual places. One in the store is taken only if there is no other, because it may be collected.
     *
     * @param program its path; a relative one is taken from the directory of the JVM
     * @return the changed copy
     * @throws IllegalArgumentException if the path holds control characters
     */
    public GarbageSchedule nixCollectGarbage(Path program) {
        return with(collector.by(Objects.requireNonNull(program, "program")));
    }

    /**
     * Sets the kind of service that keeps the schedule. The default is the usual one of this system.
     *
     * @param kind the kind; {@link ScheduleKind#NIXOS_MODULE} is never active by itself, since only a rebuild of the system
     *     reads it
     * @return the changed copy
     */
    public GarbageSchedule kind(ScheduleKind kind) {
        return with(place.withKind(Objects.requireNonNull(kind, "kind")));
    }

    /**
     * Sets the environment that is used in place of the JVM's. HOME and XDG_CONFIG_HOME decide where the files belong, PATH
     * decides where {@code systemctl}, {@code launchctl} and Nix are found, and each called program sees all variables.
     *
     * @param variables all variables; copied
     * @return the changed copy
     * @throws IllegalArgumentException if a name or a value cannot be passed to a process
     */
    public GarbageSchedule environment(Map<String, String> variables) {
        return with(place.withEnvironment(Objects.requireNonNull(variables, "variables")));
    }

    /**
     * Sets the executor that starts {@code systemctl} and {@code launchctl}.
     *
     * @param executor the executor
     * @return the changed copy
     */
    public GarbageSchedule executor(CommandExecutor executor) {
        return with(place.withExecutor(Objects.requireNonNull(executor, "executor")));
    }

    /**
     * Limits each call of {@code systemctl} and {@code launchctl}; 30 seconds unless set.
     *
     * @param limit for one call
     * @return the changed copy
     * @throws IllegalArgumentException if it is not positive
     */
    public GarbageSchedule timeout(Duration limit) {
        return with(place.withTimeout(Objects.requireNonNull(limit, "limit")));
    }

    /**
     * Permits overwriting a file that is not from this library, and deleting one that was edited.
     *
     * @return the changed copy
     */
    public GarbageSchedule replaceExisting() {
        return new GarbageSchedule(timing, collector, place, true);
    }

    private GarbageSchedule with(Timing changed) {
        return new GarbageSchedule(changed, collector, place, replaceExisting);
    }

    private GarbageSchedule with(Collector changed) {
        return new GarbageSchedule(timing, changed, place, replaceExisting);
    }

    private GarbageSchedule with(Place changed) {
        return new GarbageSchedule(timing, collector, changed, replaceExisting);
    }

    /**
     * Returns the files that {@link #install()} would write; writes and runs nothing.
     *
     * @return the files, with the paths that they belong to
     * @throws NixNotInstalledException if there is no {@code nix-collect-garbage} and none was given
     * @throws NixException if HOME is not set
     */
    public List<ScheduleFile> render() {
        Manager manager = place.manager();
        List<Path> paths = manager.paths();
        List<String> texts = manager.texts(timing, collector.locatedIn(place.variables()));
        List<ScheduleFile> files = new ArrayList<>();
        for (int i = 0; i < paths.size(); i++) {
            files.add(ScheduleFile.of(paths.get(i), Marker.sign(texts.get(i))));
        }
        return List.copyOf(files);
    }

    /**
     * Returns the files of the same schedule for another kind of service; short for {@code kind(kind).render()}.
     *
     * @param kind the kind of service
     * @return the files, with the paths that they belong to
     * @throws NixNotInstalledException if there is no {@code nix-collect-garbage} and none was given
     * @throws NixException if HOME is not set
     */
    public List<ScheduleFile> render(ScheduleKind kind) {
        return kind(kind).render();
    }

    /**
     * Writes the files and has the service manager take them over. Where none runs, as in a container, the files are
     * written and the result says what is left to do. Doing it again changes nothing.
     *
     * <p>Blocks while {@code systemctl} or {@code launchctl} runs.
     *
     * @return what was done
     * @throws FileConflictException if a file is in the way that is not from here, or has been edited; nothing has changed
     * @throws NixNotInstalledException if there is no {@code nix-collect-garbage}; nothing has changed
     * @throws ServiceManagerException if the service manager refuses; the files are written
     * @throws TimedOutException if the service manager does not answer in time; the files are written
     * @throws CancelledException if this thread is interrupted; the files are written
     * @throws NixException if a file cannot be written
     */
    public Installation install() {
        collector.locatedIn(place.variables()).requireExecutable();
        List<ScheduleFile> files = render();
        Manager manager = place.manager();
        List<Path> written = new FilesInPlace(replaceExisting).write(files);
        ManagerCalls calls = new ManagerCalls(place);
        boolean active = manager.start(calls);
        return new Installation(
                place.kind(), files, written, active, calls.made(), active ? List.of() : manager.byHand());
    }

    /**
     * Returns what there is of this schedule; changes nothing.
     *
     * <p>Blocks while {@code systemctl} or {@code launchctl} runs.
     *
     * @return the state of each file, and whether the service manager keeps the schedule
     * @throws ServiceManagerException if the service manager refuses to tell
     * @throws TimedOutException if it does not answer in time
     * @throws CancelledException if this thread is interrupted
     * @throws NixException if a file cannot be read
     */
    public ScheduleStatus status() {
        Manager manager = place.manager();
        Map<Path, FileState> states = new LinkedHashMap<>();
        manager.paths().forEach(path -> states.put(path, FilesInPlace.state(path)));
        rendered()
                .ifPresent(files -> files.forEach(
                        file -> states.put(file.path(), FilesInPlace.state(file.path(), file.content()))));
        Manager.Knowledge knowledge = manager.ask(new ManagerCalls(place));
        return ScheduleStatus.of(
                place.kind(), states, knowledge.active(), knowledge.nextRun().orElse(null));
    }

    /** Without a Nix there is nothing to compare with, but still something to tell. */
    private Optional<List<ScheduleFile>> rendered() {
        try {
            return Optional.of(render());
        } catch (NixNotInstalledException e) {
            return Optional.empty();
        }
    }

    /**
     * Has the service manager let go of the schedule, and deletes its files. Nothing happens where there are none; a file
     * that is not from here stays, and so do directories, empty ones too. A service manager that cannot be reached, as from
     * cron or over ssh, may keep the schedule until the user logs out; the result then says what is left to do.
     *
     * <p>Blocks while {@code systemctl} or {@code launchctl} runs.
     *
     * @return what was done
     * @throws FileConflictException if a file has been edited; nothing has changed
     * @throws ServiceManagerException if the service manager refuses
     * @throws TimedOutException if the service manager does not answer in time
     * @throws CancelledException if this thread is interrupted
     * @throws NixException if a file cannot be deleted
     */
    public Removal uninstall() {
        Manager manager = place.manager();
        List<Path> files = new FilesInPlace(replaceExisting).deletable(manager.paths());
        if (files.isEmpty()) {
            return Removal.of(List.of(), List.of(), List.of());
        }
        ManagerCalls calls = new ManagerCalls(place);
        List<Path> paths = manager.paths();
        boolean stopped = !files.contains(paths.get(paths.size() - 1)) || manager.stop(calls);
        List<Path> deleted = FilesInPlace.delete(files, manager.links());
        boolean forgotten = manager.forget(calls);
        return Removal.of(deleted, calls.made(), stopped && forgotten ? List.of() : manager.byHandAfterwards());
    }

    @Override
    protected List<Object> parts() {
        return List.of(timing, collector, place, replaceExisting);
    }

    /** Returns what is run and when, such as {@code weekly on Monday at 03:15: nix-collect-garbage --delete-old}. */
    @Override
    public String toString() {
        return timing + ": " + collector;
    }
}
