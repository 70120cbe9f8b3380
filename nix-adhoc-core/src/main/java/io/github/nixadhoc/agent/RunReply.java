package io.github.nixadhoc.agent;

import io.github.nixadhoc.model.ProgramResult;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.model.Termination;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a model is told of a run: how it is with it, and what it has printed since the last reply. */
final class RunReply {

    private static final int MAX_PATHS = 20;

    /** What the first lines, and those around the outputs, may take. */
    private static final int OVERHEAD = 1024;

    private static final int PATHS_IN_TEXT = 2;

    private final ToolRun run;
    private final int maxBytes;
    private final StringBuilder text = new StringBuilder();
    private final Map<String, Object> fields = new LinkedHashMap<>();
    private boolean leftOut;

    RunReply(ToolRun run, int maxBytes) {
        this.run = run;
        this.maxBytes = maxBytes;
    }

    /** Returns the reply, and says in it how to get what it leaves out. */
    ToolReply make() {
        ToolStatus status = status();
        fields.put("status", status.toString());
        text.append(headline(status));
        facts();
        outputs();
        if (status == ToolStatus.RUNNING) {
            fields.put("id", run.id());
            text.append("\nask again with {\"id\":\"").append(run.id()).append("\"}, end it with {\"id\":\"");
            text.append(run.id()).append("\",\"stop\":true}");
        } else if (leftOut) {
            fields.put("id", run.id());
        }
        return ReplyText.reply(status, text.toString(), fields, maxBytes);
    }

    /** Returns whether all that there is to say has been said. */
    boolean isLast() {
        return run.hasEnded() && !leftOut;
    }

    private ToolStatus status() {
        if (!run.hasEnded()) {
            return ToolStatus.RUNNING;
        }
        if (run.wasStopped()) {
            return ToolStatus.STOPPED;
        }
        ProgramResult result = run.result();
        if (result == null) {
            return ToolStatus.STOPPED;
        }
        Termination end = result.termination();
        if (end instanceof Termination.Exited) {
            return ToolStatus.EXITED;
        }
        if (end instanceof Termination.Signaled) {
            return ToolStatus.SIGNALED;
        }
        return end instanceof Termination.Cancelled ? ToolStatus.STOPPED : ToolStatus.TIMED_OUT;
    }

    private String headline(ToolStatus status) {
        String seconds = String.format(Locale.ROOT, "%.2f s", run.elapsed().toMillis() / 1000.0);
        ProgramResult result = run.result();
        int code = result == null ? 0 : result.exitCode();
        return switch (status) {
            case RUNNING -> run.id() + " is still at work after " + seconds;
            case EXITED -> "exited with code " + code + " after " + seconds;
            case SIGNALED -> "ended by a signal, exit code " + code + ", after " + seconds;
            case TIMED_OUT -> "stopped after " + seconds + ": that is as long as it may run";
            default -> "stopped after " + seconds;
        };
    }

    private void facts() {
        fields.put("duration_ms", run.elapsed().toMillis());
        ProgramResult result = run.result();
        if (result != null) {
            fields.put("exit_code", result.exitCode());
            List<String> paths = result.storePaths().stream()
                    .limit(MAX_PATHS)
                    .map(StorePath::toString)
                    .toList();
            fields.put("store_paths", paths);
            text.append("\nfrom ").append(String.join(", ", paths.subList(0, Math.min(PATHS_IN_TEXT, paths.size()))));
            text.append(paths.size() > PATHS_IN_TEXT ? ", …" : "");
        }
    }

    private void outputs() {
        int room = maxBytes - OVERHEAD;
        int ofStderr = (int) Math.min(unshown(true), room / 3);
        int ofStdout = (int) Math.min(unshown(false), room - ofStderr);
        output("stdout", ofStdout);
        output("stderr", room - ofStdout);
    }

    private long unshown(boolean error) {
        return run.outputs().of(error).total() - run.shown(error);
    }

    private void output(String name, int budget) {
        boolean error = name.equals("stderr");
        long from = run.shown(error);
        Excerpt excerpt = Excerpt.ends(run.outputs().of(error), from, budget);
        run.setShown(error, excerpt.total());
        String shown = excerpt.head() + gap(name, excerpt) + excerpt.tail();
        fields.put(name, shown);
        fields.put(name + "_bytes", excerpt.total());
        fields.put(name + "_left_out", excerpt.leftOut());
        leftOut |= excerpt.leftOut() > 0;
        if (excerpt.total() > from) {
            text.append("\n--- ").append(name).append(", ").append(excerpt.total() - from);
            text.append(from > 0 ? " new bytes\n" : " bytes\n").append(shown);
        }
    }

    private String gap(String name, Excerpt excerpt) {
        if (excerpt.leftOut() == 0) {
            return "";
        }
        return "\n[… " + excerpt.leftOut() + " bytes left out; read on with {\"id\":\"" + run.id() + "\",\"offset\":"
                + excerpt.next() + (name.equals("stderr") ? ",\"stream\":\"stderr\"" : "") + "} …]\n";
    }
}
