package io.github.nixadhoc;

import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.internal.pin.PinFolder;
import io.github.nixadhoc.internal.progress.Watches;
import io.github.nixadhoc.internal.terminal.Terminal;
import io.github.nixadhoc.policy.CleanRoom;
import io.github.nixadhoc.policy.Confinement;
import org.jspecify.annotations.Nullable;

/**
 * What the programs of a client and those of its sessions have in common.
 *
 * @param review what they pass before they run
 * @param room what they get unless told otherwise
 * @param confinement what they are kept to; null for nothing
 * @param environment what they inherit
 * @param pins what is pinned
 * @param watches who is told what goes on
 * @param detached those that outlive the JVM
 * @param terminal the terminal that one of them may have
 */
record ClientParts(
        Review review,
        CleanRoom room,
        @Nullable Confinement confinement,
        ProcessEnvironment environment,
        PinFolder pins,
        Watches watches,
        DetachedPrograms detached,
        Terminal terminal) {}
