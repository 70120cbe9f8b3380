package io.github.nixadhoc.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.model.StorePath;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QuotaRecordTest {

    private static final StorePath HELLO = path(1);
    private static final StorePath LIBRARY = path(2);
    private static final QuotaRecord KEPT = QuotaRecord.EMPTY.plus(List.of(LIBRARY, HELLO), List.of(HELLO));

    @Test
    void aWrittenFileIsReadBack() {
        assertThat(QuotaRecord.read(KEPT.toBytes())).isEqualTo(KEPT);
        assertThat(QuotaRecord.read(QuotaRecord.EMPTY.toBytes())).isEqualTo(QuotaRecord.EMPTY);
    }

    @Test
    void aDamagedRecordIsEmpty() {
        byte[] text = KEPT.toBytes();
        for (int i = 0; i < text.length; i++) {
            byte[] damaged = text.clone();
            damaged[i] ^= 1;
            assertThat(QuotaRecord.read(damaged)).isEqualTo(QuotaRecord.EMPTY);
            assertThat(QuotaRecord.read(
                            new String(text, 0, i, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8)))
                    .isEqualTo(QuotaRecord.EMPTY);
        }
    }

    @Test
    void aPathThatWasThereIsNoPackage() {
        assertThat(QuotaRecord.EMPTY.plus(List.of(), List.of(HELLO))).isEqualTo(QuotaRecord.EMPTY);
        assertThat(KEPT.retaining(List.of(LIBRARY)).packages()).isEmpty();
    }

    @Test
    void theEarliestAreForgottenWhenThereAreTooMany() {
        Set<StorePath> many = new LinkedHashSet<>();
        for (int i = 0; i < QuotaRecord.MAX_PATHS; i++) {
            many.add(path(i + 10));
        }
        QuotaRecord kept = KEPT.plus(many, Set.of());
        assertThat(kept.paths()).isEqualTo(many);
        assertThat(kept.packages()).isEmpty();
    }

    private static StorePath path(int number) {
        return StorePath.parse("/nix/store/" + "0".repeat(27) + String.format("%05d", number) + "-hello");
    }
}
