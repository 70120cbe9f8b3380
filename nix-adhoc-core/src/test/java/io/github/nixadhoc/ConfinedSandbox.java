package io.github.nixadhoc;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.nixadhoc.policy.Confinement;
import io.github.nixadhoc.testkit.NixSandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A sandbox with a folder in it that confined programs may write to. Tests that need it are left out where bubblewrap is not
 * installed, or the kernel does not let it build any walls.
 *
 * @param sandbox the sandbox
 * @param chosen the folder
 */
record ConfinedSandbox(NixSandbox sandbox, Path chosen) implements AutoCloseable {

    static final Path BUBBLEWRAP = Path.of("/usr/bin/bwrap");

    static ConfinedSandbox create() throws IOException {
        assumeTrue(canConfine(), "bubblewrap is not installed, or cannot work here");
        NixSandbox sandbox = NixSandbox.create();
        return new ConfinedSandbox(
                sandbox, Files.createDirectories(sandbox.root().resolve("chosen")));
    }

    private static boolean canConfine() throws IOException {
        if (!Files.isExecutable(BUBBLEWRAP)) {
            return false;
        }
        Process tried = new ProcessBuilder(BUBBLEWRAP.toString(), "--unshare-all", "--ro-bind", "/", "/", "/bin/true")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return tried.onExit().join().exitValue() == 0;
    }

    static boolean isRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }

    NixClientBuilder builder() {
        return SandboxedClient.builder(sandbox)
                .confinement(Confinement.readOnly().writable(chosen));
    }

    /** Returns a new folder in which nothing can be changed. */
    Path other(String name) throws IOException {
        return Files.createDirectories(sandbox.root().resolve(name));
    }

    /** Takes away what a test has left in the folders, so that the next one can use the same sandbox. */
    void clear(String... others) throws IOException {
        for (Path folder : Stream.concat(Stream.of(chosen), Stream.of(others).map(sandbox.root()::resolve))
                .toList()) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.walk(folder)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        if (!file.equals(chosen)) {
                            Files.delete(file);
                        }
                    }
                }
            } else {
                Files.deleteIfExists(folder);
            }
        }
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
