package io.github.nixadhoc.error;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.ProgramResult;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every exception of the library, as it is handed to one more caller and told in other words. */
class RetoldExceptionsTest {

    private static final Failure FAILURE =
            Failure.of("it failed", "nix build jq", Phase.RESOLVE, List.of("a line", "another"), "try again");

    private static final Failure OTHER = Failure.of("it failed elsewhere", "nix run jq", null, List.of(), "");

    private static final IOException CAUSE = new IOException("the cause");

    static Stream<Class<?>> types() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.github.nixadhoc").stream()
                        .filter(type -> type.isAssignableTo(NixException.class))
                        .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
                        .map(JavaClass::reflect);
    }

    @Test
    void thereAreMoreThanTwentyFiveExceptions() {
        assertThat(types()).hasSizeGreaterThan(25);
    }

    @ParameterizedTest
    @MethodSource("types")
    void anotherCallerGetsTheSameInAnExceptionOfItsOwn(Class<? extends NixException> type) throws Exception {
        NixException original = example(type);

        NixException copy = original.forAnotherCaller();

        assertThat(copy).isNotSameAs(original).isExactlyInstanceOf(type).hasCause(CAUSE);
        assertThat(copy.getMessage()).isEqualTo(original.getMessage());
        assertThat(data(copy)).isEqualTo(data(original));
        assertThat(copy.getStackTrace()).isNotEqualTo(original.getStackTrace());
    }

    @ParameterizedTest
    @MethodSource("types")
    void anotherMessageKeepsTypeTraceDataAndCause(Class<? extends NixException> type) throws Exception {
        NixException original = example(type);

        NixException told = original.withFailure(OTHER);

        assertThat(told).isNotSameAs(original).isExactlyInstanceOf(type).hasCause(CAUSE);
        assertThat(told.getMessage()).isEqualTo(OTHER.message());
        assertThat(told.getStackTrace()).isEqualTo(original.getStackTrace());
        assertThat(ownData(told)).isEqualTo(ownData(original));
    }

    private static NixException example(Class<? extends NixException> type) throws ReflectiveOperationException {
        Constructor<?> constructor = type.getConstructors()[0];
        NixException example = (NixException) constructor.newInstance(Stream.of(constructor.getParameterTypes())
                .map(RetoldExceptionsTest::value)
                .toArray());
        example.initCause(CAUSE);
        return example;
    }

    private static Object value(Class<?> type) {
        if (type.isEnum()) {
            Object[] constants = type.getEnumConstants();
            return constants[constants.length - 1];
        }
        if (type == ProgramResult.class) {
            return Proxy.newProxyInstance(
                    type.getClassLoader(),
                    new Class<?>[] {type},
                    (proxy, method, arguments) -> switch (method.getName()) {
                        case "equals" -> proxy == arguments[0];
                        case "hashCode" -> 1;
                        default -> "a result";
                    });
        }
        return Map.<Class<?>, Object>of(
                        Failure.class,
                        FAILURE,
                        String.class,
                        "some data",
                        boolean.class,
                        true,
                        List.class,
                        List.of("one", "two"),
                        ByteSize.class,
                        ByteSize.parse("3 MiB"),
                        Path.class,
                        Path.of("/a/file"))
                .get(type);
    }

    private static Map<String, Object> data(NixException e) throws ReflectiveOperationException {
        Map<String, Object> data = ownData(e);
        data.putAll(read(e, NixException.class));
        return data;
    }

    private static Map<String, Object> ownData(NixException e) throws ReflectiveOperationException {
        Map<String, Object> data = new LinkedHashMap<>();
        for (Class<?> type = e.getClass(); type != NixException.class; type = type.getSuperclass()) {
            data.putAll(read(e, type));
        }
        return data;
    }

    private static Map<String, Object> read(NixException e, Class<?> type) throws ReflectiveOperationException {
        Map<String, Object> data = new LinkedHashMap<>();
        for (Method method : type.getDeclaredMethods()) {
            if (Modifier.isPublic(method.getModifiers())
                    && method.getParameterCount() == 0
                    && !method.getName().equals("getStackTrace")
                    && !NixException.class.isAssignableFrom(method.getReturnType())) {
                data.put(method.getName(), method.invoke(e));
            }
        }
        return data;
    }
}
