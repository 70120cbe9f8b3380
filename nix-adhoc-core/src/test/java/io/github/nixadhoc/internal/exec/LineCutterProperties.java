package io.github.nixadhoc.internal.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class LineCutterProperties {

    @Property
    void linesDoNotDependOnTheChunks(@ForAll("texts") String text, @ForAll @IntRange(min = 1, max = 7) int chunk) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

        assertThat(lines(StandardCharsets.UTF_8, chunk, bytes)).isEqualTo(expected(text));
    }

    @Property
    void anyBytesAreDecodedAsAStringWould(
            @ForAll byte[] bytes, @ForAll @IntRange(min = 1, max = 7) int chunk, @ForAll("charsets") Charset charset) {
        assertThat(lines(charset, chunk, bytes)).isEqualTo(expected(new String(bytes, charset)));
    }

    @Example
    void aLongLineComesInPiecesThatSplitNoSurrogatePairAndNoLineEnd() {
        String full = "x".repeat(LineDecoder.MAX_LINE);

        assertThat(lines(full + "\n")).containsExactly(full);
        assertThat(lines(full + "\r\n")).containsExactly(full);
        assertThat(lines(full + "y\nz")).containsExactly(full, "y", "z");
        assertThat(lines(full + full + "\nz")).containsExactly(full, full, "z");
        assertThat(lines("x".repeat(LineDecoder.MAX_LINE - 1) + "\uD83D\uDE00y"))
                .containsExactly("x".repeat(LineDecoder.MAX_LINE - 1) + "\uD83D\uDE00", "y");
        assertThat(lines("\r".repeat(3 * LineDecoder.MAX_LINE))).allMatch(line -> line.length() <= full.length() + 1);
    }

    @Property(tries = 50)
    void aLongLineDoesNotChangeTheLinesAroundIt(@ForAll("texts") String before, @ForAll("texts") String after) {
        String tooLong = "é".repeat(LineDecoder.MAX_LINE / 2) + "xyz";
        List<String> expected = new ArrayList<>(expected(before + "\n"));
        expected.add(tooLong);
        expected.addAll(expected(after));

        assertThat(lines(before + "\n" + tooLong + "\n" + after)).isEqualTo(expected);
    }

    private static List<String> lines(String text) {
        return lines(StandardCharsets.UTF_8, 8192, text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> lines(Charset charset, int chunk, byte[] bytes) {
        List<String> lines = new ArrayList<>();
        LineCutter cutter = new LineCutter(charset, List.of(lines::add));
        for (int start = 0; start < bytes.length; start += chunk) {
            byte[] part = Arrays.copyOfRange(bytes, start, Math.min(bytes.length, start + chunk));
            cutter.append(part, part.length);
        }
        cutter.end();
        return lines;
    }

    private static List<String> expected(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
        String last = lines.remove(lines.size() - 1);
        lines.replaceAll(line -> line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
        if (!last.isEmpty()) {
            lines.add(last);
        }
        return lines;
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of("\n", "\r", "\r\n", "a", "ä", "日", "\uD83D\uDE00", "\uFEFF")
                .list()
                .ofMaxSize(40)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<Charset> charsets() {
        return Arbitraries.of(
                StandardCharsets.UTF_8,
                StandardCharsets.ISO_8859_1,
                StandardCharsets.US_ASCII,
                StandardCharsets.UTF_16LE,
                Charset.forName("GB18030"));
    }
}
