package io.github.nixadhoc.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LastingThreadTest {

    @Test
    void onlyBubblewrapWithTheOptionDiesWithItsParent() {
        assertThat(LastingThread.diesWithParent(List.of("/usr/bin/bwrap", "--die-with-parent", "--", "/bin/true")))
                .isTrue();
        assertThat(LastingThread.diesWithParent(List.of("/usr/bin/bwrap", "--proc", "/proc", "--", "/bin/true")))
                .isFalse();
        assertThat(LastingThread.diesWithParent(
                        List.of("/usr/bin/bwrap", "--proc", "/proc", "--", "/bin/echo", "--die-with-parent")))
                .isFalse();
        assertThat(LastingThread.diesWithParent(List.of("/bin/echo", "--die-with-parent", "--", "bwrap")))
                .isFalse();
    }
}
