package io.github.nixadhoc.internal.resolution;

import io.github.nixadhoc.internal.runtime.NixServices;
import java.util.Map;

/**
 * What Nix has answered to several questions at once.
 *
 * @param tools the Nix that has answered
 * @param answers the answers by the ids of the questions; none where a package does not serve the purpose
 */
record ResolutionBatch(NixServices tools, Map<String, FreshResolution> answers) {

    ResolutionBatch {
        answers = Map.copyOf(answers);
    }
}
