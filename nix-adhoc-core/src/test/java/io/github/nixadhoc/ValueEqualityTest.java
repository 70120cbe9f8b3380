package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.agent.ToolReply;
import io.github.nixadhoc.agent.ToolSpec;
import io.github.nixadhoc.agent.ToolStatus;
import io.github.nixadhoc.audit.AuditVerification;
import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.exec.Output;
import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.exec.ProcessOutcome;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.ProcessStartException;
import io.github.nixadhoc.exec.Stdin;
import io.github.nixadhoc.exec.TimeLimits;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.CapturedOutput;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.NixValue;
import io.github.nixadhoc.model.NixVersion;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.PhaseTimes;
import io.github.nixadhoc.model.SessionLimits;
import io.github.nixadhoc.model.StoreFinding;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.model.Termination;
import io.github.nixadhoc.model.Transfer;
import io.github.nixadhoc.policy.Confinement;
import io.github.nixadhoc.policy.HostChange;
import io.github.nixadhoc.policy.RequestedPackage;
import io.github.nixadhoc.result.MissingPaths;
import io.github.nixadhoc.schedule.ManagerCall;
import io.github.nixadhoc.schedule.Removal;
import io.github.nixadhoc.schedule.ScheduleKind;
import io.github.nixadhoc.schedule.ScheduleStatus;
import io.github.nixadhoc.testing.SampleResults;
import io.github.nixadhoc.testing.StubResult;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Values are equal by content, and each part counts that a builder sets or that {@code of} takes. */
class ValueEqualityTest {

    /** Values of each type of a part; the types of a list's elements do not matter to its equality. */
    private static final Map<Class<?>, List<?>> VALUES = Map.ofEntries(
            Map.entry(String.class, List.of("one", "other")),
            Map.entry(int.class, List.of(1, 3)),
            Map.entry(long.class, List.of(1L, 3L)),
            Map.entry(boolean.class, List.of(true, false)),
            Map.entry(Boolean.class, List.of(true, false)),
            Map.entry(List.class, List.of(List.of("other"), List.of())),
            Map.entry(Map.class, List.of(Map.of("input", NixValue.of("other")), Map.of())),
            Map.entry(ByteSize.class, List.of(ByteSize.of(1), ByteSize.of(2))),
            Map.entry(Path.class, List.of(Path.of("/one"), Path.of("/other"))),
            Map.entry(Instant.class, List.of(Instant.EPOCH, Instant.MAX)),
            Map.entry(Duration.class, List.of(Duration.ofHours(1), Duration.ofDays(1))),
            Map.entry(Charset.class, List.of(StandardCharsets.ISO_8859_1)),
            Map.entry(Termination.class, List.of(new Termination.Exited(1), new Termination.Signaled(9))),
            Map.entry(Installable.class, List.of(Installable.parse("one"), Installable.parse("other"))),
            Map.entry(StorePath.class, List.of(path("one"), path("other"))),
            Map.entry(StoreFinding.class, List.of(StoreFinding.Missing.of(path("one")))),
            Map.entry(NixVersion.class, List.of(NixVersion.parse("2.8.0"), NixVersion.parse("2.26.3"))),
            Map.entry(
                    Transfer.class,
                    List.of(Transfer.none(), SampleResults.transfer().build())),
            Map.entry(MissingPaths.class, List.of(SampleResults.missingPaths())),
            Map.entry(
                    PhaseTimes.class,
                    List.of(PhaseTimes.of(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO))),
            Map.entry(
                    ProcessOutcome.class,
                    List.of(ProcessOutcome.builder(new Termination.Exited(0))
                            .pid(1)
                            .startedAt(Instant.EPOCH)
                            .build())),
            Map.entry(CapturedOutput.class, List.of(CapturedOutput.of("other"))),
            Map.entry(
                    ProcessEnvironment.class,
                    List.of(ProcessEnvironment.inherited().set("NAME", "value"))),
            Map.entry(Stdin.class, List.of(Stdin.text("other"))),
            Map.entry(Output.class, List.of(new Output.Discard())),
            Map.entry(TimeLimits.class, List.of(new TimeLimits(Duration.ofDays(1), null, Duration.ZERO))));

    private static StorePath path(String name) {
        return StorePath.parse("/nix/store/11111111111111111111111111111111-" + name);
    }

