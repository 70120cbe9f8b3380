package io.github.nixadhoc.internal.store;

import io.github.nixadhoc.model.StorePath;
import java.io.Closeable;
import java.util.Collection;

/** Is told of the packages that a client uses; never fails and never waits. */
public interface PackageUse extends Closeable {

    /** Nobody wants to know. */
    PackageUse NONE = new PackageUse() {};

    /** Outputs are in the store, brought there or not, and are held. */
    default void held(Collection<StorePath> outputs) {}

    /** A program has been started from outputs. */
    default void used(Collection<StorePath> outputs) {}

    /** Outputs are not held any more. */
    default void released(Collection<StorePath> outputs) {}

    /** Nothing is used any more; what goes on ends. */
    @Override
    default void close() {}
}
