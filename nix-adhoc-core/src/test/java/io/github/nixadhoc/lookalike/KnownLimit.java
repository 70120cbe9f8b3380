package io.github.nixadhoc.lookalike;

import java.util.Map;
import java.util.Optional;

/** Refusals of the library that its pages announce, so that Nix may do otherwise. */
final class KnownLimit {

    private static final Map<String, String> BY_MESSAGE = Map.of(
            "is a set, not a package", "all packages of a set",
            "depends on its content, which is not known", "a copy of what only the other store has built",
            "no revision and no hash to pin it to", "a pin of a flake that is not locked",
            "of the unbuilt derivation", "a text that is an output of an output");

    private KnownLimit() {}

    /** Returns what is not covered, if a failure is such a refusal. */
    static Optional<String> of(Exception failure) {
        String message = String.valueOf(failure.getMessage());
        return BY_MESSAGE.entrySet().stream()
                .filter(limit -> message.contains(limit.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
