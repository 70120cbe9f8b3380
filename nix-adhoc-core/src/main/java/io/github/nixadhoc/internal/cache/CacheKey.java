package io.github.nixadhoc.internal.cache;

import io.github.nixadhoc.internal.fingerprint.NixSnapshot;

/**
 * The key of an answer: the request, and all that is known before Nix is asked and decides the answer.
 *
 * @param request the request
 * @param snapshot the Nix in use and its settings, as the run that asks has found them
 * @param digest a digest of both, in hexadecimal digits
 */
public record CacheKey(CacheRequest request, NixSnapshot snapshot, String digest) {}
