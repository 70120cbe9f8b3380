package io.github.nixadhoc.internal.search;

import io.github.nixadhoc.internal.nix.LogWatch;
import io.github.nixadhoc.internal.nix.NixLogEvent;
import io.github.nixadhoc.model.Phase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages of a search for the listeners of its client: how far the evaluation of a flake is, and which packages are left
 * out.
 *
 * <p>Thread-safe.
 */
final class SearchNotes implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SearchNotes.class);

    private final String flake;
    private final LogWatch.@Nullable Follower follower;

    private SearchNotes(String flake, LogWatch.@Nullable Follower follower) {
        this.flake = flake;
        this.follower = follower;
    }

    /** Returns the notes for the command that this thread executes. */
    static SearchNotes of(String flake) {
        LogWatch watch = LogWatch.current();
        return new SearchNotes(flake, watch == null ? null : watch.follow(Phase.RESOLVE));
    }

    void read(String done, String all) {
        tell(NixLogEvent.PROGRESS_NOTE, "read " + done + " of " + all + " names in " + flake);
    }

    /** Tells how far the last evaluation is, which reads again what comes before the last broken package. */
    void readWithoutSkipped(String done, String all) {
        tell(
                NixLogEvent.PROGRESS_NOTE,
                "read " + done + " of " + all + " names in " + flake + " again, without those left out");
    }

    void skipped(SkippedPackage broken) {
        tell(NixLogEvent.WARNING, "the search of " + flake + " leaves out " + broken);
    }

    private void tell(int level, String text) {
        log.debug("{}", text);
        if (follower != null) {
            follower.accept(new NixLogEvent.Message(level, text, text));
        }
    }

    @Override
    public void close() {
        if (follower != null) {
            follower.end();
        }
    }
}
