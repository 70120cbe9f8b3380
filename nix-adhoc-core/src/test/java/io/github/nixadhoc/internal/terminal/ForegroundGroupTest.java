package io.github.nixadhoc.internal.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ForegroundGroupTest {

    @Test
    void aProcessInTheForegroundMayRead() {
        assertThat(ForegroundGroup.parse("7 (java) S 1 7 5 34816 7 4194304 1 2").isOwn())
                .isTrue();
    }

    @Test
    void theNameOfAProgramMayLookLikeTheRest() {
        ForegroundGroup group = ForegroundGroup.parse("7 (a) S 9 (b) S 1 7 5 34816 8 4194304 1 2");

        assertThat(group).isEqualTo(new ForegroundGroup(7, 8));
        assertThat(group.isOwn()).isFalse();
    }

    @Test
    void withoutAControllingTerminalTheJvmIsInTheForeground() {
        assertThat(ForegroundGroup.parse("7 (java) S 1 7 5 0 -1 4194304 1 2").isOwn())
                .isTrue();
    }
}
