package io.github.nixadhoc.agent;

import io.github.nixadhoc.model.ProgramResult;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.model.Termination;
import java.util.List;
import java.util.Locale;

/** The reply about a run: its state, and the output since the last reply. */
final class RunReply {

    /** The size of the lines around the outputs, with their numbers and a hint. */
    private static final int OVERHEAD = 1024;

    /** The size of a control character in JSON. */
    private static final long MOST_OF_A_BYTE = 6;

    private static final int PATHS_IN_TEXT = 2;

    private final ToolRun run;
    private final int maxBytes;
    private final StringBuilder text = new StringBuilder();
    private final ForeignText marks = ForeignText.marks();
    private final ToolStatus status;
    private ReplyFields facts;

    RunReply(ToolRun run, int maxBytes) {
        this.run = run;
        this.maxBytes = maxBytes;
        this.status = status(run);
        this.facts = ReplyFields.of(status, maxBytes).with("id", run.id());
    }

    /** Returns the reply, with the input that reads the rest of the output. */
    ToolReply make() {
        text.append(headline());
        facts();
        outputs();
        if (status == ToolStatus.RUNNING) {
            text.append("\nask again with {\"id\":\"").append(run.id()).append("\"}, end it with {\"id\":\"");
            text.append(run.id()).append("\",\"stop\":true}");
        }
        return ReplyText.reply(status, text.toString(), facts.map(), maxBytes);
    }

    /** Returns whether the program was running when this reply was created. */
    boolean isOfRunning() {
        return status == ToolStatus.RUNNING;
    }

    private static ToolStatus status(ToolRun run) {
        if (!run.hasEnded()) {
            return ToolStatus.RUNNING;
        }
        ProgramResult result = run.result();
        if (run.wasStopped() || result == null) {
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

    private String headline() {
        String seconds = String.format(Locale.ROOT, "%.2f s", run.elapsed().toMillis() / 1000.0);
        ProgramResult result = run.result();
        int code = result == null ? 0 : result.exitCode();
        return switch (status) {
            case RUNNING -> run.id() + " is still at work after " + seconds;
            case EXITED -> "exited with code " + code + " after " + seconds;
            case SIGNALED -> "ended by " + signal() + ", exit code " + code + ", after " + seconds;
            case TIMED_OUT -> "stopped after " + seconds + ": that is as long as it may run";
            default -> "stopped after " + seconds;
        };
    }

    private String signal() {
        return run.result() != null && run.result().termination() instanceof Termination.Signaled signaled
                ? SignalName.of(signaled.signal())
                : "";
    }

    private void facts() {
        facts = facts.with("duration_ms", run.elapsed().toMillis());
        ProgramResult result = run.result();
        if (result == null) {
            return;
        }
        facts = facts.with("exit_code", result.exitCode());
        if (status == ToolStatus.SIGNALED) {
            facts = facts.with("signal", signal());
        }
        List<String> paths =
                result.storePaths().stream().map(StorePath::toString).toList();
        facts = facts.withSome("store_paths", "store_path_count", paths);
        text.append("\nfrom ").append(String.join(", ", paths.subList(0, Math.min(PATHS_IN_TEXT, paths.size()))));
        text.append(paths.size() > PATHS_IN_TEXT ? ", …" : "");
    }

    private void outputs() {
        int room = ReplyText.room(facts.map(), maxBytes) - JsonSize.of(text.toString()) - OVERHEAD;
        boolean isNew = unshown(false) + unshown(true) > 0;
        int ofStderr = (int) Math.min(MOST_OF_A_BYTE * unshown(true), room / 3);
        int shown = output("stdout", room - ofStderr);
        int unused = output("stderr", room - shown);
        if (!isNew && run.hasEnded()) {
            shownBefore("stdout");
            shownBefore("stderr");
        }
    }

    private void shownBefore(String name) {
        long total = run.outputs().of(name.equals("stderr")).total();
        if (total > 0) {
            text.append("\nits ")
                    .append(name)
                    .append(", ")
                    .append(total)
                    .append(" bytes, was shown before; again with ");
            text.append(page(name, 0));
        }
    }

    private long unshown(boolean error) {
        return run.outputs().of(error).total() - run.shown(error);
    }

    /** Returns the number of added bytes as JSON. */
    private int output(String name, int budget) {
        boolean error = name.equals("stderr");
        long from = run.shown(error);
        Excerpt excerpt = Excerpt.ends(run.outputs().of(error), from, budget);
        run.setShown(error, excerpt.total());
        facts = facts.with(name + "_bytes", excerpt.total()).with(name + "_left_out", excerpt.leftOut());
        if (excerpt.total() > from) {
            text.append("\n--- ").append(name).append(", ").append(excerpt.total() - from);
            text.append(from > 0 ? " new bytes\n" : " bytes\n");
            text.append(shown(name, excerpt));
        }
        return JsonSize.of(excerpt.head() + excerpt.tail());
    }

    private String shown(String name, Excerpt excerpt) {
        if (excerpt.leftOut() == 0) {
            return marks.lines(excerpt.head() + excerpt.tail());
        }
        String gap = "[… " + excerpt.leftOut() + " bytes left out; read on with " + page(name, excerpt.next()) + " …]";
        return marks.lines(excerpt.head()) + "\n" + gap + "\n" + marks.lines(excerpt.tail());
    }

    /** Returns the input that reads an output from an offset. */
    private String page(String name, long offset) {
        return "{\"id\":\"" + run.id() + "\",\"offset\":" + offset
                + (name.equals("stderr") ? ",\"stream\":\"stderr\"" : "") + "}";
    }
}
