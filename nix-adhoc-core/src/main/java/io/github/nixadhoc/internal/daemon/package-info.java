/** A lasting connection to a Nix store, over the worker protocol. Not exported. */
@NullMarked
package io.github.nixadhoc.internal.daemon;

import org.jspecify.annotations.NullMarked;
