package io.github.nixadhoc.internal.process;

import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.Stdin;
import io.github.nixadhoc.internal.exec.DetachedProcess;
import io.github.nixadhoc.internal.file.AtomicFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The folder of a detached program, which contains its record, its output and its exit code. */
public record DetachedFolder(Path path) {

    private static final String RECORD = "program";

    /** The variable of the shim in which the garbage collector of Nix finds the store paths. */
    private static final String STORE_PATHS_VARIABLE = "NIX_ADHOC_KEEPS";

    String id() {
        return path.getFileName().toString();
    }

    /**
     * Starts a program with this folder, which is deleted if that fails.
     *
     * @param keepsFilesOut whether the program gets a copy of the file that is its input, which it could write to by its
     *     descriptor
     * @throws IOException if the folder cannot be written
     */
    public DetachedHandle start(
            CommandExecutor executor, ProcessSpec spec, DetachedRecord details, boolean keepsFilesOut)
            throws IOException {
        boolean started = false;
        try {
            AtomicFile.write(path.resolve(RECORD), details.text().getBytes(StandardCharsets.UTF_8));
            String storePaths =
                    details.storePaths().stream().map(String::valueOf).collect(Collectors.joining(" "));
            DetachedProcess process = DetachedProcess.start(
                    executor,
                    keepsFilesOut ? withCopiedInput(spec) : spec,
                    path,
                    Map.of(STORE_PATHS_VARIABLE, storePaths));
            started = true;
            return new DetachedHandle(this, process, details);
        } finally {
            if (!started) {
                delete();
            }
        }
    }

    private ProcessSpec withCopiedInput(ProcessSpec spec) throws IOException {
        if (spec.stdin() instanceof Stdin.File file && Files.isRegularFile(file.path())) {
            Path copy = DetachedProcess.stdinFile(path);
            try (OutputStream out = Files.newOutputStream(copy, StandardOpenOption.CREATE_NEW)) {
                long unused = Files.copy(file.path(), out);
            }
            return spec.withStdin(new Stdin.File(copy));
        }
        return spec;
    }

    /** Returns the program that was started with this folder; empty if there is none yet. */
    Optional<DetachedHandle> program() {
        Optional<DetachedRecord> details = details();
        return details.isEmpty()
                ? Optional.empty()
                : DetachedProcess.in(path).map(process -> new DetachedHandle(this, process, details.get()));
    }

    private Optional<DetachedRecord> details() {
        try {
            return DetachedRecord.parse(Files.readString(path.resolve(RECORD)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    void delete() {
        try (Stream<Path> files = Files.exists(path) ? Files.walk(path) : Stream.empty()) {
            List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : all) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
