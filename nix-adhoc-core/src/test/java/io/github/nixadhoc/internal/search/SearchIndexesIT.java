package io.github.nixadhoc.internal.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.exec.commons.CommonsExecExecutor;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.nix.NixSettings;
import io.github.nixadhoc.internal.resolve.FlakeLocation;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.Waits;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SearchIndexesIT {

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    @Test
    void anIdleSearchHoldsNoMemory() throws InterruptedException {
        SearchIndexes indexes = indexes(Duration.ofMillis(200));
        assertThat(indexes.search(request(), Deadline.never()).size()).isEqualTo(1);
        assertThat(indexes.inMemory()).isEqualTo(1);

        Waits.until("it is given back", () -> indexes.inMemory() == 0);

        assertThat(indexes.search(request(), Deadline.never()).size()).isEqualTo(1);
        assertThat(indexes.inMemory()).isEqualTo(1);
        indexes.close();
        assertThat(indexes.inMemory()).isZero();
    }

    private static SearchRequest request() {
        return new SearchRequest(new FlakeLocation("nixpkgs", null), List.of("^hello$"), List.of(), 10, false);
    }

    private SearchIndexes indexes(Duration idle) {
        NixSettings settings = new NixSettings(
                sandbox.under().binary(),
                null,
                sandbox.options(),
                ProcessEnvironment.inherited().onTopOf(sandbox.environment()));
        return new SearchIndexes(new NixCli(CommonsExecExecutor.create(), settings), settings, false, idle);
    }
}
