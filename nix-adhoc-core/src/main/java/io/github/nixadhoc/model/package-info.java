/**
 * Small immutable values that every other package speaks in.
 *
 * <p>Start with {@link io.github.nixadhoc.model.Installable}, the name of something that Nix can build or run, and
 * {@link io.github.nixadhoc.model.Termination}, the way a process ended. All types here are immutable and thread-safe,
 * none starts a process, and none depends on another package of this library.
 */
@NullMarked
package io.github.nixadhoc.model;

import org.jspecify.annotations.NullMarked;
