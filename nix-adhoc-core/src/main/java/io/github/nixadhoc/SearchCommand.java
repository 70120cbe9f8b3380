package io.github.nixadhoc;

import io.github.nixadhoc.internal.client.Engine;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.resolve.FlakeLocation;
import io.github.nixadhoc.internal.run.CommandLineRenderer;
import io.github.nixadhoc.internal.runtime.NixRuntime;
import io.github.nixadhoc.internal.runtime.Nixpkgs;
import io.github.nixadhoc.internal.search.SearchAnswer;
import io.github.nixadhoc.internal.search.SearchPattern;
import io.github.nixadhoc.internal.search.SearchRequest;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.result.SearchIndex;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Searches a flake for packages, as {@code nix search} does.
 *
 * <pre>{@code
 * List<PackageHit> hits = Nix.search("image", "compress").limit(10).execute();
 * }</pre>
 *
 * <p>A package is found if each of the POSIX extended regular expressions matches a part of its attribute path, its name
 * or its description, the case of ASCII letters aside. Those whose attribute or name is what was searched for come first,
 * then those where it begins so, then the rest. Packages that cannot be evaluated are skipped.
 *
 * <p>The first search of a flake has Nix read all its packages, which takes about as long as one {@code nix search}. They
 * are kept below {@code nix-adhoc/search} in the user's cache folder ({@code $XDG_CACHE_HOME}, else {@code ~/.cache}), and
 * later searches, in this JVM or another, start no process. A flake reference with a revision or a hash stays as it is for
 * ever, and the files of a local flake are looked at each time. Any other reference is taken to mean the same for as long
 * as Nix takes it to ({@code tarball-ttl}); after that what is known is used once more while it is read anew in the
 * background. {@link #refresh()} waits for that, {@link #index()} tells how old it is.
 *
 * <p>To read a flake is to fetch and evaluate it, which builds where it imports from a derivation. Before one is read, or what
 * is known of it told, that is not the client's nixpkgs, the client's policy is asked whether Nix may look at it
 * ({@link io.github.nixadhoc.policy.CommandPolicy#admit}, with an installable of no attribute: {@code github:owner/repo#}).
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

    /** What is searched for, where, and how many are wanted. */
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
     * Leaves out the packages that match any of these as well, in attribute path, name or description.
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
     * Sets how many packages are wanted, the best ones; all that are found unless set.
     *
     * @param n how many, at least 1
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
    Path startsIn() {
        return query.directory();
    }

    /**
     * Has the flake read anew before it is searched, and looked for something newer than what Nix has fetched lately.
     *
     * @return the changed copy
     */
    public SearchCommand refresh() {
        return with(
                new Query(query.flake(), query.regexes(), query.excluded(), query.limit(), query.directory(), true));
    }

    /**
     * Returns what a search of this flake would answer from now; reads a file or two, starts no process.
     *
     * @return what is known of it; empty if the flake would be read first, since it has never been, or its files have
     *     changed
     * @throws io.github.nixadhoc.error.NixNotInstalledException if there is no Nix
     * @throws IllegalStateException if the client has been closed
     */
    public Optional<SearchIndex> index() {
        return engine().operations().searchIndex(location(engine().renderer()));
    }

    @Override
    SearchCommand on(Engine other) {
        return new SearchCommand(other, timeLimit(), query);
    }

    @Override
    SearchCommand with(@Nullable Duration changedTimeout) {
        return new SearchCommand(engine(), changedTimeout, query);
    }

    private SearchCommand with(Query changed) {
        return new SearchCommand(engine(), timeLimit(), changed);
    }

    /**
     * {@inheritDoc}
     *
     * @return the packages, the best first; empty if none is found
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
            Installable whole = new Installable.FlakeOutput(query.flake(), "", List.of());
            nix.policyGate().admit(List.of(whole), nix.nixpkgs(), this::toShellCommand, deadline);
        }
        SearchAnswer answer = nix.searchIndexes().search(request, deadline);
        return SearchHits.of(engine(), query.flake(), location, answer);
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
}
