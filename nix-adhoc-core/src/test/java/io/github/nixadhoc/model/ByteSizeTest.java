package io.github.nixadhoc.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0.0 KiB",
        "410, 0.4 KiB",
        "1024, 1.0 KiB",
        "29989274, 28.6 MiB",
        "1073741824, 1.0 GiB",
        "9223372036854775807, 8.0 EiB"
    })
    void isPrintedAsNixPrintsSizes(long bytes, String printed) {
        assertThat(ByteSize.of(bytes)).hasToString(printed);
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                51,
                52,
                1023,
                (1L << 20) - 52,
                (1L << 20) - 51,
                (1L << 20) - 1,
                1L << 20,
                (1L << 30) - 1,
                (1L << 60) - 1,
                Long.MAX_VALUE
            })
    void whatWasPrintedIsReadBackAtTheEdgesOfUnitsToo(long bytes) {
        String printed = ByteSize.of(bytes).toString();

        assertThat(ByteSize.parse(printed)).hasToString(printed);
    }

    @ParameterizedTest
    @CsvSource({"512 B, 512", "2GiB, 2147483648", "1.5 KiB, 1536", "1024 KiB, 1048576", "0.1 KiB, 102"})
    void isReadInAnyUnit(String text, long bytes) {
        assertThat(ByteSize.parse(text)).isEqualTo(ByteSize.of(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "KiB", "-1 KiB", "1 kb", "1,5 KiB", "8.1 EiB", "9223372036854775809 B", "1e3 B"})
    void anInvalidSizeIsRefused(String text) {
        assertThatThrownBy(() -> ByteSize.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not a size: \"" + text + "\"");
    }

    @Test
    void aNegativeSizeIsRefused() {
        assertThatThrownBy(() -> ByteSize.of(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSumThatDoesNotFitIsRefused() {
        ByteSize most = ByteSize.of(Long.MAX_VALUE);

        assertThatThrownBy(() -> most.plus(ByteSize.of(1))).isInstanceOf(ArithmeticException.class);
    }
}
