package io.github.nixadhoc.internal.daemon;

import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.nix.NixLogEvent;
import io.github.nixadhoc.model.StorePath;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Requests that follow each other on one connection, which is lent for that time. */
public final class StoreTalk {

    private final StoreConnection connection;
    private final Consumer<? super NixLogEvent> log;
    private final Deadline deadline;
    private boolean answered;
    private boolean rooted;

    StoreTalk(StoreConnection connection, Consumer<? super NixLogEvent> log, Deadline deadline) {
        this.connection = connection;
        this.log = log;
        this.deadline = deadline;
    }

    /** Returns the facts about paths in the same order, each empty if the path is not valid. */
    public List<Optional<PathFacts>> facts(List<StorePath> paths) throws IOException {
        List<Optional<PathFacts>> facts = connection.callAll(
                paths.stream().map(StoreRequests.QueryPathInfo::new).toList(), log, deadline);
        answered = true;
        return facts;
    }

    /** Returns the work that realising some paths takes. */
    public MissingPaths missing(List<WantedPath> wanted) throws IOException {
        return call(new StoreRequests.QueryMissing(wanted));
    }

    /** Builds or downloads paths, and reports on each. */
    public List<RealisedPath> realise(List<WantedPath> wanted) throws IOException {
        return call(new StoreRequests.BuildPathsWithResults(wanted));
    }

    /** Ends the connection, on any thread, so that the request that is under way fails. */
    public void abort() {
        connection.abort();
    }

    <T> T call(StoreRequest<T> request) throws IOException {
        rooted |= request.addsRoots();
        T answer = connection.call(request, log, deadline);
        answered = true;
        return answer;
    }

    boolean hasAnswer() {
        return answered;
    }

    boolean hasAddedRoots() {
        return rooted;
    }
}
