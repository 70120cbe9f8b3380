package io.github.nixadhoc.internal.daemon;

import io.github.nixadhoc.model.StorePath;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The requests that this library sends, one record for each. */
final class StoreRequests {

    private StoreRequests() {}

    /** Asks whether a path is valid. */
    record IsValidPath(StorePath path) implements StoreRequest<Boolean> {

        @Override
        public long operation() {
            return 1;
        }

        @Override
        public WireWriter write(WireWriter to, ProtocolVersion version) {
            return to.path(path);
        }

        @Override
        public Boolean read(WireReader from, ProtocolVersion version) throws IOException {
            return from.flag();
        }
    }

    /** Asks which paths are valid, and may download the others. */
    record QueryValidPaths(List<StorePath> paths, boolean substitute) implements StoreRequest<List<StorePath>> {

        @Override
        public long operation() {
            return 31;
        }

        @Override
        public WireWriter write(WireWriter to, ProtocolVersion version) {
            return to.paths(paths).flag(substitute);
        }

        @Override
        public List<StorePath> read(WireReader from, ProtocolVersion version) throws IOException {
            return from.paths();
        }
    }

    /** Asks for the facts about a path. */
    record QueryPathInfo(StorePath path) implements StoreRequest<Optional<PathFacts>> {

        @Override
        public long operation() {
            return 26;
        }

        @Override
        public WireWriter write(WireWriter to, ProtocolVersion version) {
            return to.path(path);
        }

        @Override
        public Optional<PathFacts> read(WireReader from, ProtocolVersion version) throws IOException {
            if (!from.flag()) {
                return Optional.empty();
            }
            return Optional.of(new PathFacts(
                    path,
                    from.optionalPath(),
                    from.text(),
                    from.paths(),
                    from.number(),
                    from.number(),
                    from.flag(),
                    from.texts(),
                    from.text()));
        }
    }

    /** Asks for the work that realising some paths takes. */
    record QueryMissing(List<WantedPath> wanted) implements StoreRequest<MissingPaths> {

        @Override
        public long operation() {
            return 40;
        }

        @Override
        public WireWriter write(WireWriter to, ProtocolVersion version) {
            return to.texts(wanted.stream().map(WantedPath::text).toList());
        }

        @Override
        public MissingPaths read(WireReader from, ProtocolVersion version) throws IOException {
            return new MissingPaths(from.paths(), from.paths(), from.paths(), from.number(), from.number());
        }
    }

    /** Builds or downloads paths, and reports on each. */
    record BuildPathsWithResults(List<WantedPath> wanted) implements StoreRequest<List<RealisedPath>> {

        private static final int NORMAL_MODE = 0;
        private static final int WITH_PROCESSOR_TIMES = 37;

        @Override
        public long operation() {
            return 46;
        }

        @Override
        public boolean addsRoots() {
            return true;
        }

        @Override
        public WireWriter write(WireWriter to, ProtocolVersion version) {
            return to.texts(wanted.stream().map(WantedPath::text).toList()).number(NORMAL_MODE);
        }

        @Override
        public List<RealisedPath> read(WireReader from, ProtocolVersion version) throws IOException {
            return from.list(each -> result(each, version));
        }

        private static RealisedPath result(WireReader from, ProtocolVersion version) throws IOException {
            String wanted = from.text();
            long status = from.number();
            String message = from.text();
            long timesBuilt = from.number();
            boolean nonDeterministic = from.flag();
            long startTime = from.number();
            long stopTime = from.number();
            if (version.isAtLeast(WITH_PROCESSOR_TIMES)) {
                skipOptionalNumber(from);
                skipOptionalNumber(from);
            }
            return new RealisedPath(
                    wanted, status, message, timesBuilt, nonDeterministic, startTime, stopTime, from.textMap());
        }

        private static void skipOptionalNumber(WireReader from) throws IOException {
            if (from.number("the tag of an optional number", 1) == 1) {
                long unused = from.number();
            }
        }
    }

    /** Builds or downloads paths, and fails as a process of Nix does. */
    record BuildPaths(List<WantedPath> wanted) implements StoreRequest<Boolean> {

        @Override
        public long operation() {
            return 9;
        }

        @Override
        public boolean addsRoots() {
            return true;
        }

        @Override
        public WireWriter write(WireWriter to, ProtocolVersion version) {
            return to.texts(wanted.stream().map(WantedPath::text).toList()).number(0);
        }

        @Override
        public Boolean read(WireReader from, ProtocolVersion version) throws IOException {
            return from.flag();
        }
    }

    /** Keeps a path from being deleted as long as the connection lasts. */
    record AddTempRoot(StorePath path) implements StoreRequest<Boolean> {

        @Override
        public long operation() {
            return 11;
        }

        @Override
        public boolean addsRoots() {
            return true;
        }

        @Override
        public WireWriter write(WireWriter to, ProtocolVersion version) {
            return to.path(path);
        }

