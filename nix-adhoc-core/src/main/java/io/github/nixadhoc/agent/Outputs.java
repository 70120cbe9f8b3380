package io.github.nixadhoc.agent;

/** The output of one program. */
record Outputs(KeptOutput stdout, KeptOutput stderr) implements AutoCloseable {

    static Outputs create() {
        return new Outputs(new KeptOutput(), new KeptOutput());
    }

    KeptOutput of(boolean error) {
        return error ? stderr : stdout;
    }

    @Override
    public void close() {
        stdout.close();
        stderr.close();
    }
}
