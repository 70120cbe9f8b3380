package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.model.NixVersion;
import java.util.Optional;

/**
 * What a store says of itself.
 *
 * @param url its address
 * @param version the version of the Nix that serves it; empty if it does not tell
 * @param trusted whether it trusts this user; empty if it does not tell
 */
public record StoreFacts(String url, Optional<NixVersion> version, Optional<Boolean> trusted) {}
