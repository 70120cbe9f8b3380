package io.github.nixadhoc.architecture.sample;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A public type with one of each kind of signature. */
public abstract class ApiSample<T extends Comparable<T>> extends HiddenBase implements Iterable<T> {

    public @Nullable String name;

    int unseen;

    protected ApiSample(int number) {}

    ApiSample() {}

    protected abstract void inner();

    public <X extends Exception> void raise(Class<? super X> type, String... words) throws X {}

    public static <S> List<? extends @Nullable S> all(int[] numbers, Object any) {
        return List.of();
    }

    @Override
    public Iterator<T> iterator() {
        return List.<T>of().iterator();
    }

    @Override
    public String toString() {
        return "sample";
    }

    /** Two constants. */
    public enum Kind {
        GOOD,
        BETTER
    }

    /** A value. */
    public record Point(int x, @Nullable String label) {}

    private static final class Unseen {

        public int unseen;
    }
}
