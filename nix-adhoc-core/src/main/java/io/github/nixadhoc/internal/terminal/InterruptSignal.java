package io.github.nixadhoc.internal.terminal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * SIGINT, which a terminal sends to all processes in its foreground: to the program, and to the JVM that waits for it.
 *
 * <p>It is caught and dropped, not ignored, since what is ignored stays so in a program, while what is caught does not.
 * The only way to that leads through {@code sun.misc.Signal}, which compilers warn of, hence the reflection.
 *
 * <p>Not thread-safe.
 */
final class InterruptSignal {

    private final Object signal;
    private final Method handle;
    private final Object drop;
    private @Nullable Object before;

    private InterruptSignal(Object signal, Method handle, Object drop) {
        this.signal = signal;
        this.handle = handle;
        this.drop = drop;
    }

    /** Does nothing at a signal, and is equal to nothing else. */
    @SuppressWarnings("ReferenceEquality") // what it is asked about is the proxy itself, which has no other equality
    private static @Nullable Object answer(Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> 0;
            default -> null;
        };
    }

    /** Returns it, or null if this JVM does not let it be handled. */
    static @Nullable InterruptSignal find() {
        try {
            Class<?> type = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object drop = Proxy.newProxyInstance(
                    InterruptSignal.class.getClassLoader(),
                    new Class<?>[] {handler},
                    (proxy, method, arguments) -> answer(proxy, method, arguments));
            InterruptSignal found = new InterruptSignal(
                    type.getConstructor(String.class).newInstance("INT"),
                    type.getMethod("handle", type, handler),
                    drop);
            found.ignore();
            found.heed();
            return found;
        } catch (ReflectiveOperationException | IllegalStateException e) {
            return null;
        }
    }

    /** Drops it from now on. */
    void ignore() {
        before = handledBy(drop);
    }

    /** Has it do again what it did before. */
    void heed() {
        if (before != null) {
            Object unused = handledBy(before);
            before = null;
        }
    }

    private Object handledBy(Object handler) {
        try {
            return handle.invoke(null, signal, handler);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("SIGINT cannot be handled", e);
        }
    }
}
