package io.github.nixadhoc.internal.daemon;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import org.junit.jupiter.api.Test;

class WireReaderTest {

    @Test
    void aTextThatIsNotFilledUpWithZerosIsMalformed() {
        byte[] bytes = new WireWriter().text("abc").toBytes();
        bytes[bytes.length - 1] = 1;

        assertThatThrownBy(() -> reader(bytes).text()).isInstanceOf(MalformedAnswerException.class);
    }

    @Test
    void aLongTextThatDoesNotComeTakesNoMemory() {
        byte[] bytes = new WireWriter().number(WireReader.MAX_TEXT_BYTES).toBytes();

        assertThatThrownBy(() -> reader(bytes).text()).isInstanceOf(EOFException.class);
    }

    @Test
    void aLongListThatDoesNotComeTakesNoMemory() {
        byte[] bytes = new WireWriter().number(WireReader.MAX_ITEMS).toBytes();

        assertThatThrownBy(() -> reader(bytes).texts()).isInstanceOf(EOFException.class);
    }

    @Test
    void aTextThatIsNoStorePathIsMalformedWhereOneIsExpected() {
        byte[] bytes = new WireWriter().text("/etc/passwd").toBytes();

        assertThatThrownBy(() -> reader(bytes).path())
                .isInstanceOf(MalformedAnswerException.class)
                .hasMessageNotContaining("passwd");
    }

    private static WireReader reader(byte[] bytes) {
        return new WireReader(new ByteArrayInputStream(bytes));
    }
}
