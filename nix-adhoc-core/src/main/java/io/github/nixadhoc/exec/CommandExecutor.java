package io.github.nixadhoc.exec;

import java.util.List;

/**
 * The starter of processes behind every command of this library.
 *
 * <p>Implementations must be thread-safe, because many commands run at once. They must keep the promises of
 * {@link RunningProcess}: every process ends, and its outcome is always delivered.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface CommandExecutor {

    /**
     * Starts a process and returns without waiting for its end.
     *
     * <p>The process must be started on the calling thread, or on another thread that lives until the process has ended: a
     * confined program ends with the thread that started it. The library keeps the calling thread alive for that time.
     *
     * @param spec the spec of the process
     * @return the running process
     * @throws ProcessStartException if it cannot be started: no such program, not executable, no such directory
     */
    RunningProcess start(ProcessSpec spec);

    /**
     * Starts several processes, each reading the output of the previous one, and returns without waiting for their end.
     *
     * <p>The bytes go through pipes of the operating system. The stdin of all specs but the first and the stdout of all but
     * the last have no effect; merged standard error goes into the pipe with standard output. The processes are stopped
     * together: cancelling one cancels all, and all are stopped when one passes a limit. They count as silent only while all
     * of them are silent. Either all are started, or none is left running.
     *
     * <p>An executor need not implement it: the default always throws.
     *
     * @param stages the specs of the processes, from the first to the last; at least one
     * @return the running processes, in the same order
     * @throws ProcessStartException if one of them cannot be started, see {@link ProcessStartException#stage()}, or this
     *     executor does not support pipelines
     * @throws IllegalArgumentException if there are none
     */
    default List<RunningProcess> startPipeline(List<ProcessSpec> stages) {
        throw new ProcessStartException(
                ProcessStartException.Reason.PIPELINE_UNSUPPORTED,
                getClass().getName() + " cannot connect processes by pipes",
                null);
    }
}
