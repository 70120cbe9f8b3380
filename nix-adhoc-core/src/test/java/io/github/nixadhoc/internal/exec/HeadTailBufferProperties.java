package io.github.nixadhoc.internal.exec;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.model.CapturedOutput;
import io.github.nixadhoc.model.Overflow;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class HeadTailBufferProperties {

    @Property
    void keptAndCountedBytesAreAllBytes(
            @ForAll @Size(max = 100) byte[] bytes,
            @ForAll @IntRange(max = 60) int maxBytes,
            @ForAll @IntRange(min = 1, max = 30) int chunk,
            @ForAll Overflow overflow) {
        HeadTailBuffer buffer = filled(bytes, maxBytes, chunk, overflow);

        CapturedOutput kept = buffer.captured(StandardCharsets.ISO_8859_1);

        assertThat(kept).isEqualTo(expected(bytes, maxBytes, overflow));
        assertThat(kept.totalBytes()).isEqualTo(bytes.length);
        assertThat(buffer.overflowed()).isEqualTo(bytes.length > maxBytes);
    }

    @Property
    void keptBytesAreCopiedFromTheirPosition(
            @ForAll @Size(max = 100) byte[] bytes,
            @ForAll @IntRange(max = 60) int maxBytes,
            @ForAll @IntRange(min = 1, max = 30) int chunk,
            @ForAll @IntRange(min = 1, max = 40) int room,
            @ForAll Overflow overflow) {
        HeadTailBuffer buffer = filled(bytes, maxBytes, chunk, overflow);

        int kept = 0;
        long position = buffer.firstKept(0);
        while (position < bytes.length) {
            byte[] target = new byte[room];
            int length = buffer.copy(position, target);
            assertThat(length).isBetween(1, room);
            int from = (int) position;
            assertThat(Arrays.copyOf(target, length)).isEqualTo(Arrays.copyOfRange(bytes, from, from + length));
            kept += length;
            position = buffer.firstKept(position + length);
        }
        assertThat(kept).isEqualTo(Math.min(bytes.length, maxBytes));
    }

    private static HeadTailBuffer filled(byte[] bytes, int maxBytes, int chunk, Overflow overflow) {
        HeadTailBuffer buffer = new HeadTailBuffer(maxBytes, overflow);
        for (int start = 0; start < bytes.length; start += chunk) {
            byte[] part = Arrays.copyOfRange(bytes, start, Math.min(bytes.length, start + chunk));
            buffer.append(part, part.length);
        }
        return buffer;
    }

    private static CapturedOutput expected(byte[] bytes, int maxBytes, Overflow overflow) {
        int headLimit = switch (overflow) {
            case KEEP_HEAD_AND_TAIL -> maxBytes - maxBytes / 2;
            case KEEP_TAIL -> 0;
            case FAIL -> maxBytes;
        };
        int head = Math.min(bytes.length, headLimit);
        int tail = Math.min(bytes.length - head, maxBytes - headLimit);
        return CapturedOutput.of(
                Arrays.copyOf(bytes, head),
                bytes.length - head - tail,
                Arrays.copyOfRange(bytes, bytes.length - tail, bytes.length),
                StandardCharsets.ISO_8859_1);
    }
}
