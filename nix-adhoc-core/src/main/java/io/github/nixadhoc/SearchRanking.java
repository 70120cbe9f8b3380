package io.github.nixadhoc;

import io.github.nixadhoc.internal.resolve.FoundPackage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a search finds, the best first: those whose attribute or name is what was searched for, then those where
 * it begins so, then the rest; within each the least deep in the flake, then by name. Keeps no more than is wanted.
 */
final class SearchRanking {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_+'-]*");

    private static final Comparator<Ranked> BEST_FIRST = Comparator.comparingInt(Ranked::rank)
            .thenComparingLong(
                    ranked -> ranked.name().chars().filter(c -> c == '.').count())
            .thenComparing(Ranked::name)
            .thenComparing(ranked -> ranked.found().attributePath(), Comparator.reverseOrder());

    private final List<String> words;
    private final String system;
    private final int limit;
    private final PriorityQueue<Ranked> worstFirst = new PriorityQueue<>(BEST_FIRST.reversed());
    private final Set<String> inPackages = new HashSet<>();

    SearchRanking(List<String> regexes, String system, int limit) {
        this.words = regexes.stream().map(SearchRanking::word).toList();
        this.system = system;
        this.limit = limit;
    }

    private record Ranked(int rank, String name, FoundPackage found) {}

    void add(FoundPackage found) {
        String path = found.attributePath();
        String name = path;
        if (path.startsWith("packages." + system + ".")) {
            name = path.substring(("packages." + system + ".").length());
            inPackages.add(name);
        } else if (path.startsWith("legacyPackages." + system + ".")) {
            name = path.substring(("legacyPackages." + system + ".").length());
        }
        worstFirst.add(new Ranked(rank(name, found), name, found));
        if (worstFirst.size() > limit) {
            worstFirst.remove();
        }
    }

    /** Returns the hits, the best first. */
    List<PackageHit> hits(NixClient client, String prefix, String flake, @Nullable Path directory) {
        List<Ranked> ranked = new ArrayList<>(worstFirst);
        ranked.sort(BEST_FIRST);
        return ranked.stream()
                .map(one -> hit(client, prefix, flake, directory, one))
                .toList();
    }

    private PackageHit hit(NixClient client, String prefix, String flake, @Nullable Path directory, Ranked ranked) {
        FoundPackage found = ranked.found();
        // What Nix takes a bare name for is in packages, if there is one of that name there.
        boolean isShadowed = found.attributePath().startsWith("legacyPackages.") && inPackages.contains(ranked.name());
        String attribute = isShadowed ? flake + "#" + quoted(found.attributePath()) : prefix + quoted(ranked.name());
        return new PackageHit(
                client,
                directory,
                attribute,
                found.attributePath(),
                found.pname(),
                found.version(),
                found.description());
    }

    private int rank(String name, FoundPackage found) {
        String attribute = name.toLowerCase(Locale.ROOT);
        String pname = found.pname().toLowerCase(Locale.ROOT);
        int best = 2;
        for (String word : words) {
            if (attribute.equals(word) || pname.equals(word)) {
                return 0;
            }
            if (attribute.startsWith(word) || pname.startsWith(word)) {
                best = 1;
            }
        }
        return best;
    }

    /** A word may well be given with the anchors that make a regular expression exact. */
    private static String word(String regex) {
        String word = regex.startsWith("^") ? regex.substring(1) : regex;
        word = word.endsWith("$") && !word.endsWith("\\$") ? word.substring(0, word.length() - 1) : word;
        return word.replaceAll("\\\\(.)", "$1").toLowerCase(Locale.ROOT);
    }

    private static String quoted(String path) {
        List<String> names = new ArrayList<>();
        for (String name : path.split("\\.", -1)) {
            names.add(PLAIN.matcher(name).matches() ? name : "\"" + name + "\"");
        }
        return String.join(".", names);
    }
}
