package io.github.nixadhoc.internal.keep;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.model.StorePath;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeptTest {

    private static final StorePath HELLO = path(1);
    private static final StorePath LIBRARY = path(2);
    private static final Kept KEPT = Kept.NOTHING.plus(List.of(LIBRARY, HELLO), List.of(HELLO));

    @Test
    void whatIsWrittenIsRead() {
        assertThat(Kept.read(KEPT.text())).isEqualTo(KEPT);
        assertThat(Kept.read(Kept.NOTHING.text())).isEqualTo(Kept.NOTHING);
    }

    @Test
    void whatIsDamagedSaysNothing() {
        byte[] text = KEPT.text();
        for (int i = 0; i < text.length; i++) {
            byte[] damaged = text.clone();
            damaged[i] ^= 1;
            assertThat(Kept.read(damaged)).isEqualTo(Kept.NOTHING);
            assertThat(Kept.read(new String(text, 0, i, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8)))
                    .isEqualTo(Kept.NOTHING);
        }
    }

    @Test
    void whatWasNotBroughtIsNoPackage() {
        assertThat(Kept.NOTHING.plus(List.of(), List.of(HELLO))).isEqualTo(Kept.NOTHING);
        assertThat(KEPT.retaining(List.of(LIBRARY)).packages()).isEmpty();
    }

    @Test
    void theEarliestAreForgottenWhenThereAreTooMany() {
        Set<StorePath> many = new LinkedHashSet<>();
        for (int i = 0; i < Kept.MAX_PATHS; i++) {
            many.add(path(i + 10));
        }
        Kept kept = KEPT.plus(many, Set.of());
        assertThat(kept.brought()).isEqualTo(many);
        assertThat(kept.packages()).isEmpty();
    }

    private static StorePath path(int number) {
        return StorePath.parse("/nix/store/" + "0".repeat(27) + String.format("%05d", number) + "-hello");
    }
}
