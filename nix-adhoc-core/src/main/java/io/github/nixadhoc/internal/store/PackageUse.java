package io.github.nixadhoc.internal.store;

import io.github.nixadhoc.model.StorePath;
import java.io.Closeable;
import java.util.Collection;

/** A listener for the packages that a client uses. Its methods neither throw nor block. */
public interface PackageUse extends Closeable {

    /** A listener that does nothing. */
    PackageUse NONE = new PackageUse() {};

    /** Receives outputs that are in the store and are held from now on. */
    default void held(Collection<StorePath> outputs) {}

    /** Receives the outputs from which a program has been started. */
    default void used(Collection<StorePath> outputs) {}

    /** Receives outputs that are no longer held. */
    default void released(Collection<StorePath> outputs) {}

    /** Ends the work in the background, since the client is closed. */
    @Override
    default void close() {}
}
