package io.github.nixadhoc.internal.daemon;

import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** A connection to the socket of a daemon. */
final class SocketTransport implements StoreTransport {

    private final SocketChannel channel;
    private final InputStream input;

    private SocketTransport(SocketChannel channel) {
        this.channel = channel;
        this.input = new Input(channel);
    }

    /** Returns the way to a socket. */
    static Way to(Path socket) {
        return deadline -> {
            if (deadline.hasPassed()) {
                throw new CallTimedOutException();
            }
            return new SocketTransport(connect(socket));
        };
    }

    private static SocketChannel connect(Path socket) throws IOException {
        try {
            UnixDomainSocketAddress address = UnixDomainSocketAddress.of(socket);
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            boolean connected = false;
            try {
                // a blocking connect to a daemon that accepts nobody would not end
                channel.configureBlocking(false);
                connected = channel.connect(address);
                channel.configureBlocking(true);
            } finally {
                if (!connected) {
                    channel.close();
                }
            }
            if (!connected) {
                throw new UnusableConnectionException("the daemon accepts no connection on " + socket);
            }
            return channel;
        } catch (UnusableConnectionException e) {
            throw e;
        } catch (IOException | IllegalArgumentException | UnsupportedOperationException e) {
            throw new UnusableConnectionException("no connection to " + socket + ": " + e.getMessage(), e);
        }
    }

    @Override
    public InputStream input() {
        return input;
    }

    @Override
    public void send(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // nothing is sent any more, so nothing is lost
        }
    }

    @Override
    public void abort() {
        close();
    }

    /** The stream of a channel, without the locks of the JDK's own, which would let no thread write during a read. */
    private static final class Input extends InputStream {

        private final SocketChannel channel;

        Input(SocketChannel channel) {
            this.channel = channel;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return channel.read(ByteBuffer.wrap(bytes, offset, length));
        }
    }
}
