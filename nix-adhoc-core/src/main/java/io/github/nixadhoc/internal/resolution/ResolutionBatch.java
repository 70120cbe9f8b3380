package io.github.nixadhoc.internal.resolution;

import io.github.nixadhoc.internal.runtime.NixServices;
import java.util.Map;

/**
 * The results of one evaluation for several requests.
 *
 * @param services the Nix that evaluated
 * @param results the results by the ids of the requests; none where a package does not serve the purpose
 */
record ResolutionBatch(NixServices services, Map<String, FreshResolution> results) {

    ResolutionBatch {
        results = Map.copyOf(results);
    }
}
