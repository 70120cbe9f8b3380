package io.github.nixadhoc.internal.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.error.UnexpectedOutputException;
import io.github.nixadhoc.internal.text.AttributePath;
import io.github.nixadhoc.model.Installable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PackageTableProperties {

    private static final String SYSTEM = "x86_64-linux";

    @Property(tries = 200)
    void findsWhatTheExpressionsFindInPathNameAndDescription(
            @ForAll("packages") List<FoundPackage> packages,
            @ForAll("regexes") List<String> regexes,
            @ForAll("regexes") List<String> excluded) {
        List<FoundPackage> expected = packages.stream()
                .filter(one -> regexes.stream().allMatch(regex -> isFound(one, regex)))
                .filter(one -> excluded.stream().noneMatch(regex -> isFound(one, regex)))
                .toList();

        assertThat(found(table(packages), regexes, excluded, Integer.MAX_VALUE))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Property(tries = 100)
    void aLimitKeepsTheBest(@ForAll("packages") List<FoundPackage> packages, @ForAll("regexes") List<String> regexes) {
        PackageTable table = table(packages);
        List<FoundPackage> all = found(table, regexes, List.of(), Integer.MAX_VALUE);

        assertThat(found(table, regexes, List.of(), 3)).isEqualTo(all.subList(0, Math.min(3, all.size())));
    }

    @Test
    void packagesOfManySegmentsAreAllThere() {
        List<FoundPackage> packages = new ArrayList<>();
        for (int i = 10_000; i < 25_000; i++) {
            packages.add(Packages.of("packages." + SYSTEM + ".P" + i, "P" + i, "1." + i, "Ünicode № " + i));
        }
        PackageTable table = table(packages);

        assertThat(table.segments()).hasSizeGreaterThan(3);
        assertThat(found(table, List.of("^"), List.of(), Integer.MAX_VALUE)).isEqualTo(packages);
        assertThat(found(table, List.of("№ 1234[56]"), List.of(), 9)).isEqualTo(packages.subList(2345, 2347));
        // Only the case of ASCII is ignored, and a version is not searched.
        assertThat(found(table, List.of("ünicode"), List.of(), 1)).isEmpty();
        assertThat(found(table, List.of("1\\.12345"), List.of(), 1)).isEmpty();
    }

    @Test
    void aLongDescriptionHasASegmentOfItsOwn() {
        FoundPackage large = Packages.of("packages." + SYSTEM + ".l", "l", "", "long ".repeat(100_000) + "End");
        FoundPackage small = Packages.of("packages." + SYSTEM + ".s", "s", "", "end");

        assertThat(found(table(List.of(small, large)), List.of("END$"), List.of(), 9))
                .containsExactly(large, small);
    }

    @Test
    void namesKeepTheirDotsAndThePathIsSearchedAsNixPrintsIt() {
        FoundPackage dotted = Packages.named(List.of("packages", SYSTEM, "1.1.3", "a.b"), "");
        FoundPackage plain = Packages.named(List.of("packages", SYSTEM, "1", "1"), "");
        PackageTable table = table(List.of(dotted, plain));

        assertThat(found(table, List.of("linux\\.1\\.1\\.3\\.a"), List.of(), 9)).containsExactly(dotted);
        assertThat(table.name(dotted)).containsExactly("1.1.3", "a.b");
        assertThat(table.name(plain)).containsExactly("1", "1");
    }

    @Property
    void anyNamesComeBack(@ForAll @Size(min = 1, max = 4) List<@From("names") String> names) throws IOException {
        List<String> path = new ArrayList<>(List.of("legacyPackages", SYSTEM));
        path.addAll(names);
        FoundPackage one = Packages.named(path, "prog");

        assertThat(found(table(List.of(one)), List.of("^"), List.of(), 9)).containsExactly(one);
        PackageTableBuilder read = new PackageTableBuilder(SYSTEM);
        FlakePackages.read(new ByteArrayInputStream(Packages.text(List.of(one))), read);
        assertThat(found(read.build(), List.of("^"), List.of(), 9)).containsExactly(one);
        assertThat(AttributePath.parse(AttributePath.fragment(names)).names()).isEqualTo(names);
        assertThat(Installable.parse("x#" + AttributePath.fragment(names)))
                .isEqualTo(new Installable.FlakeOutput("x", AttributePath.fragment(names), List.of()));
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings().withChars("aA1.\"\\ #^$@/:+'_-{}%ü").ofMaxLength(6);
    }

    @Property
    void whatAFlakeYieldsIsReadOrRefused(@ForAll byte[] bytes) throws IOException {
        try {
            FlakePackages.read(new ByteArrayInputStream(bytes), new PackageTableBuilder(SYSTEM));
        } catch (UnexpectedOutputException e) {
            assertThat(e.hint()).isNotBlank();
        }
    }

    @Property(tries = 100)
    void whatAFlakeYieldsIsRead(@ForAll("packages") List<FoundPackage> packages) throws IOException {
        PackageTableBuilder builder = new PackageTableBuilder(SYSTEM);

        FlakePackages.read(new ByteArrayInputStream(Packages.text(packages)), builder);

        assertThat(found(builder.build(), List.of("^"), List.of(), Integer.MAX_VALUE))
                .containsExactlyInAnyOrderElementsOf(packages);
    }

    private static boolean isFound(FoundPackage one, String regex) {
        Pattern pattern = SearchPattern.compile(regex);
        return pattern.matcher(one.attributePath()).find()
                || pattern.matcher(one.pname()).find()
                || pattern.matcher(one.description()).find();
    }

    private static PackageTable table(List<FoundPackage> packages) {
        return Packages.table(SYSTEM, packages);
    }

    private static List<FoundPackage> found(
            PackageTable table, List<String> regexes, List<String> excluded, int limit) {
        SearchAnswer answer = table.find(regexes, excluded, limit);
        List<FoundPackage> found = new ArrayList<>();
        for (int i = 0; i < answer.size(); i++) {
            found.add(answer.get(i));
        }
        return found;
    }

    @Provide
    Arbitrary<List<FoundPackage>> packages() {
        Arbitrary<String> word =
                Arbitraries.strings().withChars("abAB-").ofMinLength(1).ofMaxLength(4);
        Arbitrary<String> name =
                Arbitraries.strings().withChars("abAB").ofMinLength(1).ofMaxLength(4);
        Arbitrary<String> version = Arbitraries.of("", "1.0", "2a");
        Arbitrary<String> kind = Arbitraries.of("packages.", "legacyPackages.");
        return Combinators.combine(kind, word, name, version, word)
                .as((in, path, pname, number, description) ->
                        Packages.of(in + SYSTEM + "." + path, pname, number, description))
                .list()
                .ofMaxSize(40)
                .uniqueElements(FoundPackage::attributePath);
    }

    @Provide
    Arbitrary<List<String>> regexes() {
        return Arbitraries.of("a", "AB", "^a", "b$", "^", "a|bb", "[[:upper:]]b", "(ab)+", "a.b", "linux\\.a", "1", "-")
                .list()
                .ofMaxSize(2);
    }
}
