package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.model.Finding;
import io.github.nixadhoc.model.Severity;
import java.io.IOException;
import java.util.List;

/** Looks at one thing. */
interface Check {

    /** Returns what is looked at, in a word or two. */
    String name();

    /**
     * Looks, and changes nothing.
     *
     * @return what was found; nothing if this does not matter here, or if another check says why it cannot be known
     * @throws IOException if it cannot be seen
     */
    List<Finding> examine(ExaminedSystem patient) throws IOException, InterruptedException;

    default List<Finding> ok(String found, String evidence) {
        return List.of(Finding.builder(name(), Severity.OK)
                .found(found)
                .evidence(evidence)
                .build());
    }

    default List<Finding> note(String found, String evidence, String fix) {
        return List.of(Finding.builder(name(), Severity.NOTE)
                .found(found)
                .evidence(evidence)
                .fix(fix)
                .build());
    }

    default List<Finding> warning(String found, String evidence, String fix) {
        return List.of(Finding.builder(name(), Severity.WARNING)
                .found(found)
                .evidence(evidence)
                .fix(fix)
                .build());
    }

    default List<Finding> error(String found, String evidence, String fix) {
        return List.of(Finding.builder(name(), Severity.ERROR)
                .found(found)
                .evidence(evidence)
                .fix(fix)
                .build());
    }
}
