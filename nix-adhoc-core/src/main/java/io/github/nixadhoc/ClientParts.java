package io.github.nixadhoc;

import io.github.nixadhoc.internal.pin.PinFolder;
import io.github.nixadhoc.internal.progress.Watches;
import io.github.nixadhoc.internal.terminal.Terminal;

/** What the programs of a client and those of its sessions have in common. */
record ClientParts(PinFolder pins, Watches watches, DetachedPrograms detached, Terminal terminal) {}
