package io.github.nixadhoc;

import io.github.nixadhoc.internal.nix.ShellQuoting;
import io.github.nixadhoc.model.GcRoot;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.model.StorePathInfo;
import io.github.nixadhoc.model.Termination;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How results look at a prompt. */
final class Print {

    private static final int LINES = 12;
    private static final int COLUMNS = 120;

    /** All but the tabulator: those of ASCII, of ISO 8859, and those that turn the direction of a text. */
    private static final Pattern CONTROL =
            Pattern.compile("[\\x00-\\x08\\x0a-\\x1f\\x7f-\\x9f\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]");

    private Print() {}

    static String result(RunResult result) {
        StringBuilder text = new StringBuilder();
        text.append(result.program().getFileName())
                .append(": ")
                .append(termination(result.termination()))
                .append(" in ")
                .append(duration(result.duration()));
        result.storePaths().forEach(path -> text.append("\n  store path  ").append(path));
        text.append("\n  closure     ").append(result.closureSize());
        append(text, "stdout", result.stdoutLines());
        append(text, "stderr", result.stderrLines());
        return text.toString();
    }

    static String pipeline(PipelineResult result) {
        StringBuilder text = new StringBuilder("pipeline: ")
                .append(termination(result.termination()))
                .append(" in ")
                .append(duration(result.duration()));
        result.stages().forEach(stage -> {
            text.append("\n  ").append(stage.program().getFileName()).append(": ");
            text.append(termination(stage.termination()));
            append(text, "stderr", stage.stderrLines());
        });
        append(text, "stdout", result.stdoutLines());
        return text.toString();
    }

    static String plan(Plan plan) {
        StringBuilder text = new StringBuilder(ShellQuoting.quote(plan.command()));
        plan.storePaths().forEach(path -> text.append("\n  store path  ").append(path));
        if (plan.isInStore()) {
            text.append("\n  all of it is in the store");
        }
        append(text, "to build", plan.toBuild().stream().map(StorePath::value).toList());
        append(text, "to fetch", plan.toFetch().stream().map(StorePath::value).toList());
        if (!plan.toFetch().isEmpty()) {
            text.append("\n  download    ").append(plan.downloadSize());
            text.append(", unpacked ").append(plan.unpackedSize());
        }
        plan.denial()
                .ifPresent(
                        reason -> text.append("\n  the policy would deny it: ").append(reason));
        return text.toString();
    }

    static String prefetch(PrefetchResult result) {
        StringBuilder text = new StringBuilder();
        result.packages()
                .forEach(one -> text.append(one.installable())
                        .append("  ")
                        .append(one.closureSize())
                        .append('\n'));
        if (result.wasInStore()) {
            return text.append("  all of it was in the store").toString();
        }
        text.append("  built ")
                .append(result.built().size())
                .append(", fetched ")
                .append(result.fetched().size());
        return text.append(": download ")
                .append(result.downloadSize())
                .append(", unpacked ")
                .append(result.unpackedSize())
                .toString();
    }

    static String closure(Closure closure) {
        StringBuilder text = new StringBuilder(sizes(closure.paths()));
        closure.missing().ifPresent(missing -> text.append("\n  ").append(missing(missing)));
        return text.toString();
    }

    static String missing(MissingPaths missing) {
        StringBuilder text = new StringBuilder("not in the store");
        append(text, "", missing.outputs().stream().map(StorePath::value).toList());
        if (!missing.unobtainable().isEmpty()) {
            append(
                    text,
                    "cannot be had: nobody can build it, and no binary cache that was asked has it",
                    missing.unobtainable().stream().map(StorePath::value).toList());
        }
        if (!missing.toBuild().isEmpty() || !missing.toFetch().isEmpty()) {
            text.append("\n    to build ")
                    .append(missing.toBuild().size())
                    .append(", to fetch ")
                    .append(missing.toFetch().size())
                    .append(": download ")
                    .append(missing.downloadSize())
                    .append(", unpacked ")
                    .append(missing.unpackedSize());
        }
        return text.toString();
    }

    static String garbage(GarbageResult result) {
        StringBuilder text = new StringBuilder(counted(result.deletedPathCount(), "store path"))
                .append(result.dryRun() ? " would be deleted, " : " deleted, ")
                .append(result.freed())
                .append(" freed");
        append(
                text,
                "generations",
                result.deletedGenerations().stream().map(Object::toString).toList());
        append(
                text,
                "store paths",
                result.deletedPaths().stream().map(StorePath::value).toList());
        return text.toString();
    }

