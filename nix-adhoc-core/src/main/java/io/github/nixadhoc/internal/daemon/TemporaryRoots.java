package io.github.nixadhoc.internal.daemon;

/** The temporary roots of a connection, which a garbage collection spares until they are closed. */
public final class TemporaryRoots implements AutoCloseable {

    private final Runnable end;

    TemporaryRoots(Runnable end) {
        this.end = end;
    }

    @Override
    public void close() {
        end.run();
    }
}
