package io.github.nixadhoc.audit;

import io.github.nixadhoc.internal.audit.AuditRecorder;

/** Writers of audits, as a client makes them. */
public final class Recorders {

    private Recorders() {}

    /** Returns what writes to an audit. */
    public static AuditRecorder of(Audit audit) {
        return new AuditRecorder(audit.file(), audit.who(), audit.patience());
    }
}
