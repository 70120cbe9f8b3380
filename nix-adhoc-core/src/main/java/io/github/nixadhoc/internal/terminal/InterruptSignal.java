package io.github.nixadhoc.internal.terminal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * The handler of SIGINT, which a terminal sends to all processes in its foreground, both the program and the waiting JVM.
 *
 * <p>The signal is caught and dropped, not ignored, because a program inherits ignored signals but not caught ones. This is
 * only possible with {@code sun.misc.Signal}, which is used by reflection because compilers warn of it.
 *
 * <p>Not thread-safe.
 */
final class InterruptSignal {

    private final Object signal;
    private final Method handle;
    private final Object dropping;
    private @Nullable Object previous;

    private InterruptSignal(Object signal, Method handle, Object dropping) {
        this.signal = signal;
        this.handle = handle;
        this.dropping = dropping;
    }

    /** Implements the handler that drops the signal. */
    @SuppressWarnings("ReferenceEquality") // the proxy has no other equality
    private static @Nullable Object handle(Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> 0;
            default -> null;
        };
    }

    /** Returns the handler; null if this JVM does not allow handling the signal. */
    static @Nullable InterruptSignal createOrNull() {
        try {
            Class<?> type = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object dropping = Proxy.newProxyInstance(
                    InterruptSignal.class.getClassLoader(),
                    new Class<?>[] {handler},
                    (proxy, method, arguments) -> handle(proxy, method, arguments));
            InterruptSignal found = new InterruptSignal(
                    type.getConstructor(String.class).newInstance("INT"),
                    type.getMethod("handle", type, handler),
                    dropping);
            found.drop();
            found.restore();
            return found;
        } catch (ReflectiveOperationException | IllegalStateException e) {
            return null;
        }
    }

    /** Drops the signal from now on. */
    void drop() {
        previous = setHandler(dropping);
    }

    /** Restores the handling of the signal. */
    void restore() {
        if (previous != null) {
            Object unused = setHandler(previous);
            previous = null;
        }
    }

    private Object setHandler(Object handler) {
        try {
            return handle.invoke(null, signal, handler);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("SIGINT cannot be handled", e);
        }
    }
}
