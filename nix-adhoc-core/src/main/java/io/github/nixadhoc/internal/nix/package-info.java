/** Calls of the Nix binary: finding it, its versions, its log, its failures. Not exported. */
@NullMarked
package io.github.nixadhoc.internal.nix;

import org.jspecify.annotations.NullMarked;
