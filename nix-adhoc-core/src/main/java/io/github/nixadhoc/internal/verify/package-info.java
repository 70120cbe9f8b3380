/** Finds out what is wrong with the paths of a store, and has Nix mend it. Not exported. */
@NullMarked
package io.github.nixadhoc.internal.verify;

import org.jspecify.annotations.NullMarked;
