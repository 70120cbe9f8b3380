/**
 * The interface through which the library starts processes; it is independent of Nix.
 *
 * <p>A {@link io.github.nixadhoc.exec.CommandExecutor} starts the process that a
 * {@link io.github.nixadhoc.exec.ProcessSpec} describes. It returns a {@link io.github.nixadhoc.exec.RunningProcess}, whose
 * end is a {@link io.github.nixadhoc.exec.ProcessOutcome}. {@link io.github.nixadhoc.exec.commons.CommonsExecExecutor} is the default,
 * {@link io.github.nixadhoc.testing.RecordingExecutor} the double for tests of programs that use this library.
 *
 * @serial exclude
 */
@NullMarked
package io.github.nixadhoc.exec;

import org.jspecify.annotations.NullMarked;
