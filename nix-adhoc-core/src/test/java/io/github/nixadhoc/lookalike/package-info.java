/** A {@code nix} made of the public API, for the functional tests of Nix itself. */
@NullMarked
package io.github.nixadhoc.lookalike;

import org.jspecify.annotations.NullMarked;