        @Override
        public Boolean read(WireReader from, ProtocolVersion version) throws IOException {
            return from.flag();
        }
    }

    /** Makes a path valid, by a download if it is not. */
    record EnsurePath(StorePath path) implements StoreRequest<Boolean> {

        @Override
        public long operation() {
            return 10;
        }

        @Override
        public boolean addsRoots() {
            return true;
        }

        @Override
        public WireWriter write(WireWriter to, ProtocolVersion version) {
            return to.path(path);
        }

        @Override
        public Boolean read(WireReader from, ProtocolVersion version) throws IOException {
            return from.flag();
        }
    }

    /** Asks which paths can be downloaded. */
    record QuerySubstitutablePaths(List<StorePath> paths) implements StoreRequest<List<StorePath>> {

        @Override
        public long operation() {
            return 32;
        }

        @Override
        public WireWriter write(WireWriter to, ProtocolVersion version) {
            return to.paths(paths);
        }

        @Override
        public List<StorePath> read(WireReader from, ProtocolVersion version) throws IOException {
            return from.paths();
        }
    }

    /** Asks the caches for the facts about paths. */
    record QuerySubstitutablePathInfos(List<StorePath> paths) implements StoreRequest<List<SubstitutableFacts>> {

        @Override
        public long operation() {
            return 30;
        }

        @Override
        public WireWriter write(WireWriter to, ProtocolVersion version) {
            // the second text is the address by content, which is known only of a path that is made here
            return to.texts(paths.stream().collect(Collectors.toMap(StorePath::value, path -> "")));
        }

        @Override
        public List<SubstitutableFacts> read(WireReader from, ProtocolVersion version) throws IOException {
            return from.list(each -> new SubstitutableFacts(
                    each.path(), each.optionalPath(), each.paths(), each.number(), each.number()));
        }
    }

    /** Adds signatures to a path. */
    record AddSignatures(StorePath path, List<String> signatures) implements StoreRequest<Boolean> {

        @Override
        public long operation() {
            return 37;
        }

        @Override
        public WireWriter write(WireWriter to, ProtocolVersion version) {
            return to.path(path).texts(signatures);
        }

        @Override
        public Boolean read(WireReader from, ProtocolVersion version) throws IOException {
            return from.flag();
        }
    }

    /** Compares the store with its database; the answer is whether errors remain. */
    record VerifyStore(boolean checkContents, boolean repair) implements StoreRequest<Boolean> {

        @Override
        public long operation() {
            return 35;
        }

        @Override
        public WireWriter write(WireWriter to, ProtocolVersion version) {
            return to.flag(checkContents).flag(repair);
        }

        @Override
        public Boolean read(WireReader from, ProtocolVersion version) throws IOException {
            return from.flag();
        }
    }

    /** Finds or deletes garbage. */
    record CollectGarbage(GarbageAction action, List<StorePath> paths, long maxBytes)
            implements StoreRequest<CollectedGarbage> {

        @Override
        public long operation() {
            return 20;
        }

        @Override
        public WireWriter write(WireWriter to, ProtocolVersion version) {
            WireWriter known =
                    to.number(action.number()).paths(paths).flag(false).number(maxBytes);
            // three options that no Nix has any more
            return known.number(0).number(0).number(0);
        }

        @Override
        public CollectedGarbage read(WireReader from, ProtocolVersion version) throws IOException {
            CollectedGarbage collected = new CollectedGarbage(from.texts(), from.number());
            long unused = from.number();
            return collected;
        }
    }

    /** Asks for the roots of the garbage collector. */
    record FindRoots() implements StoreRequest<List<StoreRoot>> {

        @Override
        public long operation() {
            return 14;
        }

        @Override
        public WireWriter write(WireWriter to, ProtocolVersion version) {
            return to;
        }

        @Override
        public List<StoreRoot> read(WireReader from, ProtocolVersion version) throws IOException {
            return from.list(each -> new StoreRoot(each.text(), each.path()));
        }
    }

    /** Sets the settings of the connection. */
    record SetOptions(ConnectionOptions options) implements StoreRequest<Boolean> {

        private static final int SHOWN = 0;
        private static final int HIDDEN = 7;

        @Override
        public long operation() {
            return 19;
        }

        @Override
        public WireWriter write(WireWriter to, ProtocolVersion version) {
            return to.flag(options.keepFailed())
                    .flag(options.keepGoing())
                    .flag(options.fallback())
                    .number(options.verbosity())
                    .number(options.maxJobs())
                    .number(options.maxSilentSeconds())
                    .flag(true)
                    .number(options.verboseBuilds() ? SHOWN : HIDDEN)
                    .number(0)
                    .number(0)
                    .number(options.cores())
                    .flag(options.substitute())
                    .texts(options.others());
        }

        @Override
        public Boolean read(WireReader from, ProtocolVersion version) {
            return true;
        }
    }
}
