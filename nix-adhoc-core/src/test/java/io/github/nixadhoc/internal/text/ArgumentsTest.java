package io.github.nixadhoc.internal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ArgumentsTest {

    private static final String UNPAIRED = "a\uD83D";

    @Property(tries = 500)
    void noListShowsTheWordsOfAnotherBranch(
            @ForAll @Size(max = 40) List<@IntRange(max = 1000) Integer> branches,
            @ForAll @Size(max = 40) List<@IntRange(max = 4) Integer> lengths) {
        List<Arguments> made = new ArrayList<>(List.of(Arguments.none()));
        List<List<String>> expected = new ArrayList<>(List.of(List.of()));
        for (int i = 0; i < Math.min(branches.size(), lengths.size()); i++) {
            int from = branches.get(i) % made.size();
            String step = "step " + i + " word ";
            List<String> more = IntStream.range(0, lengths.get(i))
                    .mapToObj(word -> step + word)
                    .toList();
            made.add(made.get(from).plus(more));
            List<String> all = new ArrayList<>(expected.get(from));
            all.addAll(more);
            expected.add(all);
        }

        assertThat(made).isEqualTo(expected);
        assertThat(expected).isEqualTo(made);
        assertThat(made.stream().map(Arguments::hashCode))
                .isEqualTo(expected.stream().map(List::hashCode).toList());
        for (int i = 0; i < made.size(); i++) {
            assertThat(made.get(i).toArray()).isEqualTo(expected.get(i).toArray());
            assertThat(made.get(i).toArray(new String[1]))
                    .isEqualTo(expected.get(i).toArray(new String[1]));
            assertThat(made.get(i).toArray(new String[200]))
                    .isEqualTo(expected.get(i).toArray(new String[200]));
        }
    }

    @Property(tries = 300)
    void aTextIsPassableExactlyIfItSurvivesUtf8AndContainsNoNul(@ForAll @StringLength(max = 6) String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        boolean survives = new String(utf8, StandardCharsets.UTF_8).equals(text);

        assertThat(Words.isPassable(text)).isEqualTo(survives && text.indexOf('\0') < 0);
    }

    @Test
    void aWordThatCannotBePassedIsNamedByItsPlace() {
        Arguments two = Arguments.of("a", "b");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> two.plus(List.of("c", "x\0")))
                .withMessage("argument 4 holds NUL at position 1, which no operating system can pass to a process");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Arguments.of(UNPAIRED))
                .withMessage("argument 1 holds half of a surrogate pair");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Arguments.ofCommand(List.of("sh", UNPAIRED)))
                .withMessage("argument 1 holds half of a surrogate pair");
        assertThat(two).containsExactly("a", "b");
    }

    @Test
    void aRefusedWordLeavesTheListUnchanged() {
        Arguments one = Arguments.of("a");

        assertThatIllegalArgumentException().isThrownBy(() -> one.plus("\0"));
        assertThat(one.plus("b")).containsExactly("a", "b");
        assertThatThrownBy(() -> one.plus(Collections.singletonList(null))).isInstanceOf(NullPointerException.class);
    }

    @Test
    void checkedWordsAreNotCopied() {
        Arguments checked = Arguments.of("a", "b");

        assertThat(Arguments.of(checked)).isSameAs(checked);
        assertThat(Arguments.ofCommand(checked)).isSameAs(checked);
        assertThat(checked.plus(List.of())).isSameAs(checked);
    }

    @Test
    void aListCannotBeChanged() {
        Arguments words = Arguments.of("a");

        assertThatThrownBy(() -> words.add("b")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> words.set(0, "b")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> words.remove(0)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> words.get(1)).isInstanceOf(IndexOutOfBoundsException.class);
        words.toArray()[0] = "b";
        words.toArray(new String[1])[0] = "b";
        assertThat(words).containsExactly("a");
    }

    @Test
    @Timeout(60)
    void threadsThatAppendToTheSameListEachGetTheirOwnWords() throws Exception {
        int threads = 8;
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            for (int round = 0; round < 200; round++) {
                Arguments shared = Arguments.of("a", "b").plus("c");
                List<Callable<Arguments>> appending = IntStream.range(0, threads)
                        .<Callable<Arguments>>mapToObj(
                                i -> () -> shared.plus("of " + i).plus("again " + i))
                        .toList();
                List<Future<Arguments>> made = executor.invokeAll(appending);
                for (int i = 0; i < threads; i++) {
                    assertThat(made.get(i).get()).containsExactly("a", "b", "c", "of " + i, "again " + i);
                }
            }
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    @Timeout(60)
    void wordsAppendedOneByOneTakeNoQuadraticTime() {
        Arguments words = Arguments.none();
        // a copy for each would move 20 thousand million references
        for (int i = 0; i < 200_000; i++) {
            words = words.plus("x");
        }

        assertThat(words).hasSize(200_000);
    }
}
