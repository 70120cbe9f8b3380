package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.error.CancelledException;
import io.github.nixadhoc.error.NixException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The result of a query to Nix: a value or a failure.
 *
 * @param value the value; empty if the query failed
 * @param failure the failure; empty if the query succeeded
 */
record Probed<T>(Optional<T> value, Optional<NixException> failure) {

    static <T> Probed<T> of(T value) {
        return new Probed<>(Optional.of(value), Optional.empty());
    }

    static <T> Probed<T> failed(NixException failure) {
        return new Probed<>(Optional.empty(), Optional.of(failure));
    }

    /**
     * Runs a query.
     *
     * @throws CancelledException if the query was cancelled
     */
    static <T> Probed<T> from(Supplier<T> query) {
        try {
            return of(query.get());
        } catch (CancelledException e) {
            throw e;
        } catch (NixException e) {
            return failed(e);
        }
    }
}
