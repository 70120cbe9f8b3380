package io.github.nixadhoc.internal.cache;

/**
 * What an answer depends on that is known before it is asked for: the request, the Nix in use and its settings.
 *
 * @param request the request
 * @param digest a digest of it all, in hexadecimal digits
 */
public record CacheKey(CacheRequest request, String digest) {}
