package io.github.nixadhoc;

import io.github.nixadhoc.internal.client.Engine;
import io.github.nixadhoc.internal.resolve.FlakeLocation;
import io.github.nixadhoc.internal.search.FoundPackage;
import io.github.nixadhoc.internal.search.SearchAnswer;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.RandomAccess;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The hits of a search, each made when it is asked for: all of nixpkgs would be some 50 MB, and few look at all. */
final class SearchHits extends AbstractList<PackageHit> implements RandomAccess {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_+'-]*");

    /** So few take less memory than the table that they come from. */
    private static final int FEW = 1000;

    private final Engine engine;
    private final FlakeLocation flake;
    private final String prefix;
    private final SearchAnswer answer;

    private SearchHits(Engine engine, FlakeLocation flake, String prefix, SearchAnswer answer) {
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
     * @param answer what was found there
     */
    static List<PackageHit> of(Engine engine, @Nullable String given, FlakeLocation flake, SearchAnswer answer) {
        SearchHits hits = new SearchHits(engine, flake, given == null ? "" : given + "#", answer);
        return hits.size() <= FEW ? List.copyOf(hits) : hits;
    }

    @Override
    public PackageHit get(int index) {
        FoundPackage hit = answer.get(index);
        // What Nix takes a bare name for is in packages, if there is one of that name there.
        String attribute = answer.isShadowed(index)
                ? flake.reference() + "#" + quoted(hit.attributePath())
                : prefix + quoted(answer.name(index));
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

    private static String quoted(String path) {
        List<String> names = new ArrayList<>();
        for (String name : path.split("\\.", -1)) {
            names.add(PLAIN.matcher(name).matches() ? name : "\"" + name + "\"");
        }
        return String.join(".", names);
    }
}
