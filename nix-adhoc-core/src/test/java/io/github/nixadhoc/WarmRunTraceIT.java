package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.testkit.MethodTrace;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.WarmRuns;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The work of the library in one warm run, counted in method entries. */
class WarmRunTraceIT {

    /** A run has about 830 entries, and some 40 more where it is slow enough for a note of its process. */
    private static final int MAX_ENTRIES = 950;

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    @Test
    void aWarmRunLooksAtTheConfigurationOnceAndMakesOneSpecOfWordsCheckedOnce() throws Exception {
        Path ofUser = Path.of(sandbox.environment().get("XDG_CONFIG_HOME"), "nix", "registry.json");
        Path global = Files.move(ofUser, sandbox.root().resolve("global-registry.json"));

        MethodTrace trace = MethodTrace.of(
                WarmRuns.class, sandbox.environment(), sandbox.under().binary().toString(), global.toString());

        assertThat(trace.looksByFile().values())
                .as("looks at each file")
                .isNotEmpty()
                .containsOnly(1);
        assertThat(trace.looksByFile()).containsKey(global.toString());
        assertThat(trace.entriesOf("ProcessSpec.<init>")).as("specs").isEqualTo(1);
        assertThat(trace.entriesOf("Words.requirePassable"))
                .as("checked words: the program and its argument")
                .isEqualTo(2);
        assertThat(trace.entries()).as("method entries").isLessThan(MAX_ENTRIES);
    }
}
