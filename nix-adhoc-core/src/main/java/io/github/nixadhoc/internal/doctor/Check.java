package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.model.Finding;
import io.github.nixadhoc.model.Severity;
import java.io.IOException;
import java.util.List;

/** A check of one aspect of a system. */
interface Check {

    /** Returns the name of the check, one or two words. */
    String name();

    /**
     * Makes the check without changing anything.
     *
     * @param system the system to examine
     * @return the findings; none if the check does not apply, or if another check reports the reason why it cannot be
     *     made
     * @throws IOException if a file cannot be read
     * @throws InterruptedException if the thread is interrupted
     */
    List<Finding> examine(ExaminedSystem system) throws IOException, InterruptedException;

    default List<Finding> ok(String found, String evidence) {
        return List.of(Finding.of(name(), Severity.OK, found, evidence, ""));
    }

    default List<Finding> note(String found, String evidence, String fix) {
        return finding(Severity.NOTE, found, evidence, fix);
    }

    default List<Finding> warning(String found, String evidence, String fix) {
        return finding(Severity.WARNING, found, evidence, fix);
    }

    default List<Finding> error(String found, String evidence, String fix) {
        return finding(Severity.ERROR, found, evidence, fix);
    }

    private List<Finding> finding(Severity severity, String found, String evidence, String fix) {
        return List.of(Finding.of(name(), severity, found, evidence, fix));
    }
}
