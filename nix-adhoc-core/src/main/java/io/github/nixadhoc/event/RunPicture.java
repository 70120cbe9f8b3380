package io.github.nixadhoc.event;

import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Phase;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The display of one run. */
final class RunPicture {

    /** A shorter evaluation, in milliseconds, is not shown. */
    private static final long WORTH_A_WORD = 500;

    private static final int MAX_ROWS = 8;
    private static final int TAIL = 3;
    private static final int NAME = 28;
    private static final int BAR = 20;

    private final ConsoleProgress.Screen screen;
    private final Map<Long, Download> downloads = new LinkedHashMap<>();
    private final Map<Long, Build> builds = new LinkedHashMap<>();
    private final Map<Long, String> waits = new LinkedHashMap<>();
    private final Rate rate = new Rate();
    private @Nullable Phase phase;
    private long phaseStarted;
    private String note = "evaluating";
    private long lines;
    private NixEvent.@Nullable Totals totals;

    RunPicture(ConsoleProgress.Screen screen, long now) {
        this.screen = screen;
        this.phaseStarted = now;
    }

    void take(NixEvent event, long now) {
        if (event instanceof NixEvent.PhaseStarted started) {
            phase = started.phase();
            phaseStarted = now;
            note = "evaluating";
        } else if (event instanceof NixEvent.PhaseEnded) {
            phase = null;
        } else if (event instanceof NixEvent.Totals current) {
            totals = current;
            rate.take(current.downloaded().bytes(), now);
        } else if (event instanceof NixEvent.Message message && message.level() == NixEvent.Level.WARNING) {
            screen.say(message.text());
        } else if (event instanceof NixEvent.Message message && message.level() == NixEvent.Level.PROGRESS) {
            note = message.text();
            screen.sayInPlain(note);
        } else if (event instanceof NixEvent.LockWaitStarted started) {
            waits.put(started.activity(), started.text());
            screen.sayInPlain(started.text());
        } else if (event instanceof NixEvent.LockWaitEnded ended) {
            waits.remove(ended.activity());
        } else if (!takeDownload(event)) {
            takeBuild(event, now);
        }
    }

    private boolean takeDownload(NixEvent event) {
        if (event instanceof NixEvent.DownloadStarted started) {
            downloads.put(
                    started.activity(),
                    new Download(started.name(), started.storePath().isPresent()));
            screen.sayInPlain("downloading " + started.name());
        } else if (event instanceof NixEvent.DownloadProgress progress) {
            Download download = downloads.get(progress.activity());
            if (download != null) {
                download.done = progress.done();
                download.expected = progress.expected();
            }
        } else if (event instanceof NixEvent.DownloadEnded ended) {
            screen.sayInPlain(Download.outcome(ended, downloads.remove(ended.activity())));
        } else {
            return false;
        }
        return true;
    }

    private void takeBuild(NixEvent event, long now) {
        if (event instanceof NixEvent.BuildStarted started) {
            builds.put(started.activity(), new Build(started.name(), now));
            screen.sayInPlain("building " + started.name());
        } else if (event instanceof NixEvent.BuildPhase current) {
            Build build = builds.get(current.activity());
            if (build != null) {
                build.phase = current.phase();
            }
            screen.sayInPlain("building " + current.name() + ": " + current.phase());
        } else if (event instanceof NixEvent.BuildLogLine line) {
            Build build = builds.get(line.activity());
            if (build != null) {
                build.log(line.line(), ++lines);
            }
        } else if (event instanceof NixEvent.BuildEnded ended) {
            builds.remove(ended.activity());
            screen.sayInPlain("finished building " + ended.name() + " after "
                    + Style.time(ended.duration().toMillis()));
        }
    }

    /** Returns the rows to draw; none if Nix does nothing. */
    List<String> rows(Style style, long now) {
        List<String> rows = new ArrayList<>();
        if (downloads.isEmpty() && builds.isEmpty() && waits.isEmpty()) {
            if (phase == Phase.RESOLVE && now - phaseStarted >= WORTH_A_WORD) {
                rows.add(style.strong(style.row(note)));
            }
            return rows;
        }
        addDownloads(rows, style, now);
        addBuilds(rows, style, now);
        waits.values().forEach(wait -> rows.add(style.row(wait)));
        return rows;
    }

