/**
 * What goes on while a command runs: {@link io.github.nixadhoc.event.NixListener} is told of each
 * {@link io.github.nixadhoc.event.NixEvent}; {@link io.github.nixadhoc.event.ConsoleProgress} draws them.
 */
@NullMarked
package io.github.nixadhoc.event;

import org.jspecify.annotations.NullMarked;
