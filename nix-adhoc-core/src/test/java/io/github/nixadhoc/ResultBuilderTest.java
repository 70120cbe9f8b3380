package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.model.ByteSize;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Builders of results name missing values, and do not change their arguments. */
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
                Map.entry(
                        "stages",
                        () -> SampleResults.pipeline().stages(List.of()).build()),
                Map.entry("duration", () -> PipelineResult.builder().build()),
                Map.entry("name", () -> Pin.builder().build()),
                Map.entry("pinnedAt", () -> SampleResults.pin().pinnedAt(null).build()),
                Map.entry("installable", () -> PrefetchedPackage.builder().build()),
                Map.entry("url", () -> StoreInfo.builder().build()),
                Map.entry("totalSize", () -> StoreUsage.builder().build()),
                Map.entry("freed", () -> GarbageResult.builder().build()),
                Map.entry("flake", () -> SearchIndex.builder().build()));
        return builders.entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("incomplete")
    void aMissingPartIsNamed(String part, Supplier<?> build) {
        assertThatThrownBy(build::get)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(part + " is missing");
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
