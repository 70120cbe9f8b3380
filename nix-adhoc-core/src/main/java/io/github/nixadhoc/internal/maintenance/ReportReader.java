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
 * Reads what {@code nix store verify} says. It has no better form for it than text, of which the first two sentences have
 * been the same from 2.8 to 2.34, while that on missing files is worded anew in each.
 */
final class ReportReader {

    private static final Pattern MODIFIED = Pattern.compile(
            "path '(?<path>[^']+)' was modified! expected hash '(?<expected>[^']+)', got '(?<actual>[^']+)'");

    private static final Pattern UNTRUSTED = Pattern.compile("path '(?<path>[^']+)' is untrusted");

    /** The path may be that of the file, in a store with a root of its own, with slashes too many around it. */
    private static final Pattern ERROR =
            Pattern.compile("error: .*?/(?<name>[0-9a-df-np-sv-z]{32}-[0-9a-zA-Z+\\-._?=]+)(?<below>/*[^/'\"\\s]*).*");

    private static final Pattern GONE = Pattern.compile("No such file or directory|does not exist");

    private final Map<String, StorePath> byName = new LinkedHashMap<>();

    /** Reads a report about these paths, and no others. */
    ReportReader(Collection<StorePath> paths) {
        paths.forEach(path -> byName.put(name(path), path));
    }

    /** Returns whether all that went wrong is something that was found. */
    boolean isReport(List<String> log) {
        return !read(log).isEmpty()
                && log.stream().filter(line -> line.startsWith("error: ")).allMatch(this::isOfAPath);
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
                    findings.add(ofError(path, error.group("below").replace("/", ""), line));
                }
            }
        }
        return findings;
    }

    private static StoreFinding ofError(StorePath path, String below, String line) {
        return below.isEmpty() && GONE.matcher(line).find()
                ? StoreFinding.Missing.of(path)
                : StoreFinding.Unchecked.of(path, line.substring("error: ".length()));
    }

    private boolean isOfAPath(String line) {
        Matcher error = ERROR.matcher(line);
        return error.matches() && byName.containsKey(error.group("name"));
    }

    private static String name(StorePath path) {
        return path.value().substring(path.value().lastIndexOf('/') + 1);
    }
}
