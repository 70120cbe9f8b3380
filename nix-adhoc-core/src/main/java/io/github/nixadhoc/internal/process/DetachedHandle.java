package io.github.nixadhoc.internal.process;

import io.github.nixadhoc.internal.exec.DetachedProcess;
import io.github.nixadhoc.model.CapturedOutput;
import io.github.nixadhoc.model.EqualByContent;
import io.github.nixadhoc.model.Signal;
import io.github.nixadhoc.model.StorePath;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * A handle of a program that outlives its JVM and is identified by a folder.
 *
 * <p>Thread-safe; each method reads the current state of the program.
 */
public final class DetachedHandle extends EqualByContent {

    private static final Duration GRACE_PERIOD = Duration.ofSeconds(5);
    private static final int HALF_BYTES = 4 << 20;

    private final DetachedFolder folder;
    private final DetachedProcess process;
    private final DetachedRecord details;

    DetachedHandle(DetachedFolder folder, DetachedProcess process, DetachedRecord details) {
        this.folder = folder;
        this.process = process;
        this.details = details;
    }

    public String id() {
        return folder.id();
    }

    public long pid() {
        return process.pid();
    }

    public String command() {
        return details.command();
    }

    public List<StorePath> storePaths() {
        return details.storePaths();
    }

    public Instant startedAt() {
        return details.startedAt();
    }

    public boolean isRunning() {
        return process.isRunning();
    }

    public OptionalInt exitCode() {
        return process.exitCode();
    }

    public boolean awaitEnd(Duration timeout) {
        long start = System.nanoTime();
        while (isRunning()) {
            if (System.nanoTime() - start >= timeout.toNanos()) {
                return false;
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return !isRunning();
            }
        }
        return true;
    }

    public Path stdoutFile() {
        return process.stdoutFile();
    }

    public Path stderrFile() {
        return process.stderrFile();
    }

    public CapturedOutput output() {
        return read(stdoutFile());
    }

    public CapturedOutput errorOutput() {
        return read(stderrFile());
    }

    public List<String> tail(int lines) {
        if (lines < 0) {
            throw new IllegalArgumentException("lines must not be negative: " + lines);
        }
        List<String> all = output().lines();
        return all.subList(Math.max(0, all.size() - lines), all.size());
    }

    public boolean signal(Signal signal) {
        return process.signal(Objects.requireNonNull(signal, "signal"));
    }

    public void stop() {
        stop(GRACE_PERIOD);
    }

    public void stop(Duration grace) {
        process.stop(grace);
    }

    public void forget() {
        if (isRunning()) {
            throw new IllegalStateException(id() + " still runs: stop() it first");
        }
        folder.delete();
    }

    private static CapturedOutput read(Path file) {
        if (!Files.exists(file)) {
            return CapturedOutput.empty();
        }
        try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "r")) {
            long size = content.length();
            byte[] head = new byte[(int) Math.min(size, HALF_BYTES)];
            content.readFully(head);
            byte[] tail = new byte[(int) Math.min(size - head.length, HALF_BYTES)];
            content.seek(size - tail.length);
            content.readFully(tail);
            return CapturedOutput.of(head, size - head.length - tail.length, tail, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected List<Object> parts() {
        return List.of(id());
    }

    @Override
    public String toString() {
        return id() + ": " + process;
    }
}
