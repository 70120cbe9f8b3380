/**
 * From what Nix says in its log, and from the steps of a command, to events for listeners and for the JDK Flight Recorder.
 * Not exported.
 */
@NullMarked
package io.github.nixadhoc.internal.progress;

import org.jspecify.annotations.NullMarked;
