package io.github.nixadhoc.architecture;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedTypeVariable;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.TypeVariable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the users of some packages can see: public types and their public and protected members, one a line.
 *
 * <p>Names leave out {@code java.lang}, {@code java.util} and the root package. What every object has ({@code equals},
 * {@code hashCode}, {@code toString}) and every enum ({@code values}, {@code valueOf}) is left out.
 */
final class PublicApi {

    private static final List<String> OF_OBJECTS = List.of("equals", "hashCode", "toString");
    private static final List<String> OF_ENUMS = List.of("values", "valueOf");
    private static final int PRINTED =
            Modifier.PROTECTED | Modifier.ABSTRACT | Modifier.STATIC | Modifier.FINAL | Modifier.INTERFACE;

    private final StringBuilder text = new StringBuilder();
    private final SortedMap<String, SortedSet<String>> mentions = new TreeMap<>();
    private String signature = "";

    /** Reads the classes of packages from a directory with class files, as the running JVM loads them. */
    static PublicApi of(Path classDirectory, Collection<String> packages) {
        PublicApi api = new PublicApi();
        packages.stream().sorted().forEach(name -> {
            api.text.append("package ").append(name).append('\n');
            typesOf(classDirectory, name).filter(PublicApi::isVisible).forEach(api::add);
            api.text.append('\n');
        });
        return api;
    }

    /** Reads the given classes, of any package. */
    static PublicApi of(Class<?>... types) {
        PublicApi api = new PublicApi();
        Arrays.stream(types).filter(PublicApi::isVisible).forEach(api::add);
        return api;
    }

    /** The lines of the dump. */
    String text() {
        return text.toString();
    }

    /** For each type that a signature mentions, the signatures that do. */
    SortedMap<String, SortedSet<String>> mentions() {
        return mentions;
    }

