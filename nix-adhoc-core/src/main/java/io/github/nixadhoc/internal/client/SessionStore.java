package io.github.nixadhoc.internal.client;

import io.github.nixadhoc.internal.session.Journal;
import io.github.nixadhoc.internal.session.Reclaimer;
import io.github.nixadhoc.internal.session.StoreChangeRecorder;

/**
 * The part of a session that records its additions to the store and deletes them.
 *
 * @param journal the record of its additions
 * @param recorder writes the journal
 * @param reclaimer deletes its additions
 */
record SessionStore(Journal journal, StoreChangeRecorder recorder, Reclaimer reclaimer) {}
