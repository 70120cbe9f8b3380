package io.github.nixadhoc.internal.client;

import io.github.nixadhoc.internal.session.Journal;
import io.github.nixadhoc.internal.session.Reclaimer;
import io.github.nixadhoc.internal.session.StoreChangeRecorder;

/**
 * What stands between a session and the store.
 *
 * @param journal what it has done
 * @param recorder writes that down
 * @param reclaimer takes away what it has added
 */
record SessionStore(Journal journal, StoreChangeRecorder recorder, Reclaimer reclaimer) {}
