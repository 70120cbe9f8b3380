/**
 * Exceptions, one class for each failure that a caller may handle differently.
 *
 * <p>All are unchecked and extend {@link io.github.nixadhoc.error.NixException}, which carries the command, the phase,
 * the end of Nix's log and a hint. A program's exit code is never an exception unless asked for with
 * {@code RunResult.orThrow()}.
 *
 * @serial exclude
 */
@NullMarked
package io.github.nixadhoc.error;

import org.jspecify.annotations.NullMarked;
