package io.github.nixadhoc.internal.maintenance;

import io.github.nixadhoc.internal.json.JsonValue;

/**
 * The settings of Nix that decide what is garbage, and where the collector looks for profiles.
 *
 * @param keepOutputs whether the outputs of a derivation are kept as long as the derivation
 * @param keepDerivations whether a derivation is kept as long as its outputs
 * @param usesXdgFolders whether the link to the user's profile is in the XDG state folder; false for Nix 2.8, which has
 *     no such setting
 */
record CollectorSettings(boolean keepOutputs, boolean keepDerivations, boolean usesXdgFolders) {

    static CollectorSettings read(JsonValue answer) {
        return new CollectorSettings(
                answer.get("keep-outputs").get("value").bool(),
                answer.get("keep-derivations").get("value").bool(),
                !answer.get("use-xdg-base-directories").isNull()
                        && answer.get("use-xdg-base-directories").get("value").bool());
    }
}
