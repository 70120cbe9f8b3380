package io.github.nixadhoc.exec;

import java.io.IOException;
import java.io.OutputStream;

/** The standard input of a process that is written while it runs: what is written arrives at once, not when it is flushed. */
final class OpenInput extends OutputStream {

    private final OutputStream pipe;

    OpenInput(OutputStream pipe) {
        this.pipe = pipe;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            pipe.write(bytes, offset, length);
            pipe.flush();
        } catch (IOException e) {
            throw new IOException("the program has ended, or its input has been closed", e);
        }
    }

    @Override
    public void close() {
        try {
            pipe.close();
        } catch (IOException e) {
            // the program has closed its end before, and has had all that it wanted
        }
    }
}
