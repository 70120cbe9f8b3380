package io.github.nixadhoc.agent;

/** The output of one program. */
record RunOutputs(BoundedOutput stdout, BoundedOutput stderr) implements AutoCloseable {

    static RunOutputs create() {
        return new RunOutputs(new BoundedOutput(), new BoundedOutput());
    }

    BoundedOutput of(boolean error) {
        return error ? stderr : stdout;
    }

    @Override
    public void close() {
        stdout.close();
        stderr.close();
    }
}
