package io.github.nixadhoc;

import io.github.nixadhoc.model.Finding;
import io.github.nixadhoc.model.Severity;
import java.util.Comparator;
import java.util.List;

/**
 * What a {@link DoctorCommand} has found.
 *
 * <p>Immutable and thread-safe. {@link #toString()} is a table for a person, of plain ASCII but for what it quotes.
 *
 * @param findings one or more for each thing that was looked at, in a fixed order
 * @since 0.1
 */
public record Diagnosis(List<Finding> findings) {

    /**
     * Copies the findings.
     *
     * @param findings what was found
     */
    public Diagnosis {
        findings = List.copyOf(findings);
    }

    /**
     * Returns what something should be done about.
     *
     * @return the errors, then the warnings; empty if there are none
     */
    public List<Finding> problems() {
        return findings.stream()
                .filter(finding -> finding.severity().isProblem())
                .sorted(Comparator.comparing(Finding::severity).reversed())
                .toList();
    }

    /**
     * Returns whether packages can be run, as far as could be seen.
     *
     * @return true if there is no error; there may be warnings
     */
    public boolean isHealthy() {
        return findings.stream().noneMatch(finding -> finding.severity() == Severity.ERROR);
    }

    /** Returns a table: what was looked at, what was found, and below each problem its evidence and what to do. */
    @Override
    public String toString() {
        return FindingTable.of(findings);
    }
}
