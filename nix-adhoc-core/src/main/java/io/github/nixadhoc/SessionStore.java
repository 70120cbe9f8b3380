package io.github.nixadhoc;

import io.github.nixadhoc.internal.session.CallLedger;
import io.github.nixadhoc.internal.session.Journal;
import io.github.nixadhoc.internal.session.Reclaimer;

/**
 * What stands between a session and the store.
 *
 * @param journal what it has done
 * @param ledger writes that down
 * @param reclaimer takes away what it has added
 */
record SessionStore(Journal journal, CallLedger ledger, Reclaimer reclaimer) {}
