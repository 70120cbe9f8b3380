package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.agent.ToolReply;
import io.github.nixadhoc.agent.ToolSpec;
import io.github.nixadhoc.agent.ToolStatus;
import io.github.nixadhoc.audit.AuditVerification;
import io.github.nixadhoc.audit.AuditedRun;
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
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.SessionLimits;
import io.github.nixadhoc.model.Termination;
import io.github.nixadhoc.policy.CommandKind;
import io.github.nixadhoc.policy.Confinement;
import io.github.nixadhoc.schedule.Installation;
import io.github.nixadhoc.schedule.ManagerCall;
import io.github.nixadhoc.schedule.Removal;
import io.github.nixadhoc.schedule.ScheduleKind;
import io.github.nixadhoc.schedule.ScheduleStatus;
import io.github.nixadhoc.testing.StubResult;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that are no results of commands are equal by content too, and each part of them counts. */
class ValueEqualityTest {

    /** Values of each type that a builder takes, none of which is a default. */
    private static final Map<Class<?>, Object> OTHER = Map.ofEntries(
            Map.entry(String.class, "other"),
            Map.entry(long.class, 3L),
            Map.entry(List.class, List.of("other")),
            Map.entry(Map.class, Map.of("other", "value")),
            Map.entry(Path.class, Path.of("/other")),
            Map.entry(Instant.class, Instant.MAX),
            Map.entry(Duration.class, Duration.ofDays(1)),
            Map.entry(Charset.class, StandardCharsets.ISO_8859_1),
            Map.entry(CapturedOutput.class, CapturedOutput.of("other")),
            Map.entry(ProcessEnvironment.class, ProcessEnvironment.inherited().set("NAME", "value")),
            Map.entry(Stdin.class, Stdin.text("other")),
            Map.entry(Output.class, new Output.Discard()),
            Map.entry(TimeLimits.class, new TimeLimits(Duration.ofDays(1), null, Duration.ZERO)));

    static Stream<Supplier<Object>> builders() {
        Termination end = new Termination.Exited(0);
        return Stream.of(
                () -> AuditedRun.builder(CommandKind.RUN),
                AuditVerification::builder,
                () -> Installation.builder(ScheduleKind.values()[0]),
                () -> ScheduleStatus.builder(ScheduleKind.values()[0]),
                Removal::builder,
                () -> ManagerCall.builder(List.of("command"), end),
                () -> ToolReply.builder(ToolStatus.values()[0]),
                () -> ToolSpec.builder("name"),
                () -> ProcessOutcome.builder(end),
                () -> ProcessSpec.builder(List.of("command")));
    }

    @ParameterizedTest
    @MethodSource("builders")
    void valuesOfTheSamePartsAreEqual(Supplier<Object> builder) throws Exception {
        Object one = build(builder.get());
        Object same = build(builder.get());

        assertThat(one).isEqualTo(same).hasSameHashCodeAs(same).hasToString(same.toString());
        assertThat(one).isNotEqualTo("something else").isNotEqualTo(null);
    }

    @ParameterizedTest
    @MethodSource("builders")
    void eachPartOfABuilderCounts(Supplier<Object> builder) throws Exception {
        Object before = build(builder.get());
        Class<?> type = builder.get().getClass();
        for (Method setter : Arrays.stream(type.getMethods())
                .filter(method -> method.getReturnType() == type && method.getParameterCount() == 1)
                .toList()) {
            Object changed = builder.get();
            setter.invoke(changed, otherThan(before, setter));

            assertThat(build(changed)).as(setter.getName()).isNotEqualTo(before);
        }
    }

    private static Object otherThan(Object value, Method setter) throws ReflectiveOperationException {
        if (setter.getParameterTypes()[0] == boolean.class) {
            return !(boolean) part(value, setter.getName());
        }
        return OTHER.get(setter.getParameterTypes()[0]);
    }

    private static Object part(Object value, String name) throws ReflectiveOperationException {
        for (String accessor : List.of(name, "is" + Character.toUpperCase(name.charAt(0)) + name.substring(1))) {
            try {
                return value.getClass().getMethod(accessor).invoke(value);
            } catch (NoSuchMethodException e) {
                // the other form, then
            }
        }
        throw new AssertionError("no accessor of " + name);
    }

    private static Object build(Object builder) throws ReflectiveOperationException {
        try {
            return builder.getClass().getMethod("build").invoke(builder);
        } catch (InvocationTargetException e) {
            throw new AssertionError(e.getCause());
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
