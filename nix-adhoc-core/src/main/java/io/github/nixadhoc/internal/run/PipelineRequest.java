package io.github.nixadhoc.internal.run;

import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.exec.TimeLimits;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.policy.CleanRoom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The content of a command that runs one program or several, each reading what the one before it prints. A single program is
 * a pipeline of one.
 *
 * @param stages the programs, the first one first
 * @param limits the time limits of the whole
 */
public record PipelineRequest(List<ProgramRequest> stages, TimeLimits limits) {

    public PipelineRequest {
        stages = List.copyOf(stages);
    }

    /** Returns the request for a single program, with the time limits of that. */
    public static PipelineRequest of(ProgramRequest single) {
        return new PipelineRequest(List.of(single), single.limits());
    }

    boolean isSingle() {
        return stages.size() == 1;
    }

    public ProgramRequest last() {
        return stages.get(stages.size() - 1);
    }

    /** Returns the packages of all stages, each once. */
    List<Installable> installables() {
        return isSingle()
                ? stages.get(0).installables()
                : stages.stream()
                        .flatMap(stage -> stage.installables().stream())
                        .distinct()
                        .toList();
    }

    public PipelineRequest withLimits(TimeLimits changed) {
        return new PipelineRequest(stages, changed);
    }

    PipelineRequest withTimeout(@Nullable Duration changed) {
        return withLimits(new TimeLimits(changed, limits.idleTimeout(), limits.gracePeriod()));
    }

    PipelineRequest withLast(ProgramRequest changed) {
        List<ProgramRequest> all = new ArrayList<>(stages);
        all.set(all.size() - 1, changed);
        return new PipelineRequest(all, limits);
    }

    /**
     * Returns this request with the settings of a client. Each stage gets the time limit of the whole, so that a policy
     * sees it.
     *
     * @param room the clean room of the client
     * @param outside the environment that the programs of the client inherit
     */
    PipelineRequest in(CleanRoom room, ProcessEnvironment outside) {
        if (isSingle()) {
            return of(stages.get(0).withLimits(limits).in(room, outside));
        }
        PipelineRequest limited = limits.timeout() == null ? withTimeout(shortestTimeout(room)) : this;
        List<ProgramRequest> inside = new ArrayList<>();
        for (ProgramRequest stage : stages) {
            inside.add(stage.withTimeout(limited.limits.timeout()).in(room, outside));
        }
        return new PipelineRequest(inside, limited.limits);
    }

    /**
     * Returns whether a clean room hides the processes of the host from the programs.
     *
     * @param room the clean room of the client
     */
    boolean hidesProcesses(CleanRoom room) {
        if (room.hidesProcesses()) {
            return true;
        }
        for (ProgramRequest stage : stages) {
            CleanRoom own = stage.cleanRoom();
            if (own != null && own.hidesProcesses()) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Duration shortestTimeout(CleanRoom room) {
        Duration shortest = room.timeout().orElse(null);
        for (ProgramRequest stage : stages) {
            Duration own = stage.cleanRoom() == null
                    ? null
                    : stage.cleanRoom().timeout().orElse(null);
            if (own != null && (shortest == null || own.compareTo(shortest) < 0)) {
                shortest = own;
            }
        }
        return shortest;
    }
}
