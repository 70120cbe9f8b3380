/** What answers of Nix depend on that this machine can tell by itself, and whether it is still the same. Not exported. */
@NullMarked
package io.github.nixadhoc.internal.fingerprint;

import org.jspecify.annotations.NullMarked;
