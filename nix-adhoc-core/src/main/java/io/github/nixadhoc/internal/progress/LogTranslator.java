package io.github.nixadhoc.internal.progress;

import io.github.nixadhoc.event.CommandRun;
import io.github.nixadhoc.event.NixEvent;
import io.github.nixadhoc.internal.nix.LogFields;
import io.github.nixadhoc.internal.nix.LogWatch;
import io.github.nixadhoc.internal.nix.NixLogEvent;
import io.github.nixadhoc.internal.nix.Secrets;
import io.github.nixadhoc.internal.text.PlainText;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.StorePath;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A translator of the log of a process of Nix to events.
 *
 * <p>For any input in any order it neither throws nor grows without bound, and each start of an activity has an end. A
 * download is reported once: as the copy of a store path, and not also as the substitution that contains it or the transfer
 * of its file. Nix reports the parent of a transfer from 2.26 on; with older versions, the URL identifies such a transfer.
 */
final class LogTranslator implements LogWatch.Follower {

    private static final Logger log = LoggerFactory.getLogger(LogTranslator.class);

    /** The largest number of activities at a time; Nix has some hundreds. */
    private static final int MAX_ACTIVITIES = 20_000;

    private static final long COPY_CHUNK = 64 << 10;

    /** A warning of {@code nix-store} about a link that this library does not use. */
    private static final String IRRELEVANT_WARNING = "you did not specify '--add-root'";

    private final CommandRun run;
    private final EventQueue queue;
    private final RunTotals totals;
    private final Secrets secrets;
    private final Map<Long, Activity> activities = new LinkedHashMap<>();
    private final TransferTally tally = new TransferTally();
    private boolean ended;

    LogTranslator(CommandRun run, EventQueue queue, RunTotals totals, Secrets secrets) {
        this.run = run;
        this.queue = queue;
        this.totals = totals;
        this.secrets = secrets;
    }

    @Override
    public synchronized void accept(NixLogEvent event) {
        if (ended) {
            return;
        }
        try {
            translate(event);
        } catch (RuntimeException e) {
            log.debug("event of Nix ignored: {}", event, e);
        }
    }

    /** Ends all activities, including those that Nix has not ended because it was stopped. */
    @Override
    public synchronized void end() {
        if (!ended) {
            ended = true;
            activities.values().forEach(this::end);
            activities.clear();
            emitTotals();
            totals.endCall();
        }
    }

    private void translate(NixLogEvent event) {
        if (event instanceof NixLogEvent.Start start) {
            begin(start);
        } else if (event instanceof NixLogEvent.Result result) {
            handle(result);
        } else if (event instanceof NixLogEvent.Stop stop) {
            Activity activity = activities.remove(stop.id());
            if (activity != null) {
                end(activity);
                emitTotals();
            }
        } else if (event instanceof NixLogEvent.Message message) {
            handle(message);
        } else if (event instanceof NixLogEvent.Plain plain && !plain.line().startsWith("error")) {
            message(NixEvent.Level.INFORMATION, plain.line());
        }
    }

    private void begin(NixLogEvent.Start start) {
        if (activities.containsKey(start.id()) || activities.size() >= MAX_ACTIVITIES) {
            return;
        }
        Activity activity = new Activity(totals.nextActivity(), start.type(), start.parent(), name(start));
        activities.put(start.id(), activity);
        switch (start.type()) {
            case NixLogEvent.COPY_PATH -> beginDownload(activity, start.fields());
            case NixLogEvent.FILE_TRANSFER -> {
                if (!isPartOfADownload(start)) {
                    beginDownload(activity, start.fields());
                }
            }
            case NixLogEvent.BUILD -> {
                activity.reported = true;
                queue.add(NixEvent.BuildStarted.of(
                        run,
                        activity.number,
                        activity.name,
                        storePath(start.fields().text(0)).orElse(null)));
            }
            case NixLogEvent.BUILD_WAITING -> {
                activity.reported = true;
                queue.add(NixEvent.LockWaitStarted.of(run, activity.number, plain(start.text())));
            }
            default -> {
                // other activities are not reported, but their results may be
            }
        }
    }

    private void beginDownload(Activity activity, LogFields fields) {
        Optional<StorePath> path =
                activity.type == NixLogEvent.COPY_PATH ? storePath(fields.text(0)) : Optional.empty();
        String source = plain(fields.text(activity.type == NixLogEvent.COPY_PATH ? 1 : 0));
        activity.reported = true;
        activity.key = path.map(StorePath::value).orElse(source);
        queue.add(NixEvent.DownloadStarted.of(run, activity.number, activity.name, path.orElse(null), source));
        tally.begin(activity.key, activity.type == NixLogEvent.COPY_PATH);
        emitTotals();
    }

    private boolean isPartOfADownload(NixLogEvent.Start start) {
        Activity parent = activities.get(start.parent());
        for (int depth = 0; parent != null && depth < 10; depth++) {
            if (parent.type == NixLogEvent.COPY_PATH
                    || parent.type == NixLogEvent.SUBSTITUTE
                    || parent.type == NixLogEvent.QUERY_PATH_INFO) {
                return true;
            }
            parent = activities.get(parent.parent);
        }
        return FileNames.isOfABinaryCache(start.fields().text(0));
    }

