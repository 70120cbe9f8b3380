package io.github.nixadhoc.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command that has ended, with all it wrote. Its streams were files, so nothing was cut or mixed. */
public final class Ran {

    private final List<String> command;
    private final int exitCode;
    private final byte[] out;
    private final byte[] err;

    private Ran(List<String> command, int exitCode, byte[] out, byte[] err) {
        this.command = command;
        this.exitCode = exitCode;
        this.out = out;
        this.err = err;
    }

    /**
     * Runs a command with exactly this environment, and waits for it.
     *
     * @throws AssertionError if it takes longer than the limit; it and its children are killed then
     */
    public static Ran run(
            List<String> command, Map<String, String> environment, Path directory, byte[] stdin, Duration limit) {
        try {
            Path scratch = Files.createTempDirectory("ran-");
            Path in = Files.write(scratch.resolve("in"), stdin);
            Path out = scratch.resolve("out");
            Path err = scratch.resolve("err");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().clear();
            builder.environment().putAll(environment);
            Process process = builder.start();
            try {
                boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
                if (!ended) {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    Waits.forDeath(process);
                }
                Ran ran = new Ran(command, process.exitValue(), Files.readAllBytes(out), Files.readAllBytes(err));
                if (!ended) {
                    throw new AssertionError("took longer than " + limit + ": " + ran);
                }
                return ran;
            } finally {
                process.destroyForcibly();
                for (Path file : List.of(in, out, err, scratch)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + command, e);
        }
    }

    /** What the JDK says: a death by signal is 128 + its number. */
    public int exitCode() {
        return exitCode;
    }

    public String stdout() {
        return new String(out, UTF_8);
    }

    public String stderr() {
        return new String(err, UTF_8);
    }

    public byte[] stdoutBytes() {
        return out.clone();
    }

    /**
     * Insists on exit code 0.
     *
     * @throws AssertionError with all of its output, if it has another
     */
    public void requireSuccess() {
        if (exitCode != 0) {
            throw new AssertionError("should have succeeded: " + this);
        }
    }

    /** The stdout of a command that succeeded, without its last newline. */
    public String text() {
        requireSuccess();
        return stdout().replaceFirst("\n$", "");
    }

    /** The lines of stdout of a command that succeeded. */
    public List<String> lines() {
        requireSuccess();
        return stdout().lines().toList();
    }

    @Override
    public String toString() {
        return String.join(" ", command) + "\nexit code " + exitCode + "\nstdout: " + stdout() + "\nstderr: "
                + stderr();
    }
}
