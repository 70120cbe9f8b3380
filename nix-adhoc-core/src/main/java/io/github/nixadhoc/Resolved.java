package io.github.nixadhoc;

import java.util.Map;

/**
 * What Nix has answered to several questions at once.
 *
 * @param tools the Nix that has answered
 * @param answers the answers by the ids of the questions; none where a package does not serve the purpose
 */
record Resolved(NixTools tools, Map<String, Fresh> answers) {

    Resolved {
        answers = Map.copyOf(answers);
    }
}
