package io.github.nixadhoc.model;

import java.util.List;
import java.util.Objects;

/**
 * The outcome of one check of a machine.
 *
 * <p>Immutable and thread-safe; equality is by content. None of the texts holds a secret.
 *
 * @since 0.1
 */
public final class Finding extends EqualByContent {

    private final String check;
    private final Severity severity;
    private final String found;
    private final String evidence;
    private final String fix;

    private Finding(String check, Severity severity, String found, String evidence, String fix) {
        this.check = Objects.requireNonNull(check, "check");
        this.severity = Objects.requireNonNull(severity, "severity");
        this.found = Objects.requireNonNull(found, "found");
        this.evidence = Objects.requireNonNull(evidence, "evidence");
        this.fix = Objects.requireNonNull(fix, "fix");
    }

    /**
     * Returns a {@code Finding} without a source and a remedy.
     *
     * @param check the name of the check
     * @param severity the severity of the finding
     * @param found a description of the finding, for a person
     * @return an immutable {@code Finding}
     */
    public static Finding of(String check, Severity severity, String found) {
        return new Finding(check, severity, found, "", "");
    }

    /**
     * Returns a {@code Finding}. The library uses this, and so may the tests of its users.
     *
     * @param check the name of the check
     * @param severity the severity of the finding
     * @param found a description of the finding, for a person
     * @param evidence the source of the finding: a file, a setting, a variable or a command; empty if there is none
     * @param fix a remedy, which is a command or a setting where there is one; empty if nothing has to be done
     * @return an immutable {@code Finding}
     */
    public static Finding of(String check, Severity severity, String found, String evidence, String fix) {
        return new Finding(check, severity, found, evidence, fix);
    }

    /**
     * Returns the name of the check.
     *
     * @return for instance {@code nix}, {@code sandbox} or {@code binary cache}
     */
    public String check() {
        return check;
    }

    /**
     * Returns the severity of the finding.
     *
     * @return the severity
     */
    public Severity severity() {
        return severity;
    }

    /**
     * Returns a description of the finding, for a person.
     *
     * @return the description
     */
    public String found() {
        return found;
    }

    /**
     * Returns the source of the finding: a file, a setting, a variable or a command.
     *
     * @return the source; empty if there is none
     */
    public String evidence() {
        return evidence;
    }

    /**
     * Returns a remedy, which is a command or a setting where there is one.
     *
     * @return the remedy; empty if nothing has to be done
     */
    public String fix() {
        return fix;
    }

    @Override
    protected List<Object> parts() {
        return List.of(check, severity, found, evidence, fix);
    }

    @Override
    public String toString() {
        return "Finding[check=" + check + ", severity=" + severity + ", found=" + found + ", evidence=" + evidence
                + ", fix=" + fix + "]";
    }
}
