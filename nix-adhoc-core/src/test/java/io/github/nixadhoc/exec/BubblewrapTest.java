package io.github.nixadhoc.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BubblewrapTest {

    @Test
    void onlyWhatIsToldSoEndsWithItsStarter() {
        assertThat(Bubblewrap.endsWithItsStarter(List.of("/usr/bin/bwrap", "--die-with-parent", "--", "/bin/true")))
                .isTrue();
        assertThat(Bubblewrap.endsWithItsStarter(List.of("/usr/bin/bwrap", "--proc", "/proc", "--", "/bin/true")))
                .isFalse();
        assertThat(Bubblewrap.endsWithItsStarter(
                        List.of("/usr/bin/bwrap", "--proc", "/proc", "--", "/bin/echo", "--die-with-parent")))
                .isFalse();
        assertThat(Bubblewrap.endsWithItsStarter(List.of("/bin/echo", "--die-with-parent", "--", "bwrap")))
                .isFalse();
    }

    @Test
    void anotherProcessIsNotAroundAnything() {
        ProcessHandle self = ProcessHandle.current();

        assertThat(Bubblewrap.isAround(self)).isFalse();
        assertThat(Bubblewrap.programIn(self)).isEmpty();
    }
}
