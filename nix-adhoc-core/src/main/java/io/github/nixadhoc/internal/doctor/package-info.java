/** The checks of a machine for Nix, one class for each check. Not exported. */
@NullMarked
package io.github.nixadhoc.internal.doctor;

import org.jspecify.annotations.NullMarked;
