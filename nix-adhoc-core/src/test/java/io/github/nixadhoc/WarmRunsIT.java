package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.SandboxedNix;
import io.github.nixadhoc.testkit.Traces;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many warm runs, one after another. */
@Timeout(value = 1, unit = TimeUnit.HOURS)
class WarmRunsIT extends SandboxedNix {

    /** The number of runs; the full test has {@code -Dnix.adhoc.warm-runs=10000}. */
    private static final int RUNS = Integer.getInteger("nix.adhoc.warm-runs", 1000);

    /** Ten thousand runs show a leak of a kilobyte in each. */
    private static final long HEAP_NOISE = 6L << 20;

    @Test
    void manyWarmRunsLeaveThreadsDescriptorsCacheAndHeapAsTheyWere() throws Exception {
        RunCommand hello = nix.run("hello");
        for (int i = 0; i < 200; i++) {
            hello.text();
        }
        Traces before = Traces.withoutIdleThreads(sandbox);
        List<Path> cacheBefore = cacheFiles(sandbox);
        long heapBefore = heapAfterCollection();

        for (int i = 0; i < RUNS; i++) {
            assertThat(hello.text()).isEqualTo("Hello, world!");
        }

        Traces after = Traces.settled(sandbox, before.threads().size());
        assertThat(after.threads()).as("threads").isSubsetOf(before.threads());
        assertThat(after.descriptors()).as("descriptors").isLessThanOrEqualTo(before.descriptors());
        assertThat(after.files()).as("files and roots").isEqualTo(before.files());
        assertThat(cacheFiles(sandbox)).as("cache files").isEqualTo(cacheBefore);
        assertThat(heapAfterCollection()).as("heap").isLessThan(heapBefore + HEAP_NOISE);
    }

    private static List<Path> cacheFiles(NixSandbox sandbox) throws IOException {
        try (Stream<Path> files = Files.walk(sandbox.root().resolve("cache/nix-adhoc"))) {
            return files.sorted().toList();
        }
    }

    private static long heapAfterCollection() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
