package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.model.Finding;
import io.github.nixadhoc.model.Severity;
import java.io.IOException;
import java.util.List;

/** A check of one aspect of a system. */
abstract class Check {

    private final String name;

    /**
     * Creates a check.
     *
     * @param name the name of the check, one or two words
     */
    Check(String name) {
        this.name = name;
    }

    final String name() {
        return name;
    }

    /**
     * Makes the check without changing anything.
     *
     * @param system the system to examine
     * @return the findings; none if the check does not apply, or if another check reports the reason why it cannot be
     *     made
     * @throws IOException if a file cannot be read
     * @throws InterruptedException if the thread is interrupted
     */
    abstract List<Finding> examine(ExaminedSystem system) throws IOException, InterruptedException;

    final List<Finding> ok(String found, String evidence) {
        return List.of(Finding.of(name, Severity.OK, found, evidence, ""));
    }

    final List<Finding> note(String found, String evidence, String fix) {
        return finding(Severity.NOTE, found, evidence, fix);
    }

    final List<Finding> warning(String found, String evidence, String fix) {
        return finding(Severity.WARNING, found, evidence, fix);
    }

    final List<Finding> error(String found, String evidence, String fix) {
        return finding(Severity.ERROR, found, evidence, fix);
    }

    private List<Finding> finding(Severity severity, String found, String evidence, String fix) {
        return List.of(Finding.of(name, severity, found, evidence, fix));
    }
}
