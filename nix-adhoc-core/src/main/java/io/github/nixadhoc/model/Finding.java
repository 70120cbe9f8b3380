package io.github.nixadhoc.model;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one check of a machine.
 *
 * <p>Immutable and thread-safe; equality is by content. None of the texts holds a secret.
 *
 * @since 0.1
 */
public final class Finding {

    private final String check;
    private final Severity severity;
    private final String found;
    private final String evidence;
    private final String fix;

    private Finding(Builder builder) {
        this.check = builder.check;
        this.severity = builder.severity;
        this.found = builder.found;
        this.evidence = builder.evidence;
        this.fix = builder.fix;
    }

    /**
     * Returns a new builder of a {@code Finding}. The library uses it, and so may the tests of its users.
     *
     * @param check the name of the check
     * @param severity the severity of the finding
     * @return the builder
     */
    public static Builder builder(String check, Severity severity) {
        return new Builder(check, severity);
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
    public boolean equals(@Nullable Object other) {
        return other instanceof Finding that && content().equals(that.content());
    }

    @Override
    public int hashCode() {
        return content().hashCode();
    }

    private List<Object> content() {
        return List.of(check, severity, found, evidence, fix);
    }

    @Override
    public String toString() {
        return "Finding[check=" + check + ", severity=" + severity + ", found=" + found + ", evidence=" + evidence
                + ", fix=" + fix + "]";
    }

    /**
     * Builds a {@link Finding}.
     *
     * <p>Not thread-safe.
     *
     * @since 0.1
     */
    public static final class Builder {

        private final String check;
        private final Severity severity;
        private String found = "";
        private String evidence = "";
        private String fix = "";

        private Builder(String check, Severity severity) {
            this.check = Objects.requireNonNull(check, "check");
            this.severity = Objects.requireNonNull(severity, "severity");
        }

        /**
         * Sets the description of the finding.
         *
         * @param found the description; empty unless set
         * @return this builder
         */
        public Builder found(String found) {
            this.found = Objects.requireNonNull(found, "found");
            return this;
        }

        /**
         * Sets the source of the finding.
         *
         * @param evidence a file, a setting, a variable or a command; empty unless set
         * @return this builder
         */
        public Builder evidence(String evidence) {
            this.evidence = Objects.requireNonNull(evidence, "evidence");
            return this;
        }

        /**
         * Sets the remedy.
         *
         * @param fix a command or a setting; empty unless set
         * @return this builder
         */
        public Builder fix(String fix) {
            this.fix = Objects.requireNonNull(fix, "fix");
            return this;
        }

        /**
         * Returns the result.
         *
         * @return an immutable {@code Finding}
         */
        public Finding build() {
            return new Finding(this);
        }
    }
}
