package io.github.nixadhoc.internal.exec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BubblewrapTest {

    @Test
    void anotherProcessSurroundsNoProgram() {
        ProcessHandle self = ProcessHandle.current();

        assertThat(Bubblewrap.isWrapperOfRunning(self)).isFalse();
        assertThat(Bubblewrap.programIn(self)).isEmpty();
    }
}
