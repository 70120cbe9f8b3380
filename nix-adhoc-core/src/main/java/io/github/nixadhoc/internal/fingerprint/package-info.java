/** Fingerprints of what answers of Nix depend on: settings, registries and folders. Not exported. */
@NullMarked
package io.github.nixadhoc.internal.fingerprint;

import org.jspecify.annotations.NullMarked;
