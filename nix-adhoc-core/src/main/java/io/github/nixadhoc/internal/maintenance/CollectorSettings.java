package io.github.nixadhoc.internal.maintenance;

import io.github.nixadhoc.internal.json.JsonValue;

/**
 * The settings of Nix that decide what its collector takes for garbage, and where it looks for profiles.
 *
 * @param keepOutputs whether what a derivation builds is kept as long as the derivation is
 * @param keepDerivations whether a derivation is kept as long as what it built
 * @param usesXdgFolders whether the link to the user's profile is in the XDG state folder; Nix 2.8 knows no such setting
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
