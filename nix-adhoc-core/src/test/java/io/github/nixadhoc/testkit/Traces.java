package io.github.nixadhoc.testkit;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Counts of what a run could leave behind.
 *
 * @param threads the names of the threads that run
 * @param descriptors how many descriptors are open
 * @param children the command lines of all descendants
 * @param files temporary files, and the roots that keep store paths from the collector
 */
public record Traces(Set<String> threads, int descriptors, List<String> children, Set<String> files) {

    /** The longest that an idle thread of the library waits for work. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Waits until there are no more threads than that, but not for long. */
    public static Traces settled(NixSandbox sandbox, int threads) throws Exception {
        boolean unused = Waits.holdsWithin(PATIENCE, () -> {
            Traces traces = now(sandbox);
            return traces.ofTheLibrary() == 0 && (threads == 0 || traces.threads.size() <= threads);
        });
        return now(sandbox);
    }

    /** Returns what there is now, without the library's idle threads, which end by themselves. */
    public static Traces withoutIdleThreads(NixSandbox sandbox) throws IOException {
        Traces traces = now(sandbox);
        traces.threads.removeIf(name -> name.startsWith("nix-adhoc"));
        return traces;
    }

    private long ofTheLibrary() {
        return threads.stream().filter(name -> name.startsWith("nix-adhoc")).count();
    }

    private static Traces now(NixSandbox sandbox) throws IOException {
        Set<String> files = new TreeSet<>(list(Path.of(System.getProperty("java.io.tmpdir")), 1));
        // searches run in tests beside this one
        files.removeIf(file -> !file.contains("nix-adhoc-") || file.contains("nix-adhoc-search-"));
        files.addAll(list(sandbox.root().resolve("tmp"), 5));
        files.addAll(list(sandbox.stateDir().resolve("gcroots"), 5));
        files.addAll(list(sandbox.stateDir().resolve("profiles"), 5));
        files.addAll(list(sandbox.root().resolve("home"), 5));
        files.addAll(list(sandbox.root().resolve("state/nix-adhoc/running"), 1));
        return new Traces(
                Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> !thread.getName().startsWith("process reaper"))
                        .map(thread -> thread.getName() + " " + thread.getId())
                        .collect(Collectors.toCollection(TreeSet::new)),
                openDescriptors(),
                ProcessHandle.current()
                        .descendants()
                        .map(child -> child.info().commandLine().orElse("?"))
                        .toList(),
                files);
    }

    /** Names alone: a descriptor may be closed while its entry is looked at. */
    private static int openDescriptors() {
        return Objects.requireNonNull(new File("/proc/self/fd").list()).length;
    }

    /** Entries may go while others are looked at: tests beside this one have their own. */
    private static List<String> list(Path directory, int depth) {
        File[] entries = directory.toFile().listFiles();
        if (entries == null || depth == 0) {
            return List.of();
        }
        return Stream.of(entries)
                .flatMap(entry -> Stream.concat(Stream.of(entry.toString()), list(entry.toPath(), depth - 1).stream()))
                .toList();
    }
}
