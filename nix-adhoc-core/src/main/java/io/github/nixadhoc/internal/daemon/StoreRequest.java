package io.github.nixadhoc.internal.daemon;

import java.io.IOException;

/**
 * A request to a store, and the form of its answer.
 *
 * @param <T> the answer
 */
interface StoreRequest<T> {

    /** Returns the number by which the protocol names the operation. */
    long operation();

    /** Writes the arguments, and returns the writer. */
    WireWriter write(WireWriter to, ProtocolVersion version);

    /** Reads the answer, which follows the log. */
    T read(WireReader from, ProtocolVersion version) throws IOException;

    /**
     * Returns whether the daemon keeps paths from being deleted afterwards, as long as the connection lasts. A connection that
     * is kept unused would change what a garbage collection deletes.
     */
    default boolean addsRoots() {
        return false;
    }
}
