package io.github.nixadhoc.agent;

import io.github.nixadhoc.ProgramCommand;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The runs of one tool, by the ids that it has given them: few at once, and not all that have ended are remembered. */
final class ToolRuns {

    static final int MAX_RUNNING = 8;
    static final int MAX_ENDED = 16;

    private final Map<String, ToolRun> runs = new LinkedHashMap<>();
    private int last;
    private boolean closed;

    synchronized ToolRun start(ProgramCommand<?> command, Outputs outputs) {
        requireOpen();
        long running = runs.values().stream().filter(run -> !run.hasEnded()).count();
        if (running >= MAX_RUNNING) {
            throw new ToolInputException(MAX_RUNNING + " programs run already (" + String.join(", ", running())
                    + "): stop one first, with its id and \"stop\": true");
        }
        last++;
        ToolRun run = ToolRun.start("r" + last, command, outputs);
        runs.put(run.id(), run);
        forgetOldest();
        return run;
    }

    synchronized ToolRun get(String id) {
        requireOpen();
        ToolRun run = runs.get(id);
        if (run == null) {
            throw new ToolInputException(
                    "there is no such id" + (runs.isEmpty() ? "" : "; there are " + String.join(", ", runs.keySet())));
        }
        return run;
    }

    /** Forgets a run that nothing more can be asked of. */
    synchronized void forget(ToolRun run) {
        runs.remove(run.id());
        run.forget();
    }

    synchronized void requireOpen() {
        if (closed) {
            throw new ToolInputException("this tool has been closed");
        }
    }

    private List<String> running() {
        return runs.values().stream()
                .filter(run -> !run.hasEnded())
                .map(ToolRun::id)
                .toList();
    }

    private void forgetOldest() {
        long ended = runs.values().stream().filter(ToolRun::hasEnded).count();
        Iterator<ToolRun> oldest = runs.values().iterator();
        while (ended > MAX_ENDED) {
            ToolRun run = oldest.next();
            if (run.hasEnded()) {
                oldest.remove();
                run.forget();
                ended--;
            }
        }
    }

    /** Stops all, at the same time, and waits for that. */
    void close() {
        List<ToolRun> all;
        synchronized (this) {
            closed = true;
            all = new ArrayList<>(runs.values());
            runs.clear();
        }
        all.forEach(ToolRun::interrupt);
        all.forEach(ToolRun::stop);
        all.forEach(ToolRun::forget);
    }
}
