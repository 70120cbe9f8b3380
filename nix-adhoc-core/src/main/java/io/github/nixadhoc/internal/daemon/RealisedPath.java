package io.github.nixadhoc.internal.daemon;

import java.util.Map;

/**
 * The result of realising one path.
 *
 * @param wanted the path, as the request named it
 * @param status the number of the result; see {@link #isSuccess}
 * @param message the reason of a failure; empty for a success
 * @param timesBuilt how often it was built
 * @param nonDeterministic whether two builds differed
 * @param startTime the time at which the build began, in seconds since 1970; 0 if nothing was built
 * @param stopTime the time at which the build ended, in seconds since 1970; 0 if nothing was built
 * @param outputs the outputs by their id, each in Nix's JSON
 */
public record RealisedPath(
        String wanted,
        long status,
        String message,
        long timesBuilt,
        boolean nonDeterministic,
        long startTime,
        long stopTime,
        Map<String, String> outputs) {

    private static final long BUILT = 0;
    private static final long SUBSTITUTED = 1;
    private static final long ALREADY_VALID = 2;
    private static final long RESOLVES_TO_ALREADY_VALID = 13;

    public RealisedPath {
        outputs = Map.copyOf(outputs);
    }

    /** Returns whether the path is valid now. */
    public boolean isSuccess() {
        return status == BUILT
                || status == SUBSTITUTED
                || status == ALREADY_VALID
                || status == RESOLVES_TO_ALREADY_VALID;
    }
}
