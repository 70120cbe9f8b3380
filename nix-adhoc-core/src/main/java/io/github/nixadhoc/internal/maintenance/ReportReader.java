package io.github.nixadhoc.internal.maintenance;

import io.github.nixadhoc.model.StoreFinding;
import io.github.nixadhoc.model.StorePath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the output of {@code nix store verify}, which has no structured form. The messages about modified and untrusted
 * paths are the same from 2.8 to 2.34. The message about missing files differs in each version.
 */
final class ReportReader {

    private static final Pattern MODIFIED = Pattern.compile(
            "path '(?<path>[^']+)' was modified! expected hash '(?<expected>[^']+)', got '(?<actual>[^']+)'");

    private static final Pattern UNTRUSTED = Pattern.compile("path '(?<path>[^']+)' is untrusted");

    /** In a store with its own root the path may be that of the file, with additional slashes. */
    private static final Pattern ERROR =
            Pattern.compile("error: .*?/(?<name>[0-9a-df-np-sv-z]{32}-[0-9a-zA-Z+\\-._?=]+)(?<below>/*[^/'\"\\s]*).*");

    private static final Pattern FILE_MISSING = Pattern.compile("No such file or directory|does not exist");

    private final Map<String, StorePath> byName = new LinkedHashMap<>();

    /** Creates a reader of reports about these paths only. */
    ReportReader(Collection<StorePath> paths) {
        paths.forEach(path -> byName.put(name(path), path));
    }

    /** Returns whether a log is a report: it has findings, and each of its errors is about one of the paths. */
    boolean isReport(List<String> log) {
        return !read(log).isEmpty()
                && log.stream().filter(line -> line.startsWith("error: ")).allMatch(this::isAboutPath);
    }

    List<StoreFinding> read(List<String> log) {
        List<StoreFinding> findings = new ArrayList<>();
        for (String line : log) {
            Matcher modified = MODIFIED.matcher(line);
            Matcher untrusted = UNTRUSTED.matcher(line);
            Matcher error = ERROR.matcher(line);
            if (modified.matches() && StorePath.isStorePath(modified.group("path"))) {
                findings.add(StoreFinding.Modified.of(
                        StorePath.parse(modified.group("path")), modified.group("expected"), modified.group("actual")));
            } else if (untrusted.matches() && StorePath.isStorePath(untrusted.group("path"))) {
                findings.add(StoreFinding.Untrusted.of(StorePath.parse(untrusted.group("path"))));
            } else if (error.matches()) {
                StorePath path = byName.get(error.group("name"));
                if (path != null) {
                    findings.add(errorFinding(path, error.group("below").replace("/", ""), line));
                }
            }
        }
        return findings;
    }

    private static StoreFinding errorFinding(StorePath path, String below, String line) {
        return below.isEmpty() && FILE_MISSING.matcher(line).find()
                ? StoreFinding.Missing.of(path)
                : StoreFinding.Unchecked.of(path, line.substring("error: ".length()));
    }

    private boolean isAboutPath(String line) {
        Matcher error = ERROR.matcher(line);
        return error.matches() && byName.containsKey(error.group("name"));
    }

    private static String name(StorePath path) {
        return path.value().substring(path.value().lastIndexOf('/') + 1);
    }
}
