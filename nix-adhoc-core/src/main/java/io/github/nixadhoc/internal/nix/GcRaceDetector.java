package io.github.nixadhoc.internal.nix;

import io.github.nixadhoc.model.Termination;
import java.util.Optional;
import java.util.regex.Pattern;

/** The detector of calls that failed only because another process changed the store at the same time. */
final class GcRaceDetector {

    private static final int SIGABRT = 6;
    private static final int SIGPIPE = 13;

    private static final String PATH = "\\S+/[0-9a-z]{32}-";

    /**
     * The errors after a collector has deleted a derivation or the source of a flake between its creation and its use, or
     * holds the lock, or while another Nix creates the store, whose schema is still empty.
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

    /** Returns the error of Nix; empty if the call succeeded or failed for another reason. */
    static Optional<String> of(NixProcess.End end) {
        Termination termination = end.outcome().termination();
        // Nix crashes when its connection to a collector breaks, or when a path that it has just created is missing
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
