package io.github.nixadhoc;

import io.github.nixadhoc.internal.client.Engine;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.resolve.FlakeLocation;
import io.github.nixadhoc.internal.run.CommandLineRenderer;
import io.github.nixadhoc.internal.runtime.NixRuntime;
import io.github.nixadhoc.internal.runtime.Nixpkgs;
import io.github.nixadhoc.internal.search.FoundPackage;
import io.github.nixadhoc.internal.search.SearchAnswer;
import io.github.nixadhoc.internal.search.SearchPattern;
import io.github.nixadhoc.internal.search.SearchRequest;
import io.github.nixadhoc.internal.text.AttributePath;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.result.SearchIndex;
import java.nio.file.Path;
import java.time.Duration;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Searches a flake for packages, as {@code nix search} does.
 *
 * <pre>{@code
 * List<PackageHit> hits = Nix.search("image", "compress").limit(10).execute();
 * }</pre>
 *
 * <p>A package is found if each of the POSIX extended regular expressions matches a part of its attribute path, its
 * name or its description, the case of ASCII letters aside. Packages whose attribute or name is exactly the search term
 * come first, then those that begin with it, then the rest. Packages that cannot be evaluated are skipped.
 *
 * <p>The first search of a flake makes Nix list all its packages, which takes about as long as one {@code nix search}.
 * The list is kept as an index below {@code nix-adhoc/search} in the user's cache folder ({@code $XDG_CACHE_HOME}, else
 * {@code ~/.cache}), and later searches, in this JVM or another, start no process. The index of a flake reference with
 * a revision or a hash is valid for ever, and that of a local flake until one of its files changes or a link in its
 * path is turned. Any other index is valid for as long as Nix would use its own copy of the flake ({@code tarball-ttl}); after that it is used once more
 * while a new index is made in the background. {@link #refresh()} waits for a new index, {@link #index()} tells its
 * age.
 *
 * <p>To make an index, Nix fetches and evaluates the flake, and an evaluation builds if it imports from a derivation.
 * So the client's policy is asked before a search of any flake but the client's nixpkgs ({@link
 * io.github.nixadhoc.policy.CommandPolicy#admit}, with an installable of no attribute: {@code github:owner/repo#}).
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class SearchCommand extends NixOperation<List<PackageHit>, SearchCommand> {

    private final Query query;

    SearchCommand(Engine engine, @Nullable Duration timeout, Query query) {
        super(engine, timeout);
        this.query = query;
    }

    /** The flake, the regular expressions and the options of a search. */
    record Query(
            @Nullable String flake,
            List<String> regexes,
            List<String> excluded,
            int limit,
            @Nullable Path directory,
            boolean refresh) {

        Query {
            regexes = List.copyOf(regexes);
            excluded = List.copyOf(excluded);
            regexes.forEach(Query::require);
            excluded.forEach(Query::require);
        }

        static Query of(List<String> regexes) {
            return new Query(null, regexes, List.of(), Integer.MAX_VALUE, null, false);
        }

        private static void require(String regex) {
            Pattern unused = SearchPattern.compile(regex);
        }
    }

    /**
     * Sets the flake to search in place of the client's nixpkgs.
     *
     * @param flakeReference the flake reference, for instance {@code github:owner/repo}
     * @return the changed copy
     * @throws IllegalArgumentException if it is not a flake reference
     */
    public SearchCommand in(String flakeReference) {
        String flake = Nixpkgs.parse(flakeReference);
        return with(
                new Query(flake, query.regexes(), query.excluded(), query.limit(), query.directory(), query.refresh()));
    }

    /**
     * Excludes packages with a match of any of these expressions in attribute path, name or description.
     *
     * @param regexes the regular expressions, in addition to those given before
     * @return the changed copy
     * @throws IllegalArgumentException if one is not a POSIX extended regular expression; the message says why
     */
    public SearchCommand exclude(String... regexes) {
        List<String> excluded = new ArrayList<>(query.excluded());
        excluded.addAll(nonNull(regexes));
        return with(
                new Query(query.flake(), query.regexes(), excluded, query.limit(), query.directory(), query.refresh()));
    }

    static List<String> nonNull(String... regexes) {
        for (String regex : regexes) {
            Objects.requireNonNull(regex, "a regular expression is null");
        }
        return List.of(regexes);
    }

    /**
     * Limits the number of packages to the best ones; unlimited unless set.
     *
     * @param n the number, at least 1
     * @return the changed copy
     * @throws IllegalArgumentException if it is less than 1
     */
    public SearchCommand limit(int n) {
        if (n < 1) {
            throw new IllegalArgumentException("a limit must be at least 1: " + n);
        }
        return with(new Query(query.flake(), query.regexes(), query.excluded(), n, query.directory(), query.refresh()));
    }

    /**
     * Sets where relative flake references ({@code .}, {@code ./tools}) start from; the directory of the JVM unless set.
     *
     * @param directory the directory; it must exist when the command runs
     * @return the changed copy
     */
    public SearchCommand directory(Path directory) {
        return with(new Query(
                query.flake(),
                query.regexes(),
                query.excluded(),
                query.limit(),
                directory.toAbsolutePath(),
                query.refresh()));
    }

    @Override
    @Nullable
    Path startDirectory() {
        return query.directory();
    }

    /**
     * Makes a new index of the flake before the search, of its newest version even if Nix has fetched it lately.
     *
     * @return the changed copy
     */
    public SearchCommand refresh() {
        return with(
                new Query(query.flake(), query.regexes(), query.excluded(), query.limit(), query.directory(), true));
    }

    /**
     * Returns the index that a search of this flake would use now. Reads a file or two, and starts no process.
     *
     * @return the index; empty if a search would make one first, since there is none or a file of the flake has changed
     * @throws io.github.nixadhoc.error.NixNotInstalledException if there is no Nix
     * @throws IllegalStateException if the client has been closed
     */
    public Optional<SearchIndex> index() {
        return engine().operations().searchIndex(location(engine().renderer()));
    }

    @Override
    SearchCommand copy(Engine engine, @Nullable Duration timeout) {
        return new SearchCommand(engine, timeout, query);
    }

    private SearchCommand with(Query changed) {
        return new SearchCommand(engine(), timeLimit(), changed);
    }

    /**
     * {@inheritDoc}
     *
     * @return an unmodifiable list of the packages, the best first; empty if none is found
     */
    @Override
    public List<PackageHit> execute() {
        return super.execute();
    }

    @Override
    List<PackageHit> perform(NixRuntime nix, Deadline deadline) {
        CommandLineRenderer renderer = engine().renderer();
        FlakeLocation location = location(renderer);
        SearchRequest request =
                new SearchRequest(location, query.regexes(), query.excluded(), query.limit(), query.refresh());
        if (query.flake() != null && !query.flake().equals(renderer.nixpkgs().flake())) {
            Installable.FlakeOutput whole = new Installable.FlakeOutput(query.flake(), "", List.of());
            nix.admit(whole, query.directory(), this::toShellCommand, deadline);
        }
        SearchAnswer answer = nix.searchIndexes().search(request, deadline);
        return Hits.of(engine(), query.flake(), location, answer);
    }

    private FlakeLocation location(CommandLineRenderer renderer) {
        return new FlakeLocation(flake(renderer), query.directory());
    }

    private String flake(CommandLineRenderer renderer) {
        String given = query.flake();
        return given == null ? renderer.nixpkgs().flake() : given;
    }

    @Override
    List<String> nixArguments(CommandLineRenderer renderer) {
        List<String> arguments = new ArrayList<>(List.of("search", flake(renderer)));
        if (query.refresh()) {
            arguments.add("--refresh");
        }
        arguments.addAll(query.regexes().isEmpty() ? List.of("^") : query.regexes());
        query.excluded().forEach(regex -> arguments.addAll(List.of("--exclude", regex)));
        return arguments;
    }

    @Override
    Object content() {
        return query;
    }

    /** The hits of a search. Each is made when it is read, since those of all packages in nixpkgs take some 50 MB. */
    private static final class Hits extends AbstractList<PackageHit> implements RandomAccess {

        /** Up to this number, the hits take less memory than the index that they refer to. */
        private static final int MAX_COPIED = 1000;

        private final Engine engine;
        private final FlakeLocation flake;
        private final String prefix;
        private final SearchAnswer answer;

        private Hits(Engine engine, FlakeLocation flake, String prefix, SearchAnswer answer) {
            this.engine = engine;
            this.flake = flake;
            this.prefix = prefix;
            this.answer = answer;
        }

        /**
         * Returns the hits of a search.
         *
         * @param engine the engine that searched
         * @param given the flake that the user named; null for that of the client
         * @param flake the flake that was searched
         * @param answer the packages that were found there
         */
        static List<PackageHit> of(Engine engine, @Nullable String given, FlakeLocation flake, SearchAnswer answer) {
            Hits hits = new Hits(engine, flake, given == null ? "" : given + "#", answer);
            return hits.size() <= MAX_COPIED ? List.copyOf(hits) : hits;
        }

        @Override
        public PackageHit get(int index) {
            FoundPackage hit = answer.get(index);
            // For Nix, a bare name means the package in packages, if that has one of the name.
            String attribute = answer.isShadowed(index)
                    ? flake.reference() + "#" + AttributePath.fragment(hit.names())
                    : prefix + AttributePath.fragment(answer.name(index));
            return new PackageHit(
                    engine,
                    flake.directory(),
                    attribute,
                    hit.attributePath(),
                    hit.pname(),
                    hit.version(),
                    hit.description());
        }

        @Override
        public int size() {
            return answer.size();
        }
    }
}
