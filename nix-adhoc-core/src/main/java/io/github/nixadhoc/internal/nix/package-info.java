/** Calls of the {@code nix} binary: its location, versions, log and failures. Not exported. */
@NullMarked
package io.github.nixadhoc.internal.nix;

import org.jspecify.annotations.NullMarked;
