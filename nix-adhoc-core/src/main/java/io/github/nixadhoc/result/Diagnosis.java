package io.github.nixadhoc.result;

import io.github.nixadhoc.model.EqualByContent;
import io.github.nixadhoc.model.Finding;
import io.github.nixadhoc.model.Severity;
import java.util.Comparator;
import java.util.List;

/**
 * The findings of a {@link io.github.nixadhoc.DoctorCommand}.
 *
 * <p>Immutable and thread-safe. {@link #toString()} is a table for a person, of plain ASCII but for what it quotes.
 *
 * @since 0.1
 */
public final class Diagnosis extends EqualByContent {

    private final List<Finding> findings;

    private Diagnosis(List<Finding> findings) {
        this.findings = List.copyOf(findings);
    }

    /**
     * Returns the diagnosis with some findings.
     *
     * @param findings one or more for each thing that was looked at
     * @return the diagnosis
     */
    public static Diagnosis of(List<Finding> findings) {
        return new Diagnosis(findings);
    }

    /**
     * Returns one finding or more for each thing that was looked at.
     *
     * @return an unmodifiable list, in a fixed order
     */
    public List<Finding> findings() {
        return findings;
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

    @Override
    protected List<Object> parts() {
        return List.of(findings);
    }

    /** Returns a table: what was looked at, what was found, and below each problem its evidence and what to do. */
    @Override
    public String toString() {
        return FindingTable.of(findings);
    }
}
