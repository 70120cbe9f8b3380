package io.github.nixadhoc.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.architecture.sample.ApiSample;
import io.github.nixadhoc.architecture.sample.LeakingSample;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PublicApiTest {

    private static final List<String> HIDDEN =
            List.of(Checkout.ROOT + ".internal.", "org.slf4j.", "org.apache.commons.exec.", "com.fasterxml.jackson.");

    @Test
    void publicSignaturesAreThoseOfTheFile() {
        String expected = Checkout.read(ApiDump.file());

        List<String> changes = changes(expected, ApiDump.current().text());

        assertThat(changes)
                .withFailMessage(() -> "The public API has changed:\n" + String.join("\n", changes)
                        + "\nIf that is meant, \"" + ApiDump.COMMAND + "\" writes it down.")
                .isEmpty();
    }

    @Test
    void noSignatureMentionsTheInternalsOrAHiddenLibrary() {
        assertThat(hiddenIn(ApiDump.current())).isEmpty();
    }

    @Test
    void addedAndRemovedLinesAreReportedWithTheirType() {
        String before = "package p\nfinal class A\n    int x()\n    int y()\n\nclass B\n    int x()\n";
        String after = "package p\nfinal class A\n    int y()\n\nclass B\n    int x()\n    int z()\n";

        assertThat(changes(before, after)).containsExactly("- final class A: int x()", "+ class B: int z()");
        assertThat(changes(before, before)).isEmpty();
    }

    @Test
    void publicAndProtectedSignaturesArePrinted() {
        assertThat(PublicApi.of(ApiSample.class, ApiSample.Kind.class, ApiSample.Point.class)
                        .text()
                        .lines())
                .containsExactly(
                        "abstract class architecture.sample.ApiSample<T extends Comparable<T>> : architecture.sample.HiddenBase, Iterable<T>",
                        "    <X extends Exception> void raise(Class<? super X>, String...) throws X",
                        "    @Nullable String name",
                        "    Iterator<T> iterator()",
                        "    protected ApiSample(int)",
                        "    protected abstract void inner()",
                        "    static <S> List<? extends @Nullable S> all(int[], Object)",
                        "    void handedDown()",
                        "static final enum architecture.sample.ApiSample.Kind",
                        "    BETTER",
                        "    GOOD",
                        "static final record architecture.sample.ApiSample.Point",
                        "    @Nullable String label()",
                        "    Point(int, @Nullable String)",
                        "    int x()");
    }

    @Test
    void aHiddenTypeIsFoundWhereverItIsMentioned() {
        assertThat(hiddenIn(PublicApi.of(ApiSample.class))).isEmpty();
        assertThat(hiddenIn(PublicApi.of(LeakingSample.class)))
                .containsOnlyKeys("org.slf4j.Logger")
                .containsValue(new TreeSet<>(List.of(LeakingSample.class.getName() + ".loggers")));
    }

    private static SortedMap<String, SortedSet<String>> hiddenIn(PublicApi api) {
        SortedMap<String, SortedSet<String>> hidden = new TreeMap<>(api.mentions());
        hidden.keySet().removeIf(type -> HIDDEN.stream().noneMatch(type::startsWith));
        return hidden;
    }

    private static List<String> changes(String before, String after) {
        List<String> gone = located(before);
        List<String> come = located(after);
        List<String> changes = new ArrayList<>();
        gone.stream().filter(line -> !come.contains(line)).forEach(line -> changes.add("- " + line));
        come.stream().filter(line -> !gone.contains(line)).forEach(line -> changes.add("+ " + line));
        return changes;
    }

    private static List<String> located(String dump) {
        List<String> located = new ArrayList<>();
        String type = "";
        for (String line : dump.lines().filter(line -> !line.isEmpty()).toList()) {
            if (line.startsWith(" ")) {
                located.add(type + ": " + line.strip());
            } else {
                type = line;
                located.add(line);
            }
        }
        return located;
    }
}
