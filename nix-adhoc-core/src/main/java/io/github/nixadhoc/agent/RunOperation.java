package io.github.nixadhoc.agent;

import io.github.nixadhoc.NixClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Runs programs, and reports on running and ended programs. */
final class RunOperation {

    private static final List<String> OF_A_RUN = List.of("id", "stop", "offset", "stream");
    private static final List<String> OF_ANOTHER =
            List.of("packages", "program", "args", "script", "directory", "stdin");
    private static final int MAX_SECONDS = 600;

    /** The time after its limit within which a program has been stopped. */
    private static final Duration TO_STOP = Duration.ofMinutes(1);

    private final NixClient client;
    private final ToolConfig rules;
    private final ToolRuns runs;
    private final FailureReply failures;
    private final MissingCommand missing;

    RunOperation(NixClient client, ToolConfig rules, ToolRuns runs, FailureReply failures, PackageSuggester names) {
        this.client = client;
        this.rules = rules;
        this.runs = runs;
        this.failures = failures;
        this.missing = new MissingCommand(names);
    }

    ToolReply call(ToolInput input, Consumer<? super String> progress) {
        if (!rules.scripts() && input.has("script")) {
            throw new ToolInputException("scripts are not allowed here: use program and args");
        }
        input.requireOnly(fields());
        String id = input.text("id");
        if (id == null || id.isBlank()) {
            return begin(input, progress);
        }
        requireNoOther(input);
        ToolRun run = runs.get(id.strip());
        try {
            return resume(run, input, progress);
        } finally {
            run.release();
        }
    }

    private List<String> fields() {
        List<String> fields = new ArrayList<>(ToolProgram.fields(rules.scripts()));
        fields.addAll(List.of("directory", "stdin", "timeout_seconds", "background"));
        fields.addAll(OF_A_RUN);
        return fields;
    }

    /** Insists that a call about a run does not begin another one. */
    private static void requireNoOther(ToolInput input) {
        for (String name : OF_ANOTHER) {
            if (input.has(name)) {
                throw new ToolInputException("id is of a run that has been started, and " + name
                        + " of one to start: send id without " + name + ", or " + name + " without id");
            }
        }
    }

    private ToolReply begin(ToolInput input, Consumer<? super String> progress) {
        requireNoId(input);
        boolean background = input.flag("background");
        if (background && !rules.background()) {
            throw new ToolInputException("programs do not go on in the background here: leave out background");
        }
        Duration patience = patience(input, rules.patience());
        ToolProgram request = new ToolProgram(input, rules);
        RunOutputs outputs = RunOutputs.create();
        Duration limit = rules.background() || rules.runLimit().compareTo(patience) < 0 ? rules.runLimit() : patience;
        RunStart start = new RunStart(request.command(client, outputs, limit), background);
        long begun = System.nanoTime();
        try {
            if (background && !runs.takePlace()) {
                return failures.invalid(ToolRuns.noPlace());
            }
            if (!background && !runs.awaitPlace(patience, progress)) {
                return failures.noPlace(ToolRuns.noPlace());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failures.cancelled("this was cancelled while it waited for its turn\nnothing was run");
        }
        ToolRun run = runs.start(input, start, outputs);
        try {
            if (!rules.background()) {
                return await(run, limit.plus(TO_STOP), progress);
            }
            Duration left = patience.minusNanos(System.nanoTime() - begun);
            return await(run, background ? Duration.ZERO : left, progress);
        } finally {
            run.release();
        }
    }

    /** Takes the defaults of a run that has been started, which some models always send. */
    private static void requireNoId(ToolInput input) {
        String stream = input.text("stream");
        boolean asks = input.flag("stop")
                || input.whole("offset", 0, Long.MAX_VALUE, 0) > 0
                || stream != null && !stream.equals("stdout")
                || !input.has("packages") && (input.has("offset") || stream != null);
        if (asks) {
            throw new ToolInputException("id is missing: stop, offset and stream are of a run that has one");
        }
    }

    private ToolReply resume(ToolRun run, ToolInput input, Consumer<? super String> progress) {
        if (input.flag("stop")) {
            run.stop();
        }
        if (input.has("offset") || input.has("stream")) {
            return PageReply.of(run, stream(input), input.whole("offset", 0, Long.MAX_VALUE, 0), rules.replyBytes());
        }
        return await(run, patience(input, Duration.ZERO), progress);
    }

    private static String stream(ToolInput input) {
        String stream = input.text("stream");
        if (stream == null || stream.equals("stdout") || stream.equals("stderr")) {
            return stream == null ? "stdout" : stream;
        }
        throw new ToolInputException("stream must be stdout or stderr");
    }

    private static Duration patience(ToolInput input, Duration otherwise) {
        long seconds = input.whole("timeout_seconds", 1, MAX_SECONDS, 0);
        return seconds == 0 ? otherwise : Duration.ofSeconds(seconds);
    }

    private ToolReply await(ToolRun run, Duration patience, Consumer<? super String> progress) {
        try {
            if (!run.await(patience, progress)) {
                if (!rules.background()) {
                    run.stop();
                }
                RunReply reply = new RunReply(run, rules.replyBytes());
                // it may have ended meanwhile, for instance because it was denied
                if (reply.isOfRunning()) {
                    return reply.make();
                }
            }
        } catch (InterruptedException e) {
            run.stop();
            Thread.currentThread().interrupt();
            return cancelled(ended(run));
        } catch (RuntimeException e) {
            // the caller who wanted progress has been interrupted
            run.stop();
            throw e;
        }
        return ended(run);
    }

    private ToolReply ended(ToolRun run) {
        Throwable failure = run.failure();
        if (run.result() == null && failure != null && !run.wasStopped()) {
            return failures.of(failure, run.wanted());
        }
        ToolReply reply = new RunReply(run, rules.replyBytes()).make();
        return missing.amend(reply, run, rules.replyBytes());
    }

    private ToolReply cancelled(ToolReply stopped) {
        Map<String, Object> fields = ReplyFields.of(stopped, rules.replyBytes())
                .with("status", ToolStatus.CANCELLED.toString())
                .map();
        return ReplyText.reply(ToolStatus.CANCELLED, "cancelled: " + stopped.text(), fields, rules.replyBytes());
    }
}
