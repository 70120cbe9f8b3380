package io.github.nixadhoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.model.Phase;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Runs what has to fail, and says whether it failed in the right way. */
public final class FailureOf {

    private FailureOf() {}

    /** Insists on exactly this class, so that failures are told apart, and on the phase. */
    public static <E extends NixException> E running(ThrowingCallable command, Class<E> type, Phase phase) {
        Throwable failure = catchThrowable(command);
        assertThat(failure).isExactlyInstanceOf(type);
        E expected = type.cast(failure);
        assertThat(expected.phase()).as("phase of %s", expected).contains(phase);
        assertThat(expected.shortMessage()).isNotBlank().doesNotContain("\n").doesNotEndWith(":");
        return expected;
    }
}