    private void addDownloads(List<String> rows, Style style, long now) {
        if (downloads.isEmpty()) {
            return;
        }
        rows.add(style.strong(style.row("downloading" + summary(now))));
        int nameLength = Math.max(8, Math.min(NAME, style.width() / 3));
        int barLength = Math.max(5, Math.min(BAR, style.width() / 4));
        downloads.values().stream().limit(MAX_ROWS).forEach(download -> {
            long expected = download.expected.bytes();
            String percent = expected == 0
                    ? "    "
                    : String.format(Locale.ROOT, "%3d%%", download.done.bytes() * 100 / expected);
            rows.add(style.row("  " + style.column(download.name, nameLength) + " "
                    + style.bar(download.done.bytes(), expected, barLength) + " " + percent + "  "
                    + Style.part(download.done, download.expected)));
        });
        addMore(rows, style, downloads.size());
    }

    private String summary(long now) {
        NixEvent.Totals all = totals;
        if (all == null) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        if (all.expectedDownloads() > 1) {
            text.append(' ').append(all.downloads()).append(" of ").append(all.expectedDownloads());
        }
        text.append(", ").append(Style.part(all.downloaded(), all.expected()));
        long perSecond = rate.perSecond(now);
        if (perSecond > 0) {
            text.append(", ").append(ByteSize.of(perSecond)).append("/s");
            long left = all.expected().bytes() - all.downloaded().bytes();
            if (left > 0) {
                text.append(", ")
                        .append(Style.time((long) (left * 1000.0 / perSecond) + 999))
                        .append(" left");
            }
        }
        return text.toString();
    }

    private void addBuilds(List<String> rows, Style style, long now) {
        if (builds.isEmpty()) {
            return;
        }
        NixEvent.Totals all = totals;
        String count =
                all == null || all.expectedBuilds() <= 1 ? "" : " " + all.builds() + " of " + all.expectedBuilds();
        rows.add(style.strong(style.row("building" + count)));
        for (Build build : builds.values().stream().limit(MAX_ROWS).toList()) {
            String phaseOfBuild = build.phase.isEmpty() ? "" : "  " + build.phase;
            rows.add(style.row("  " + build.name + phaseOfBuild + "  " + Style.time(now - build.started)));
        }
        addMore(rows, style, builds.size());
        Build latest = builds.values().stream()
                .reduce((one, other) -> other.loggedAt >= one.loggedAt ? other : one)
                .orElseThrow();
        String mark = style.unicode() ? "    │ " : "    | ";
        latest.tail.forEach(line -> rows.add(style.faint(style.row(mark + line.replace('\t', ' ')))));
    }

    private static void addMore(List<String> rows, Style style, int number) {
        if (number > MAX_ROWS) {
            rows.add(style.row("  and " + (number - MAX_ROWS) + " more"));
        }
    }

    private static final class Download {
        private final String name;
        private final boolean isOfStorePath;
        private ByteSize done = ByteSize.ZERO;
        private ByteSize expected = ByteSize.ZERO;

        private Download(String name, boolean isOfStorePath) {
            this.name = name;
            this.isOfStorePath = isOfStorePath;
        }

        /** Returns the line about the end of a download. Nix does not report its failure, so the line states the sizes only. */
        static String outcome(NixEvent.DownloadEnded ended, @Nullable Download begun) {
            ByteSize done = ended.done();
            if (done.compareTo(ended.expected()) < 0) {
                return "stopped downloading " + ended.name() + " after " + done + " of " + ended.expected();
            }
            if (done.bytes() > 0) {
                return "downloaded " + ended.name() + " (" + done + ")";
            }
            // Nix 2.8 does not report the size of a small store path
            return begun != null && begun.isOfStorePath
                    ? "downloaded " + ended.name()
                    : "downloaded nothing of " + ended.name();
        }
    }

    private static final class Build {
        private final String name;
        private final long started;
        private final Deque<String> tail = new ArrayDeque<>();
        private String phase = "";
        private long loggedAt;

        private Build(String name, long started) {
            this.name = name;
            this.started = started;
        }

        private void log(String line, long number) {
            if (tail.size() == TAIL) {
                tail.remove();
            }
            tail.add(line);
            loggedAt = number;
        }
    }

    /** The speed of the downloads in the last seconds. */
    private static final class Rate {

        private static final long WINDOW = 5_000;

        private final Deque<long[]> samples = new ArrayDeque<>();

        private void take(long bytes, long now) {
            samples.add(new long[] {now, bytes});
            while (samples.size() > 2 && now - samples.getFirst()[0] > WINDOW) {
                samples.remove();
            }
        }

        private long perSecond(long now) {
            if (samples.size() < 2) {
                return 0;
            }
            long millis = now - samples.getFirst()[0];
            return millis <= 0 ? 0 : (long) ((samples.getLast()[1] - samples.getFirst()[1]) * 1000.0 / millis);
        }
    }
}
