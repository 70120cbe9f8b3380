package io.github.nixadhoc.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
