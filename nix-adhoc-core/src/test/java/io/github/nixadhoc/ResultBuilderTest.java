package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.model.Transfer;
import io.github.nixadhoc.result.GarbageResult;
import io.github.nixadhoc.result.Pin;
import io.github.nixadhoc.result.PipelineResult;
import io.github.nixadhoc.result.Plan;
import io.github.nixadhoc.result.PrefetchedPackage;
import io.github.nixadhoc.result.RunResult;
import io.github.nixadhoc.result.SearchIndex;
import io.github.nixadhoc.result.StoreInfo;
import io.github.nixadhoc.result.StoreUsage;
import io.github.nixadhoc.testing.SampleResults;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Makers of results name missing parts, and do not change their arguments. */
class ResultBuilderTest {

    static Stream<Arguments> incomplete() {
        Map<String, Supplier<?>> builders = Map.ofEntries(
                Map.entry("outcome", () -> RunResult.builder().build()),
                Map.entry("program", () -> SampleResults.run().program(null).build()),
                Map.entry(
                        "closureSize",
                        () -> SampleResults.run().closureSize(null).build()),
                Map.entry("times", () -> SampleResults.run().times(null).build()),
                Map.entry("command", () -> SampleResults.run().command(null).build()),
                Map.entry("name", () -> Pin.builder().build()),
                Map.entry("pinnedAt", () -> SampleResults.pin().pinnedAt(null).build()),
                Map.entry("totalSize", () -> StoreUsage.builder().build()));
        return builders.entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("incomplete")
    void aMissingPartIsNamed(String part, Supplier<?> build) {
        assertThatThrownBy(build::get)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(part + " is missing");
    }

    static Stream<Arguments> incompleteArguments() {
        Map<String, Supplier<?>> makers = Map.ofEntries(
                Map.entry(
                        "duration",
                        () -> PipelineResult.of(List.of(SampleResults.run().build()), null, "x")),
                Map.entry("installable", () -> PrefetchedPackage.of(null, List.of(), ByteSize.ZERO)),
                Map.entry("closureSize", () -> PrefetchedPackage.of(Installable.parse("x"), List.of(), null)),
                Map.entry("url", () -> StoreInfo.of(null, null, null)),
                Map.entry("freed", () -> GarbageResult.of(List.of(), null, false, List.of())),
                Map.entry("flake", () -> SearchIndex.of(null, Instant.EPOCH, 0, List.of())),
                Map.entry("asOf", () -> SearchIndex.of("x", null, 0, List.of())));
        return makers.entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("incompleteArguments")
    void anArgumentThatIsNullIsNamed(String part, Supplier<?> make) {
        assertThatNullPointerException().isThrownBy(make::get).withMessage(part);
    }

    @Test
    void aPipelineHasAStage() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PipelineResult.of(List.of(), Duration.ZERO, "x"))
                .withMessage("a pipeline has at least one stage");
    }

    @Test
    void anOutputNeedsAnOutcome() {
        assertThatThrownBy(() -> RunResult.builder().stdout("hi"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("outcome is missing");
    }

    @Test
    void aListThatChangesLaterChangesNoResult() {
        StorePath path = StorePath.parse("/nix/store/00000000000000000000000000000000-x");
        List<StorePath> paths = new ArrayList<>(List.of(path));
        Transfer.Builder builder = Transfer.builder().toBuild(paths);
        Transfer first = builder.build();

        paths.clear();
        Transfer second = builder.downloadSize(ByteSize.of(1)).build();

        assertThat(first.toBuild()).containsExactly(path);
        assertThat(first.downloadSize()).isEqualTo(ByteSize.ZERO);
        assertThat(second.toBuild()).containsExactly(path);
        assertThatThrownBy(() -> first.toBuild().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aPlanCanBeChangedInPart() {
        Plan plan = SampleResults.plan().denial("no").build();

        Plan changed = plan.toBuilder().command(List.of("other")).build();

        assertThat(plan.toBuilder().build()).isEqualTo(plan);
        assertThat(changed.command()).containsExactly("other");
        assertThat(changed.denial()).contains("no");
        assertThat(changed.storePaths()).isEqualTo(plan.storePaths());
    }
}
