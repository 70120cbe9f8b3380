package io.github.nixadhoc.internal.resolution;

import io.github.nixadhoc.internal.fingerprint.NixSnapshot;
import io.github.nixadhoc.internal.nix.NixBinary;
import org.jspecify.annotations.Nullable;

/**
 * The Nix in use and its settings, as one run has found them.
 *
 * @param binary the Nix in use
 * @param snapshot its settings; null if no answer can be cached
 */
record NixLook(NixBinary binary, @Nullable NixSnapshot snapshot) {}
