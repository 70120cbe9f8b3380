package io.github.nixadhoc.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminationTest {

    @Test
    void onlyAnExitWithZeroIsSuccess() {
        assertThat(new Termination.Exited(0).isSuccess()).isTrue();
        assertThat(new Termination.Exited(1).isSuccess()).isFalse();
        assertThat(new Termination.TimedOut(false).isSuccess()).isFalse();
    }

    @Test
    void exitCodesAreThoseOfAShell() {
        assertThat(new Termination.Exited(3).exitCode()).isEqualTo(3);
        assertThat(new Termination.Signaled(9).exitCode()).isEqualTo(137);
        assertThat(new Termination.TimedOut(false).exitCode()).isEqualTo(143);
        assertThat(new Termination.Cancelled(true).exitCode()).isEqualTo(137);
    }
}
