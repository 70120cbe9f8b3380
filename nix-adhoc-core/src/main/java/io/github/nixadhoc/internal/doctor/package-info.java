/** What may be wrong with a machine that Nix is to work on: one class for each thing that is looked at. Not exported. */
@NullMarked
package io.github.nixadhoc.internal.doctor;

import org.jspecify.annotations.NullMarked;