    private void handle(NixLogEvent.Result result) {
        Activity activity = activities.get(result.id());
        if (activity == null) {
            return;
        }
        LogFields fields = result.fields();
        if (result.type() == NixLogEvent.PROGRESS) {
            progress(activity, count(fields, 0), count(fields, 1), count(fields, 3));
        } else if (result.type() == NixLogEvent.SET_EXPECTED && fields.number(0) == NixLogEvent.COPY_PATH) {
            tally.expect(result.id(), count(fields, 1));
            emitTotals();
        } else if (activity.type == NixLogEvent.BUILD && result.type() == NixLogEvent.BUILD_LOG_LINE) {
            queue.add(NixEvent.BuildLogLine.of(run, activity.number, activity.name, plain(fields.text(0))));
        } else if (activity.type == NixLogEvent.BUILD && result.type() == NixLogEvent.SET_PHASE) {
            queue.add(NixEvent.BuildPhase.of(run, activity.number, activity.name, plain(fields.text(0))));
        }
    }

    private void progress(Activity activity, long done, long expected, long failed) {
        switch (activity.type) {
            case NixLogEvent.COPY_PATH, NixLogEvent.FILE_TRANSFER -> {
                if (activity.reported && activity.advance(done, expected)) {
                    queue.addProgress(
                            activity.number,
                            NixEvent.DownloadProgress.of(
                                    run, activity.number, activity.name, activity.done(), activity.expected()));
                    tally.advance(activity.key, activity.done, activity.expected);
                }
            }
            case NixLogEvent.COPY_PATHS -> tally.countDownloads(done, expected, failed);
            case NixLogEvent.BUILDS -> tally.countBuilds(done, expected);
            default -> {
                return;
            }
        }
        emitTotals();
    }

    private void end(Activity activity) {
        if (!activity.reported) {
            return;
        }
        if (activity.type == NixLogEvent.COPY_PATH && activity.completeLastChunk()) {
            tally.advance(activity.key, activity.done, activity.expected);
        }
        Duration duration = Duration.ofNanos(System.nanoTime() - activity.started);
        NixEvent event = switch (activity.type) {
            case NixLogEvent.BUILD -> NixEvent.BuildEnded.of(run, activity.number, activity.name, duration);
            case NixLogEvent.BUILD_WAITING -> NixEvent.LockWaitEnded.of(run, activity.number, duration);
            default ->
                NixEvent.DownloadEnded.of(
                        run, activity.number, activity.name, activity.done(), activity.expected(), duration);
        };
        queue.addEnd(activity.number, event);
    }

    /** Reports messages that are no errors, because errors become exceptions. */
    private void handle(NixLogEvent.Message message) {
        if (message.level() > NixLogEvent.ERROR) {
            message(level(message), message.text());
        }
    }

    private static NixEvent.Level level(NixLogEvent.Message message) {
        return switch (message.level()) {
            case NixLogEvent.WARNING -> NixEvent.Level.WARNING;
            case NixLogEvent.PROGRESS_NOTE -> NixEvent.Level.PROGRESS;
            default -> NixEvent.Level.INFORMATION;
        };
    }

    private void message(NixEvent.Level level, String text) {
        String plain = secrets.mask(PlainText.of(text)).strip();
        if (!plain.isEmpty() && !plain.contains(IRRELEVANT_WARNING)) {
            queue.add(NixEvent.Message.of(run, level, plain));
        }
    }

    private void emitTotals() {
        if (totals.update(tally.counts())) {
            queue.addProgress(RunTotals.ACTIVITY, totals.event(run));
        }
    }

    private String name(NixLogEvent.Start start) {
        String subject = plain(start.fields().text(0));
        Optional<StorePath> path = storePath(subject);
        if (path.isPresent()) {
            String name = path.get().name();
            return name.endsWith(".drv") ? name.substring(0, name.length() - ".drv".length()) : name;
        }
        return start.type() == NixLogEvent.FILE_TRANSFER ? FileNames.of(subject) : plain(start.text());
    }

    private String plain(String text) {
        return secrets.mask(PlainText.line(text.replace('\n', ' ').replace('\t', ' ')));
    }

    private static Optional<StorePath> storePath(String text) {
        return StorePath.isStorePath(text) ? Optional.of(StorePath.parse(text)) : Optional.empty();
    }

    /** Returns a count; 0 for numbers that are the result of an overflow in Nix. */
    private static long count(LogFields fields, int index) {
        long number = fields.number(index);
        return number < 0 || number > RunTotals.MAX ? 0 : number;
    }

    /** An activity that has not ended. */
    private static final class Activity {
        private final long number;
        private final int type;
        private final long parent;
        private final String name;
        private final long started = System.nanoTime();
        private String key = "";
        private boolean reported;
        private long done;
        private long expected;

        private Activity(long number, int type, long parent, String name) {
            this.number = number;
            this.type = type;
            this.parent = parent;
            this.name = name;
        }

        /** Raises both counts, and returns whether one has changed. */
        private boolean advance(long nowDone, long nowExpected) {
            boolean more = nowDone > done || nowExpected > expected;
            done = Math.max(done, nowDone);
            expected = Math.max(expected, nowExpected);
            if (expected > 0) {
                expected = Math.max(expected, done);
            }
            return more;
        }

        /** Completes a copy whose last chunk was not reported, as by Nix 2.8; returns whether it did. */
        private boolean completeLastChunk() {
            boolean missing = done < expected && expected - done <= COPY_CHUNK;
            if (missing) {
                done = expected;
            }
            return missing;
        }

        private ByteSize done() {
            return ByteSize.of(done);
        }

        private ByteSize expected() {
            return ByteSize.of(expected);
        }
    }
}
