/**
 * The events for listeners and for the JDK Flight Recorder, created from the log of Nix and the steps of a run. Not exported.
 */
@NullMarked
package io.github.nixadhoc.internal.progress;

import org.jspecify.annotations.NullMarked;