    static String usage(StoreUsage usage) {
        StringBuilder text = new StringBuilder(counted(usage.paths(), "store path"))
                .append(", ")
                .append(usage.totalSize())
                .append(", on disk ")
                .append(usage.diskUsage())
                .append("\n  reclaimable ")
                .append(usage.reclaimable())
                .append(" in ")
                .append(counted(usage.reclaimablePaths().size(), "path"));
        append(
                text,
                "kept alone by",
                usage.roots().stream()
                        .sorted(Comparator.comparing(GcRoot::keptAlone)
                                .reversed()
                                .thenComparing(GcRoot::link))
                        .map(root -> String.format(Locale.ROOT, "%12s  %s", root.keptAlone(), root.link()))
                        .toList());
        return text.toString();
    }

    private static String counted(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    /** The number of paths, what they occupy, and the largest of them. */
    static String sizes(List<StorePathInfo> paths) {
        StringBuilder text = new StringBuilder(paths.size() == 1 ? "1 path, " : paths.size() + " paths, ");
        text.append(Closure.sum(paths));
        append(
                text,
                "",
                Closure.largestFirst(paths).stream()
                        .map(info -> String.format(Locale.ROOT, "%12s  %s", info.narSize(), info.path()))
                        .toList());
        return text.toString();
    }

    static String pin(Pin pin) {
        StringBuilder text = new StringBuilder(pin.name())
                .append(": ")
                .append(pin.installable())
                .append(", ")
                .append(pin.size())
                .append(", pinned ")
                .append(pin.pinnedAt().truncatedTo(ChronoUnit.SECONDS))
                .append(pin.lastUsed()
                        .map(used -> ", last used " + used.truncatedTo(ChronoUnit.SECONDS))
                        .orElse(", not used yet"));
        if (pin.isBroken()) {
            text.append(", BROKEN");
        }
        append(
                text,
                "",
                pin.storePaths().stream()
                        .map(path -> path + (pin.lost().contains(path) ? " (lost)" : ""))
                        .toList());
        return text.toString();
    }

    static String verification(StoreVerification verification) {
        StringBuilder text = new StringBuilder(checked(verification.pathsChecked()))
                .append(
                        verification.isClean()
                                ? ", all is well"
                                : ", wrong with " + verification.findings().size());
        append(text, "", verification.findings().stream().map(Object::toString).toList());
        return text.toString();
    }

    static String repair(StoreRepair repair) {
        StringBuilder text = new StringBuilder(checked(repair.pathsChecked()))
                .append(", repaired ")
                .append(repair.repaired().size())
                .append(", not repaired ")
                .append(repair.failures().size());
        append(text, "", repair.repaired().stream().map(StorePath::value).toList());
        if (!repair.failures().isEmpty()) {
            text.append("\n  not repaired");
            repair.failures().stream()
                    .limit(LINES)
                    .forEach(failure -> text.append(line(failure.finding().toString()))
                            .append("\n      why: ")
                            .append(plain(failure.reason())));
            if (repair.failures().size() > LINES) {
                text.append("\n    … ").append(repair.failures().size() - LINES).append(" more");
            }
            text.append("\n  try: name a binary cache that has them, or delete them with what needs them"
                    + " (nix-store --delete) and have them made anew");
        }
        return text.toString();
    }

    private static String checked(int paths) {
        return (paths == 1 ? "1 path" : paths + " paths") + " checked";
    }

    static String duration(Duration duration) {
        long millis = duration.toMillis();
        return millis < 1000 ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }

    private static String termination(Termination termination) {
        if (termination instanceof Termination.Exited exited) {
            return "exit code " + exited.code();
        }
        if (termination instanceof Termination.Signaled signaled) {
            return "ended by signal " + signaled.signal();
        }
        if (termination instanceof Termination.TimedOut) {
            return "timed out";
        }
        if (termination instanceof Termination.IdleTimedOut) {
            return "silent for too long";
        }
        if (termination instanceof Termination.Cancelled) {
            return "cancelled";
        }
        return "printed too much";
    }

    private static void append(StringBuilder text, String stream, List<String> lines) {
        if (lines.isEmpty()) {
            return;
        }
        if (!stream.isEmpty()) {
            text.append("\n  ").append(stream);
        }
        text.append(lines.stream().limit(LINES).map(Print::line).collect(Collectors.joining()));
        if (lines.size() > LINES) {
            text.append("\n    … ").append(lines.size() - LINES).append(" more lines");
        }
    }

    private static String line(String line) {
        String shown = plain(line);
        return "\n    " + (shown.length() > COLUMNS ? shown.substring(0, COLUMNS) + "…" : shown);
    }

    /** What others have written must not steer the terminal. */
    static String plain(String text) {
        return CONTROL.matcher(text).replaceAll("?");
    }
}
