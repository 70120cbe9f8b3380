package io.github.nixadhoc.internal.maintenance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.error.UnexpectedOutputException;
import io.github.nixadhoc.model.StorePath;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class StoreGraphProperties {

    private static final int PATHS = 8;

    /** A path of a store: the numbers of its references and of its deriver. */
    record Path(List<Integer> references, int deriver) {}

    @Provide
    Arbitrary<List<Path>> stores() {
        Arbitrary<Integer> number = Arbitraries.integers().between(0, PATHS - 1);
        return Combinators.combine(number.list().ofMaxSize(3), number)
                .as(Path::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(PATHS);
    }

    @Property(tries = 300)
    void theSizeThatOnlyARootKeepsIsGarbageWithoutIt(
            @ForAll("stores") List<Path> store,
            @ForAll List<@IntRange(max = PATHS - 1) Integer> rootNumbers,
            @ForAll boolean keepOutputs,
            @ForAll boolean keepDerivations,
            @ForAll boolean asList) {
        StoreGraph graph = read(json(store, asList), keepOutputs, keepDerivations);
        List<StorePath> roots =
                rootNumbers.stream().map(StoreGraphProperties::path).toList();

        long[] keptAlone = graph.keptAlone(roots);

        for (int i = 0; i < keptAlone.length; i++) {
            List<StorePath> others = new ArrayList<>(roots);
            others.remove(i);
            BitSet lost = graph.keptBy(roots);
            lost.andNot(graph.keptBy(others));
            assertThat(keptAlone[i]).isEqualTo(size(graph, lost));
        }
    }

    @Property(tries = 100)
    void aClosureFollowsReferencesOnly(@ForAll("stores") List<Path> store) {
        StoreGraph all = read(json(store, false), false, false);

        for (int i = 0; i < all.size(); i++) {
            StorePath path = all.path(i);
            assertThat(all.closureSize(path))
                    .isEqualTo(read(json(store, true), true, true).closureSize(path))
                    .isEqualTo(size(all, all.keptBy(List.of(path))));
        }
        assertThat(all.totalSize())
                .isEqualTo(IntStream.range(0, store.size())
                        .mapToLong(StoreGraphProperties::narSize)
                        .sum());
    }

    @Property(tries = 100)
    void anAnswerThatIsCutIsATypedError(@ForAll("stores") List<Path> store, @ForAll boolean asList, @ForAll int where) {
        String json = json(store, asList);
        String cut = json.substring(0, Math.floorMod(where, json.length()));

        assertThatThrownBy(() -> read(cut, true, true)).isInstanceOf(UnexpectedOutputException.class);
    }

    @Example
    void aTextThatIsNoStorePathIsATypedError() {
        assertThatThrownBy(() -> read("{\"x\":{\"narSize\":1,\"references\":[]}}", true, true))
                .isInstanceOf(UnexpectedOutputException.class)
                .hasMessageContaining("x, which is no store path");
    }

    @Example
    void anUnknownDeriverKeepsNothing() {
        String json =
                "[{\"path\":\"" + path(0) + "\",\"narSize\":7,\"references\":[],\"deriver\":\"unknown-deriver\"}]";

        assertThat(read(json, true, true).totalSize()).isEqualTo(7);
    }

    private static StoreGraph read(String json, boolean keepOutputs, boolean keepDerivations) {
        return StoreGraph.read(
                new ByteArrayInputStream(json.getBytes(UTF_8)),
                new CollectorSettings(keepOutputs, keepDerivations, false));
    }

    private static long size(StoreGraph graph, BitSet numbers) {
        return numbers.stream()
                .mapToObj(graph::path)
                .mapToLong(path -> narSize(Integer.parseInt(path.name())))
                .sum();
    }

    private static long narSize(int number) {
        return 1L << number;
    }

    private static String json(List<Path> store, boolean asList) {
        return IntStream.range(0, store.size())
                .mapToObj(number -> entry(number, store.get(number), asList))
                .collect(Collectors.joining(",", asList ? "[" : "{", asList ? "]" : "}"));
    }

    private static String entry(int number, Path path, boolean asList) {
        String references = path.references().stream()
                .map(reference -> "\"" + path(reference) + "\"")
                .collect(Collectors.joining(","));
        String facts = "\"narSize\":" + narSize(number) + ",\"references\":[" + references + "],\"deriver\":\""
                + path(path.deriver()) + "\"}";
        return asList ? "{\"path\":\"" + path(number) + "\"," + facts : "\"" + path(number) + "\":{" + facts;
    }

    private static StorePath path(int number) {
        return StorePath.parse("/nix/store/" + "0".repeat(32) + "-" + number);
    }
}
