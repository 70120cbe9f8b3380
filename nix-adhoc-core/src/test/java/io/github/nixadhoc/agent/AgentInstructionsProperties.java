package io.github.nixadhoc.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.error.FileConflictException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

class AgentInstructionsProperties {

    private static final AgentInstructions STANDARD = AgentInstructions.standard();
    private static final AgentInstructions OTHER = STANDARD.withoutFeatureOption();

    private Path folder;
    private Path file;

    @BeforeProperty
    void makeFolder() throws IOException {
        folder = Files.createTempDirectory("instructions-");
        file = folder.resolve("AGENTS.md");
    }

    @AfterProperty
    void deleteFolder() throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** Newlines, byte order marks and halves of both are what a text may end with that is easily lost. */
    @Provide
    Arbitrary<byte[]> texts() {
        Arbitrary<byte[]> pieces = Arbitraries.of(
                        "\n", "\r\n", "\r", "\n\n", "a", "# Title", " ", "<!-- nix-adhoc -->", "für", "日本", "\uFEFF")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
        Arbitrary<byte[]> bytes =
                Arbitraries.bytes().filter(b -> b != 0).array(byte[].class).ofMaxSize(6);
        Arbitrary<byte[]> bytes8 =
                Arbitraries.oneOf(pieces, bytes).list().ofMaxSize(8).map(this::joined);
        Arbitrary<byte[]> utf16 = Arbitraries.of("\n", "\r\n", "\r", "a", "für", "\uD83D", "\uFFFE")
                .list()
                .ofMaxSize(6)
                .map(parts -> ("\uFEFF" + String.join("", parts)))
                .flatMap(text -> Arbitraries.of(true, false).map(big -> utf16(text, big)));
        return Arbitraries.oneOf(bytes8, bytes8, utf16);
    }

    private static byte[] utf16(String text, boolean bigEndian) {
        byte[] bytes = new byte[2 * text.length()];
        for (int i = 0; i < text.length(); i++) {
            bytes[2 * i + (bigEndian ? 0 : 1)] = (byte) (text.charAt(i) >> 8);
            bytes[2 * i + (bigEndian ? 1 : 0)] = (byte) text.charAt(i);
        }
        return bytes;
    }

    private byte[] joined(List<byte[]> parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        parts.forEach(joined::writeBytes);
        return joined.toByteArray();
    }

    @Property(tries = 150)
    void removingRestoresEveryByte(@ForAll("texts") byte[] before) throws IOException {
        Files.write(file, before);

        if (!writes(STANDARD)) {
            assertThat(file).hasBinaryContent(before);
            return;
        }

        assertThat(STANDARD.isIn(file)).isTrue();
        assertThat(STANDARD.removeFrom(file)).isEqualTo(FileChange.UPDATED);
        assertThat(file).hasBinaryContent(before);
        assertThat(STANDARD.isIn(file)).isFalse();
    }

    @Property(tries = 80)
    void removingRestoresEveryByteAfterAnUpdate(@ForAll("texts") byte[] before) throws IOException {
        Files.write(file, before);

        if (writes(STANDARD)) {
            OTHER.writeTo(file);
            STANDARD.removeFrom(file);
        }

        assertThat(file).hasBinaryContent(before);
    }

    @Property(tries = 80)
    void writingTwiceIsWritingOnce(@ForAll("texts") byte[] before) throws IOException {
        Files.write(file, before);
        if (!writes(STANDARD)) {
            return;
        }
        byte[] once = Files.readAllBytes(file);

        assertThat(STANDARD.writeTo(file)).isEqualTo(FileChange.UNCHANGED);
        assertThat(file).hasBinaryContent(once);
    }

    @Property(tries = 80)
    void laterTextAroundTheSectionStays(
            @ForAll("texts8") byte[] before, @ForAll("texts8") byte[] front, @ForAll("texts8") byte[] behind)
            throws IOException {
        Files.write(file, before);
        STANDARD.writeTo(file);
        Files.write(file, joined(List.of(front, Files.readAllBytes(file), behind)));

        OTHER.writeTo(file);
        OTHER.removeFrom(file);

        String left = latin(Files.readAllBytes(file));
        assertThat(left).startsWith(latin(front) + latin(before)).endsWith(latin(behind));
        assertThat(left.length() - front.length - before.length - behind.length).isBetween(0, 2);
    }

    /** What a text begins with decides on its encoding, so these begin with a letter. */
    @Provide
    Arbitrary<byte[]> texts8() {
        return Arbitraries.of("a", "für", "\n", "\r\n", "# Title", "a\n\n")
                .list()
                .ofMaxSize(5)
                .map(parts -> ("m" + String.join("", parts)).getBytes(StandardCharsets.UTF_8));
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** Two bytes that happen to be a byte order mark may make an odd number of bytes, which is no text. */
    private boolean writes(AgentInstructions instructions) {
        try {
            assertThat(instructions.writeTo(file)).isEqualTo(FileChange.UPDATED);
            return true;
        } catch (FileConflictException refused) {
            assertThat(refused).hasMessageContaining("no text");
            return false;
        }
    }
}
