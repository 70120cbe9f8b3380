/** The folder in which pins are kept: their links, which Nix takes for roots, and what is known of them. Not exported. */
@NullMarked
package io.github.nixadhoc.internal.pin;

import org.jspecify.annotations.NullMarked;
