/**
 * Events of a running command. A {@link io.github.nixadhoc.event.NixListener} gets each
 * {@link io.github.nixadhoc.event.NixEvent}; {@link io.github.nixadhoc.event.ConsoleProgress} draws them.
 */
@NullMarked
package io.github.nixadhoc.event;

import org.jspecify.annotations.NullMarked;
