/** A cache of answers of Nix, in memory and in files. Not exported. */
@NullMarked
package io.github.nixadhoc.internal.cache;

import org.jspecify.annotations.NullMarked;
