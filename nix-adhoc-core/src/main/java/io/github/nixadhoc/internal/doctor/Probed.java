package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.error.CancelledException;
import io.github.nixadhoc.error.NixException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The outcome of a question to Nix: a value, or the reason why there is none.
 *
 * @param value what it answered
 * @param failure why it did not
 */
record Probed<T>(Optional<T> value, Optional<NixException> failure) {

    static <T> Probed<T> of(T value) {
        return new Probed<>(Optional.of(value), Optional.empty());
    }

    static <T> Probed<T> failed(NixException failure) {
        return new Probed<>(Optional.empty(), Optional.of(failure));
    }

    /**
     * Asks.
     *
     * @throws CancelledException if nobody waits for the answer any more
     */
    static <T> Probed<T> to(Supplier<T> question) {
        try {
            return of(question.get());
        } catch (CancelledException e) {
            throw e;
        } catch (NixException e) {
            return failed(e);
        }
    }
}
