package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.exec.ProcessOutcome;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.NixValue;
import io.github.nixadhoc.model.NixVersion;
import io.github.nixadhoc.model.PhaseTimes;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.model.Termination;
import io.github.nixadhoc.model.Transfer;
import io.github.nixadhoc.result.MissingPaths;
import io.github.nixadhoc.testing.SampleResults;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Results are equal by content, and each part that a builder sets counts. */
class ResultEqualityTest {

    /** Values of each type that a builder takes; the types of a list's elements do not matter to its equality. */
    private static final Map<Class<?>, List<?>> VALUES = Map.ofEntries(
            Map.entry(String.class, List.of("one", "other")),
            Map.entry(int.class, List.of(1, 3)),
            Map.entry(long.class, List.of(1L, 3L)),
            Map.entry(boolean.class, List.of(true, false)),
            Map.entry(Boolean.class, List.of(true, false)),
            Map.entry(List.class, List.of(List.of("other"), List.of())),
            Map.entry(ByteSize.class, List.of(ByteSize.of(1), ByteSize.of(2))),
            Map.entry(Path.class, List.of(Path.of("/one"), Path.of("/other"))),
            Map.entry(Instant.class, List.of(Instant.EPOCH, Instant.MAX)),
            Map.entry(Duration.class, List.of(Duration.ZERO, Duration.ofDays(1))),
            Map.entry(Termination.class, List.of(new Termination.Exited(1), new Termination.Signaled(9))),
            Map.entry(Installable.class, List.of(Installable.parse("one"), Installable.parse("other"))),
            Map.entry(
                    StorePath.class,
                    List.of(
                            SampleResults.gcRoot().build().path(),
                            StorePath.parse("/nix/store/11111111111111111111111111111111-other"))),
            Map.entry(Map.class, List.of(Map.of("input", NixValue.of("other")), Map.of())),
            Map.entry(NixVersion.class, List.of(NixVersion.parse("2.8.0"), NixVersion.parse("2.26.3"))),
            Map.entry(
                    Transfer.class,
                    List.of(Transfer.none(), SampleResults.transfer().build())),
            Map.entry(MissingPaths.class, List.of(SampleResults.missingPaths().build())),
            Map.entry(PhaseTimes.class, List.of(PhaseTimes.builder().build())),
            Map.entry(
                    ProcessOutcome.class,
                    List.of(ProcessOutcome.builder(new Termination.Exited(0))
                            .pid(1)
                            .startedAt(Instant.EPOCH)
                            .build())));

    static Stream<Method> samples() {
        return Arrays.stream(SampleResults.class.getMethods())
                .filter(method -> Modifier.isStatic(method.getModifiers()))
                .filter(method -> method.getReturnType().getSimpleName().equals("Builder"));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void resultsOfTheSamePartsAreEqual(Method sample) throws Exception {
        Object one = build(sample.invoke(null));
        Object other = build(sample.invoke(null));

        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other).hasToString(other.toString());
        assertThat(one).isNotEqualTo("something else").isNotEqualTo(null);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void eachPartCounts(Method sample) throws Exception {
        Object same = build(sample.invoke(null));
        for (Method setter : setters(sample.getReturnType())) {
            Object builder = sample.invoke(null);
            Object current = current(same, setter.getName());
            Object changed = VALUES.get(setter.getParameterTypes()[0]).stream()
                    .filter(value -> !Objects.equals(value, current))
                    .findFirst()
                    .orElseThrow();

            assertThat(setter.invoke(builder, changed)).isSameAs(builder);

            assertThat(build(builder)).as(setter.getName()).isNotEqualTo(same);
            assertThat(current(build(builder), setter.getName()))
                    .as(setter.getName())
                    .isEqualTo(changed);
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aResultIsMadeByItsBuilderOnly(Method sample) {
        Class<?> result = sample.getReturnType().getEnclosingClass();

        assertThat(Modifier.isFinal(result.getModifiers())).isTrue();
        assertThat(result.getConstructors()).isEmpty();
        assertThat(sample.getReturnType().getConstructors()).isEmpty();
    }

    private static List<Method> setters(Class<?> builder) {
        return Arrays.stream(builder.getMethods())
                .filter(method -> method.getReturnType() == builder)
                .toList();
    }

    private static Object build(Object builder) throws ReflectiveOperationException {
        return builder.getClass().getMethod("build").invoke(builder);
    }

    private static Object current(Object result, String part) throws ReflectiveOperationException {
        Object value = result.getClass().getMethod(part).invoke(result);
        return value instanceof Optional<?> optional ? optional.orElse(null) : value;
    }
}
