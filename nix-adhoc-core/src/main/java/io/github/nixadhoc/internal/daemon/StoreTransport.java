package io.github.nixadhoc.internal.daemon;

import io.github.nixadhoc.internal.concurrent.Deadline;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of a connection to a store. One thread at a time uses them, and any thread may close them, which ends the reads and
 * writes of others.
 */
interface StoreTransport extends Closeable {

    /** Returns the bytes of the daemon. An interrupt of the reading thread closes the connection. */
    InputStream input();

    /** Sends all bytes. */
    void send(byte[] bytes) throws IOException;

    /** Returns whether the transport is not closed and its peer is not known to be gone. */
    boolean isOpen();

    /** Ends the connection, and waits for a moment until a daemon of its own has ended. */
    @Override
    void close();

    /** Ends the connection while something is under way: the daemon stops its work. */
    void abort();

    /** A way to a store, on which any number of connections can be made. */
    interface Way {

        /**
         * Makes a connection.
         *
         * @throws UnusableConnectionException if there is none to be had
         * @throws CallTimedOutException if the deadline has passed
         */
        StoreTransport connect(Deadline deadline) throws IOException;
    }
}
