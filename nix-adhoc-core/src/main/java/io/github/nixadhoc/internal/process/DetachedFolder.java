package io.github.nixadhoc.internal.process;

import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.internal.exec.DetachedProcess;
import io.github.nixadhoc.internal.file.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The folder of one detached program: what is known of it, its output, its end. */
public record DetachedFolder(Path path) {

    private static final String RECORD = "program";

    /** The variable of the keeper in which Nix's collector finds the store paths. */
    private static final String KEEPS = "NIX_ADHOC_KEEPS";

    String id() {
        return path.getFileName().toString();
    }

    public DetachedHandle start(CommandExecutor executor, ProcessSpec spec, DetachedRecord facts) throws IOException {
        boolean started = false;
        try {
            AtomicFile.write(path.resolve(RECORD), facts.text().getBytes(StandardCharsets.UTF_8));
            String kept = facts.storePaths().stream().map(String::valueOf).collect(Collectors.joining(" "));
            DetachedProcess process = DetachedProcess.start(executor, spec, path, Map.of(KEEPS, kept));
            started = true;
            return new DetachedHandle(this, process, facts);
        } finally {
            if (!started) {
                delete();
            }
        }
    }

    /** Returns the program that was started with this folder; empty if there is none, or it has not got so far yet. */
    Optional<DetachedHandle> program() {
        Optional<DetachedRecord> facts = facts();
        return facts.isEmpty()
                ? Optional.empty()
                : DetachedProcess.in(path).map(process -> new DetachedHandle(this, process, facts.get()));
    }

    private Optional<DetachedRecord> facts() {
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
