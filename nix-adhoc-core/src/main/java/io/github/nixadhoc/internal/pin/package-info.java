/** The folder of the pins: their links, which Nix treats as roots, and their records. Not exported. */
@NullMarked
package io.github.nixadhoc.internal.pin;

import org.jspecify.annotations.NullMarked;
