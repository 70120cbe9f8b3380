package io.github.nixadhoc.internal.daemon;

import java.util.Map;

/**
 * The settings of a connection. The protocol has places of their own for some, which always count; the others count where the
 * daemon trusts the user, and the daemon tells in its log which ones it ignores.
 *
 * @param keepFailed whether the folder of a failed build is kept
 * @param keepGoing whether other builds go on after a failure
 * @param fallback whether to build what cannot be downloaded
 * @param verbosity the level of the messages that are sent
 * @param maxJobs how many builds run at once
 * @param maxSilentSeconds the time after which a silent build is stopped; 0 for no limit
 * @param verboseBuilds whether the output of builders is sent
 * @param cores the number of processors for one build; 0 for all
 * @param substitute whether to download
 * @param others the other settings by name
 */
public record ConnectionOptions(
        boolean keepFailed,
        boolean keepGoing,
        boolean fallback,
        long verbosity,
        long maxJobs,
        long maxSilentSeconds,
        boolean verboseBuilds,
        long cores,
        boolean substitute,
        Map<String, String> others) {

    public ConnectionOptions {
        others = Map.copyOf(others);
    }
}