    private static Stream<Class<?>> typesOf(Path classDirectory, String name) {
        Path directory = classDirectory.resolve(name.replace('.', '/'));
        try (Stream<Path> files = Files.list(directory)) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".class") && !file.equals("package-info.class"))
                    .map(file -> name + "." + file.substring(0, file.length() - ".class".length()))
                    .sorted()
                    .toList();
            return names.stream().map(PublicApi::load);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, PublicApi.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private void add(Class<?> type) {
        signature = type.getName();
        text.append(header(type)).append('\n');
        SortedSet<String> lines = new TreeSet<>();
        for (Class<?> from = type; from != null; from = hiddenParent(from)) {
            addMembers(type, from, lines);
        }
        lines.forEach(line -> text.append("    ").append(line).append('\n'));
    }

    /** A superclass that users cannot name hands down members that they can call. */
    private static @Nullable Class<?> hiddenParent(Class<?> type) {
        Class<?> parent = type.getSuperclass();
        return parent != null && parent.getName().startsWith(Checkout.ROOT + ".") && !isVisible(parent) ? parent : null;
    }

    private void addMembers(Class<?> type, Class<?> from, SortedSet<String> lines) {
        for (Field field : from.getDeclaredFields()) {
            if (isOffered(type, field)) {
                signature = type.getName() + "." + field.getName();
                lines.add(
                        field.isEnumConstant()
                                ? field.getName()
                                : modifiers(type, field) + print(field.getAnnotatedType()) + " " + field.getName());
            }
        }
        if (from == type) {
            for (Constructor<?> constructor : type.getDeclaredConstructors()) {
                if (isOffered(type, constructor)) {
                    signature = type.getName() + ".<init>";
                    lines.add(modifiers(type, constructor)
                            + typeParameters(constructor.getTypeParameters())
                            + type.getSimpleName()
                            + parameters(constructor));
                }
            }
        }
        for (Method method : from.getDeclaredMethods()) {
            if (isOffered(type, method) && !isCommon(type, method)) {
                signature = type.getName() + "." + method.getName();
                lines.add(modifiers(type, method) + typeParameters(method.getTypeParameters())
                        + print(method.getAnnotatedReturnType()) + " " + method.getName() + parameters(method));
            }
        }
    }

    private static boolean isOffered(Class<?> type, Member member) {
        boolean inherited = Modifier.isProtected(member.getModifiers()) && !Modifier.isFinal(type.getModifiers());
        return (Modifier.isPublic(member.getModifiers()) || inherited) && !member.isSynthetic();
    }

    private static boolean isCommon(Class<?> type, Method method) {
        return OF_OBJECTS.contains(method.getName()) && method.getParameterCount() < 2
                || type.isEnum() && Modifier.isStatic(method.getModifiers()) && OF_ENUMS.contains(method.getName());
    }

    private static boolean isVisible(Class<?> type) {
        boolean offered = Modifier.isPublic(type.getModifiers()) || Modifier.isProtected(type.getModifiers());
        return offered && (type.getEnclosingClass() == null || isVisible(type.getEnclosingClass()));
    }

    private String header(Class<?> type) {
        String parents = Stream.concat(
                        isPlain(type) ? Stream.empty() : Stream.of(type.getAnnotatedSuperclass()),
                        Arrays.stream(type.getAnnotatedInterfaces()))
                .map(this::print)
                .collect(joining(", "));
        String modifiers = Modifier.toString(type.getModifiers() & PRINTED & ~Modifier.INTERFACE);
        if (type.isInterface()) {
            modifiers = modifiers.replace("abstract", "").replace("static", "").strip();
        }
        return words(
                modifiers,
                type.isSealed() ? "sealed" : "",
                kind(type),
                shorter(type.getName()).replace('$', '.')
                        + typeParameters(type.getTypeParameters()).strip(),
                parents.isEmpty() ? "" : ": " + parents);
    }

    private static boolean isPlain(Class<?> type) {
        return type.getSuperclass() == null || type.getSuperclass() == Object.class || type.isEnum() || type.isRecord();
    }

    private static String kind(Class<?> type) {
        if (type.isAnnotation()) {
            return "@interface";
        }
        if (type.isRecord()) {
            return "record";
        }
        return type.isEnum() ? "enum" : type.isInterface() ? "interface" : "class";
    }

    private static String words(String... words) {
        return Arrays.stream(words).filter(word -> !word.isEmpty()).collect(joining(" "));
    }

    private static String modifiers(Class<?> type, Member member) {
        int modifiers = member.getModifiers() & PRINTED;
        if (type.isInterface() && Modifier.isAbstract(modifiers)) {
            modifiers &= ~Modifier.ABSTRACT;
        }
        if (Modifier.isFinal(type.getModifiers()) && member instanceof Executable) {
            modifiers &= ~Modifier.FINAL;
        }
        String kept = Modifier.toString(modifiers);
        boolean byDefault = member instanceof Method method && method.isDefault();
        return (byDefault ? "default " : "") + (kept.isEmpty() ? "" : kept + " ");
    }

    private String parameters(Executable executable) {
        AnnotatedType[] types = executable.getAnnotatedParameterTypes();
        String parameters = Arrays.stream(types).map(this::print).collect(joining(", ", "(", ")"));
        if (executable.isVarArgs()) {
            parameters = parameters.substring(0, parameters.length() - "[])".length()) + "...)";
        }
        String thrown = Arrays.stream(executable.getAnnotatedExceptionTypes())
                .map(this::print)
                .collect(joining(", "));
        return parameters + (thrown.isEmpty() ? "" : " throws " + thrown);
    }

    private String typeParameters(TypeVariable<?>[] variables) {
        return variables.length == 0
                ? ""
                : Arrays.stream(variables).map(this::declared).collect(joining(", ", "<", "> "));
    }

    private String declared(TypeVariable<?> variable) {
        String bounds = Arrays.stream(variable.getAnnotatedBounds())
                .map(this::print)
                .filter(bound -> !bound.equals("Object"))
                .collect(joining(" & "));
        return variable.getName() + (bounds.isEmpty() ? "" : " extends " + bounds);
    }

    private String print(AnnotatedType type) {
        return nullness(type) + printBare(type);
    }

    private static String nullness(AnnotatedElement element) {
        return element.isAnnotationPresent(Nullable.class) ? "@Nullable " : "";
    }

    private String printBare(AnnotatedType type) {
        if (type instanceof AnnotatedParameterizedType parameterized) {
            Class<?> raw = (Class<?>) ((ParameterizedType) type.getType()).getRawType();
            return name(raw)
                    + Arrays.stream(parameterized.getAnnotatedActualTypeArguments())
                            .map(this::print)
                            .collect(joining(", ", "<", ">"));
        }
        if (type instanceof AnnotatedArrayType array) {
            return print(array.getAnnotatedGenericComponentType()) + "[]";
        }
        if (type instanceof AnnotatedWildcardType wildcard) {
            if (wildcard.getAnnotatedLowerBounds().length > 0) {
                return "? super " + print(wildcard.getAnnotatedLowerBounds()[0]);
            }
            String bound = print(wildcard.getAnnotatedUpperBounds()[0]);
            return bound.equals("Object") ? "?" : "? extends " + bound;
        }
        return type instanceof AnnotatedTypeVariable ? type.getType().getTypeName() : name((Class<?>) type.getType());
    }

    private String name(Class<?> type) {
        mentions.computeIfAbsent(type.getName(), name -> new TreeSet<>()).add(signature);
        return shorter(type.getName()).replace('$', '.');
    }

    private static String shorter(String name) {
        return name.startsWith(Checkout.ROOT + ".")
                ? name.substring(Checkout.ROOT.length() + 1)
                : name.replaceFirst("^java\\.(lang|util)\\.(?=[A-Z])", "");
    }
}
