package io.github.nixadhoc.result;

import io.github.nixadhoc.model.Finding;
import io.github.nixadhoc.model.Severity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** Findings as a table that a person reads at a glance. */
final class FindingTable {

    static final int WIDTH = 100;

    private static final String GAP = "  ";

    private final List<Finding> findings;
    private final int severityWidth;
    private final int checkWidth;

    private FindingTable(List<Finding> findings) {
        this.findings = findings;
        this.severityWidth = widest(
                findings.stream().map(finding -> word(finding.severity())).toList());
        this.checkWidth = widest(findings.stream().map(Finding::check).toList());
    }

    static String of(List<Finding> findings) {
        return new FindingTable(findings).text();
    }

    private String text() {
        StringJoiner text = new StringJoiner("\n");
        text.add(summary());
        findings.forEach(finding -> rows(finding).forEach(text::add));
        return text.toString();
    }

    private String summary() {
        String problems = Arrays.stream(Severity.values())
                .filter(Severity::isProblem)
                .sorted((one, other) -> other.compareTo(one))
                .map(this::count)
                .filter(count -> !count.isEmpty())
                .collect(Collectors.joining(", "));
        return "Nix here: " + (problems.isEmpty() ? "no problems" : problems);
    }

    private String count(Severity severity) {
        long count = findings.stream()
                .filter(finding -> finding.severity() == severity)
                .count();
        String word = severity.name().toLowerCase(Locale.ROOT);
        return count == 0 ? "" : count + " " + word + (count == 1 ? "" : "s");
    }

    private List<String> rows(Finding finding) {
        List<String> cells = new ArrayList<>(wrapped(oneLine(finding.found())));
        if (finding.severity().isProblem() && !finding.evidence().isEmpty()) {
            cells.addAll(wrapped("seen: " + oneLine(finding.evidence())));
        }
        List<String> rows = new ArrayList<>();
        String start =
                GAP + padded(word(finding.severity()), severityWidth) + GAP + padded(finding.check(), checkWidth);
        for (String cell : cells) {
            rows.add((start + GAP + cell).stripTrailing());
            start = " ".repeat(start.length());
        }
        // A fix is whole on its line, however long, so that it can be copied; and begins far left, to be seldom too
        // long.
        if (!finding.fix().isEmpty()) {
            rows.add(GAP + " ".repeat(severityWidth) + GAP + "fix: " + oneLine(finding.fix()));
        }
        return rows;
    }

    private List<String> wrapped(String text) {
        int width = Math.max(20, WIDTH - 3 * GAP.length() - severityWidth - checkWidth);
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (line.length() > 0 && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    /** A problem is in capitals, so that it stands out. */
    private static String word(Severity severity) {
        return severity.isProblem() ? severity.name() : severity.name().toLowerCase(Locale.ROOT);
    }

    private static int widest(List<String> texts) {
        return texts.stream().mapToInt(String::length).max().orElse(0);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    /** A finding may quote another program, which may have printed control characters. */
    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    }
}
