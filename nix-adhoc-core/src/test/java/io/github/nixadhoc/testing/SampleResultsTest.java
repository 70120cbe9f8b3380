package io.github.nixadhoc.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.error.ProgramFailedException;
import io.github.nixadhoc.model.Termination;
import io.github.nixadhoc.result.Plan;
import io.github.nixadhoc.result.RunResult;
import io.github.nixadhoc.result.StoreRepair;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The samples as a test of somebody else would use them. */
class SampleResultsTest {

    @Test
    void aSampleRunHasSucceededByDefault() {
        RunResult result = SampleResults.run().build();

        assertThat(result.exitCode()).isZero();
        assertThat(result.stdout()).isEmpty();
        assertThat(result.orThrow()).isSameAs(result);
    }

    @Test
    void aRunThatFailsThrowsAsARealOneDoes() {
        RunResult result =
                SampleResults.run().exitCode(3).stderr("no such file\n").build();

        assertThatThrownBy(result::orThrow)
                .isInstanceOf(ProgramFailedException.class)
                .hasMessageContaining("hello ended with exit code 3")
                .hasMessageContaining("no such file");
    }

    @Test
    void theOutputOfASampleRunIsRead() {
        RunResult result = SampleResults.run()
                .stdout("one\ntwo\n")
                .termination(new Termination.Signaled(9))
                .build();

        assertThat(result.stdoutLines()).containsExactly("one", "two");
        assertThat(result.text()).isEqualTo("one\ntwo");
        assertThat(result.termination()).isEqualTo(new Termination.Signaled(9));
    }

    @Test
    void aPlanIsInTheStoreUnlessSomethingIsToBeFetched() {
        Plan plan = SampleResults.plan().build();
        Plan other = SampleResults.plan()
                .transfer(SampleResults.transfer().build())
                .denial("no downloads")
                .build();

        assertThat(plan.isInStore()).isTrue();
        assertThat(plan.denial()).isEmpty();
        assertThat(other.isInStore()).isFalse();
        assertThat(other.denial()).contains("no downloads");
        assertThat(other.toString())
                .contains("to fetch", "download    8.0 MiB, unpacked 30.0 MiB", "deny it: no downloads");
    }

    @Test
    void theOtherSamplesAreSuccesses() {
        assertThat(SampleResults.pipeline().orThrow().exitCode()).isZero();
        assertThat(SampleResults.prefetch().wasInStore()).isTrue();
        assertThat(SampleResults.pin().build().isBroken()).isFalse();
        assertThat(SampleResults.closure().isInStore()).isTrue();
        assertThat(SampleResults.storeVerification().isClean()).isTrue();
        assertThat(SampleResults.storeRepair().isComplete()).isTrue();
        assertThat(SampleResults.garbage().dryRun()).isFalse();
    }

    @Test
    void aRepairCanFail() {
        StoreRepair repair = StoreRepair.of(2, List.of(), List.of(SampleResults.repairFailure()));

        assertThat(repair.isComplete()).isFalse();
        assertThat(repair.toString()).contains("why: no binary cache has it");
    }
}
