/** The engine of a client: its sessions, its operations and their threads. Not exported. */
@NullMarked
package io.github.nixadhoc.internal.client;

import org.jspecify.annotations.NullMarked;
