package io.github.nixadhoc.internal.daemon;

import io.github.nixadhoc.internal.concurrent.Deadline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A daemon whose answers are made up in advance, one list of bytes for each connection. Behind them it is silent, until the
 * connection is closed, or ends the connection.
 */
final class FakeDaemon implements StoreTransport.Way {

    private final List<byte[]> scripts;
    private final boolean endsBehindThem;
    private final List<Connection> connections = new ArrayList<>();

    private FakeDaemon(List<byte[]> scripts, boolean endsBehindThem) {
        this.scripts = scripts;
        this.endsBehindThem = endsBehindThem;
    }

    /** One that ends each connection behind its answers. */
    static FakeDaemon saying(byte[]... scripts) {
        return new FakeDaemon(List.of(scripts), true);
    }

    /** One that is silent behind its answers. */
    static FakeDaemon hangingAfter(byte[]... scripts) {
        return new FakeDaemon(List.of(scripts), false);
    }

    /** The greeting of a daemon of a version. */
    static WireWriter greeting(int minor, String nix) {
        WireWriter words = new WireWriter().number(Handshake.REPLY).number(0x100 | minor);
        WireWriter named = (minor >= 38 ? words.number(0) : words).text(nix);
        return (minor >= 35 ? named.number(1) : named).number(WorkLog.LAST);
    }

    static WireWriter greeting() {
        return greeting(38, "2.34.8");
    }

    @Override
    public StoreTransport connect(Deadline deadline) throws IOException {
        if (connections.size() == scripts.size()) {
            throw new UnusableConnectionException("the script of the test has no further connection");
        }
        Connection connection = new Connection(scripts.get(connections.size()));
        connections.add(connection);
        return connection;
    }

    List<Connection> connections() {
        return connections;
    }

    /** A connection of a client to such a daemon. */
    final class Connection implements StoreTransport {

        private final ByteHandover answers = new ByteHandover();
        private final ByteArrayOutputStream received = new ByteArrayOutputStream();
        private boolean open = true;

        Connection(byte[] script) throws IOException {
            answers.writer().write(script);
            if (endsBehindThem) {
                answers.end();
            }
        }

        byte[] received() {
            return received.toByteArray();
        }

        @Override
        public InputStream input() {
            return answers.reader();
        }

        @Override
        public void send(byte[] bytes) {
            received.writeBytes(bytes);
        }

        @Override
        public synchronized boolean isOpen() {
            return open;
        }

        @Override
        public synchronized void close() {
            open = false;
            answers.abandon();
        }

        @Override
        public void abort() {
            close();
        }
    }
}
