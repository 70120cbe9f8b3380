package io.github.nixadhoc.internal.nix;

import io.github.nixadhoc.model.Termination;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tells whether a call has failed only since somebody else was at work in the store at the same time. */
final class GcRaceDetector {

    private static final int SIGABRT = 6;
    private static final int SIGPIPE = 13;

    private static final String PATH = "\\S+/[0-9a-z]{32}-";

    /**
     * A collector has taken a derivation or the source of a flake between its making and its use, or the lock; the schema
     * of a store is empty while another Nix makes the store.
     */
    private static final Pattern SENTENCE = Pattern.compile("opening file ['\"]\\S+\\.drv['\"]: No such file"
            + "|path '\\S+\\.drv' is not valid"
            + "|Assertion .*isValidPath"
            + "|cannot build missing derivation"
            + "|failed to obtain derivation of"
            + "|getting (?:status|attributes) of (?:file )?['\"]" + PATH + "source['\"]: No such file"
            + "|path '" + PATH + "source' (?:is not valid|does not exist)"
            + "|SQLite database .* is busy"
            + "|/db/schema['\"] is corrupt");

    private GcRaceDetector() {}

    /** Returns what Nix says of it; empty if the call succeeded, or failed by itself. */
    static Optional<String> of(NixProcess.End end) {
        Termination termination = end.outcome().termination();
        // Nix falls over its broken connection to a collector, and over what it has just made and no longer finds.
        if (termination instanceof Termination.Signaled signaled
                && (signaled.signal() == SIGPIPE || signaled.signal() == SIGABRT)) {
            return Optional.of("Nix ended with " + termination);
        }
        if (end.isSuccess()) {
            return Optional.empty();
        }
        return end.log().errors().stream()
                .map(NixLog.Problem::sentence)
                .filter(sentence -> SENTENCE.matcher(sentence).find())
                .findFirst();
    }
}
