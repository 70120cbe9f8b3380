package io.github.nixadhoc.agent;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.PackageHit;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.internal.text.Similarity;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** Suggests names of packages from the search index. */
final class PackageSuggester {

    private static final int MOST = 3;
    private static final int LOOKED_AT = 5000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern SPECIAL = Pattern.compile("[.\\[\\\\()*+?{|^$]");

    private final NixClient client;

    PackageSuggester(NixClient client) {
        this.client = client;
    }

    /** Returns the packages whose names are similar to a name, the nearest first. */
    List<String> like(String name) {
        int last = name.lastIndexOf('.') + 1;
        String beginning = name.substring(0, Math.min(name.length(), last + 2));
        return near(
                name,
                search("^" + literal(beginning), LOOKED_AT).stream()
                        .map(PackageHit::attribute)
                        .toList());
    }

    /** Returns the names that are similar to a name, the nearest first. */
    static List<String> near(String name, List<String> names) {
        int far = Math.max(1, (name.length() - name.lastIndexOf('.') - 1) / 3);
        return names.stream()
                .filter(found ->
                        Math.abs(found.length() - name.length()) <= far && Similarity.distance(found, name) <= far)
                .sorted(Comparator.comparingInt(found -> Similarity.distance(found, name)))
                .limit(MOST)
                .toList();
    }

    /** Returns the packages that may have a program of this name, the likeliest first. */
    List<String> with(String program) {
        return search(literal(program), MOST).stream()
                .map(PackageHit::attribute)
                .toList();
    }

    private List<PackageHit> search(String regex, int limit) {
        try {
            return client.search(regex).limit(limit).timeout(PATIENCE).execute();
        } catch (NixException | IllegalArgumentException | IllegalStateException e) {
            // the reply reports the first failure, to which a failed search adds nothing
            return List.of();
        }
    }

    /** Returns the regular expression that finds this text. */
    static String literal(String text) {
        return SPECIAL.matcher(text).replaceAll("\\\\$0");
    }
}
