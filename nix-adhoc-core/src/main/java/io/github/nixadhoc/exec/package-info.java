/**
 * The plug that turns a command into a process; nothing in it knows about Nix.
 *
 * <p>A {@link io.github.nixadhoc.exec.ProcessSpec} goes into a {@link io.github.nixadhoc.exec.CommandExecutor}, a
 * {@link io.github.nixadhoc.exec.RunningProcess} comes out, and ends in a
 * {@link io.github.nixadhoc.exec.ProcessOutcome}. {@link io.github.nixadhoc.exec.commons.CommonsExecExecutor} is the default,
 * {@link io.github.nixadhoc.testing.RecordingExecutor} the double for tests of programs that use this library.
 *
 * @serial exclude
 */
@NullMarked
package io.github.nixadhoc.exec;

import org.jspecify.annotations.NullMarked;
