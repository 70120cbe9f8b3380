package io.github.nixadhoc.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.nixadhoc.NixClientBuilder;
import io.github.nixadhoc.policy.Confinement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A sandbox with a folder in it that confined programs may write to. Tests that need it are left out where bubblewrap is not
 * installed, or the kernel does not let it build any walls.
 */
public final class ConfinedSandbox extends TestResource implements BeforeEachCallback {

    public static final Path BUBBLEWRAP = Path.of("/usr/bin/bwrap");

    private static final boolean WORKS = canConfine();

    private final NixSandbox sandbox = closing(NixSandbox.create());
    private final Path chosen = other("chosen");

    @Override
    public void beforeAll(ExtensionContext context) {
        super.beforeAll(context);
        assumeTrue(WORKS, "bubblewrap is not installed, or cannot work here");
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        assumeTrue(WORKS, "bubblewrap is not installed, or cannot work here");
    }

    public NixSandbox sandbox() {
        return sandbox;
    }

    /** The folder. */
    public Path chosen() {
        return chosen;
    }

    private static boolean canConfine() {
        if (!Files.isExecutable(BUBBLEWRAP)) {
            return false;
        }
        try {
            Process tried = new ProcessBuilder(
                            BUBBLEWRAP.toString(), "--unshare-all", "--ro-bind", "/", "/", "/bin/true")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return Waits.forExit(tried) == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static boolean isRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }

    public NixClientBuilder builder() {
        return SandboxedClient.builder(sandbox)
                .confinement(Confinement.readOnly().writable(chosen));
    }

    /** Returns a new folder in which nothing can be changed. */
    public Path other(String name) {
        try {
            return Files.createDirectories(sandbox.root().resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes away what a test has left in the folders, so that the next one can use the same sandbox. */
    public void clear(String... others) throws IOException {
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
}