    /** Makers of values, or of their builders. */
    static Stream<Arguments> samples() {
        Termination end = new Termination.Exited(0);
        Map<String, Supplier<Object>> samples = new TreeMap<>();
        samples.put("audit verification", () -> AuditVerification.of(1, "hash", List.of()));
        samples.put("schedule status", () -> ScheduleStatus.of(ScheduleKind.values()[0], Map.of(), false, null));
        samples.put("removal", () -> Removal.of(List.of(), List.of(), List.of()));
        samples.put("manager call", () -> ManagerCall.of(List.of("command"), end, List.of()));
        samples.put("tool reply", () -> ToolReply.of(ToolStatus.values()[0], "", Map.of()));
        samples.put("tool spec", () -> ToolSpec.of("name", "", "{}"));
        samples.put("process outcome", () -> ProcessOutcome.builder(end));
        samples.put("process spec", () -> ProcessSpec.builder(List.of("command")));
        for (Method sample : SampleResults.class.getMethods()) {
            if (Modifier.isStatic(sample.getModifiers())) {
                samples.put(sample.getName(), () -> invoke(sample, null));
            }
        }
        return samples.entrySet().stream().map(sample -> Arguments.of(sample.getKey(), sample.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void valuesOfTheSamePartsAreEqual(String name, Supplier<Object> sample) {
        Object one = built(sample.get());
        Object same = built(sample.get());

        assertThat(one).isEqualTo(same).hasSameHashCodeAs(same).hasToString(same.toString());
        assertThat(one).isNotEqualTo("something else").isNotEqualTo(null);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void eachPartCounts(String name, Supplier<Object> sample) {
        Object value = built(sample.get());
        List<Change> changes = sample.get().getClass() == value.getClass() ? changes(value) : changes(value, sample);

        assertThat(changes).isNotEmpty().allSatisfy(change -> {
            assertThat(change.changed()).isNotEqualTo(value);
            assertThat(part(change.changed(), change.part())).isEqualTo(change.to());
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void aValueIsMadeByItsBuilderOrByItsFactoryOnly(String name, Supplier<Object> sample) {
        Class<?> type = built(sample.get()).getClass();

        assertThat(Modifier.isFinal(type.getModifiers())).isTrue();
        assertThat(type.getConstructors()).isEmpty();
        assertThat(sample.get().getClass().getConstructors()).isEmpty();
    }

    /** A value that differs from another in one part. */
    private record Change(String part, Object to, Object changed) {}

    private static List<Change> changes(Object value, Supplier<Object> builders) {
        List<Change> changes = new ArrayList<>();
        for (Method setter : setters(builders.get().getClass())) {
            Object to = otherThan(part(value, setter.getName()), setter.getParameterTypes()[0]);
            Object builder = builders.get();
            assertThat(invoke(setter, builder, to)).isSameAs(builder);
            changes.add(new Change(setter.getName(), to, built(builder)));
        }
        return changes;
    }

    private static List<Method> setters(Class<?> builder) {
        return Arrays.stream(builder.getMethods())
                .filter(method -> method.getReturnType() == builder && method.getParameterCount() == 1)
                .toList();
    }

    private static List<Change> changes(Object value) {
        Method factory = Arrays.stream(value.getClass().getMethods())
                .filter(method -> Modifier.isStatic(method.getModifiers())
                        && method.getName().equals("of"))
                .max(Comparator.comparingInt(Method::getParameterCount))
                .orElseThrow();
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < factory.getParameterCount(); i++) {
            Object[] parts = Arrays.stream(factory.getParameters())
                    .map(parameter -> part(value, parameter.getName()))
                    .toArray();
            parts[i] = otherThan(parts[i], factory.getParameterTypes()[i]);
            changes.add(new Change(factory.getParameters()[i].getName(), parts[i], invoke(factory, null, parts)));
        }
        return changes;
    }

    private static Object otherThan(Object current, Class<?> type) {
        List<?> values = type.isEnum() ? List.of(type.getEnumConstants()) : VALUES.get(type);
        return values.stream()
                .filter(value -> !Objects.equals(value, current))
                .findFirst()
                .orElseThrow();
    }

    private static Object part(Object value, String name) {
        for (String accessor : List.of(name, "is" + Character.toUpperCase(name.charAt(0)) + name.substring(1))) {
            try {
                Object part = invoke(value.getClass().getMethod(accessor), value);
                return part instanceof Optional<?> optional ? optional.orElse(null) : part;
            } catch (NoSuchMethodException e) {
                // the other form, then
            }
        }
        throw new AssertionError("no accessor of " + name);
    }

    private static Object built(Object sample) {
        try {
            return sample.getClass().getSimpleName().equals("Builder")
                    ? invoke(sample.getClass().getMethod("build"), sample)
                    : sample;
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    private static Object invoke(Method method, Object target, Object... arguments) {
        try {
            return method.invoke(target, arguments);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(method + " fails", e);
        }
    }

    /** Makers of values of one type that differ in one part each. */
    static Stream<List<Supplier<Object>>> families() {
        return Stream.of(
                List.of(
                        () -> SessionLimits.NONE,
                        () -> SessionLimits.NONE.maxDownload(ByteSize.of(1)),
                        () -> SessionLimits.NONE.maxDownload(ByteSize.of(2)),
                        () -> SessionLimits.NONE.maxClosure(ByteSize.of(1)),
                        () -> SessionLimits.NONE.timeout(Duration.ofSeconds(1))),
                List.of(
                        () -> StubResult.success(),
                        () -> StubResult.exitCode(1),
                        () -> StubResult.stdout("out"),
                        () -> StubResult.success().withStderr("err"),
                        () -> StubResult.success().withDelay(Duration.ofSeconds(1)),
                        () -> StubResult.untilStopped(),
                        () -> StubResult.notStarting(ProcessStartException.Reason.OTHER)),
                List.of(
                        () -> Confinement.readOnly(),
                        () -> Confinement.readOnly().writable(Path.of("/one")),
                        () -> Confinement.readOnly().writable(Path.of("/other")),
                        () -> Confinement.readOnly().hidden(Path.of("/one")),
                        () -> Confinement.readOnly().withNetwork()),
                List.of(
                        () -> Failure.of("what", "hint"),
                        () -> Failure.of("else", "hint"),
                        () -> Failure.of("what", "other"),
                        () -> Failure.of("what", "command", null, List.of(), "hint"),
                        () -> Failure.of("what", "", Phase.REALISE, List.of(), "hint"),
                        () -> Failure.of("what", "", null, List.of("line"), "hint")),
                List.of(
                        () -> HostChange.of(HostChange.Kind.COPY_TO, "file:///c", List.of("a"), List.of("nix")),
                        () -> HostChange.of(HostChange.Kind.COPY_FROM, "file:///c", List.of("a"), List.of("nix")),
                        () -> HostChange.of(HostChange.Kind.COPY_TO, "file:///d", List.of("a"), List.of("nix")),
                        () -> HostChange.of(HostChange.Kind.COPY_TO, "file:///c", List.of(), List.of("nix")),
                        () -> HostChange.of(HostChange.Kind.COPY_TO, "file:///c", List.of("a"), List.of())),
                List.of(
                        () -> RequestedPackage.of(Installable.parse("nixpkgs#a"), true),
                        () -> RequestedPackage.of(Installable.parse("nixpkgs#a"), false),
                        () -> RequestedPackage.of(Installable.parse("nixpkgs#a"), true)
                                .withDirectory(Path.of("/d"))),
                List.of(
                        () -> TimeLimits.NONE,
                        () -> new TimeLimits(Duration.ofSeconds(1), null, Duration.ZERO),
                        () -> new TimeLimits(null, Duration.ofSeconds(1), Duration.ZERO),
                        () -> new TimeLimits(null, null, Duration.ZERO)));
    }

    @ParameterizedTest
    @MethodSource("families")
    void valuesThatDifferInOnePartAreNotEqual(List<Supplier<Object>> family) {
        for (int i = 0; i < family.size(); i++) {
            for (int k = 0; k < family.size(); k++) {
                Object one = family.get(i).get();
                Object other = family.get(k).get();

                assertThat(one.equals(other)).as(one + " and " + other).isEqualTo(i == k);
            }
            Object value = family.get(i).get();
            assertThat(value).hasSameHashCodeAs(family.get(i).get()).isNotEqualTo("something else");
        }
    }
}
