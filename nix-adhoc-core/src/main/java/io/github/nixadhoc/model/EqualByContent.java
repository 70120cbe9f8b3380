package io.github.nixadhoc.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An object that is equal to another one of its class with the same parts, as the values and commands of this library are.
 *
 * <p>Only the library extends it.
 *
 * @since 0.1
 */
public abstract class EqualByContent {

    /** Creates an object. */
    protected EqualByContent() {}

    /**
     * Returns the parts that count for equality.
     *
     * @return the parts, in the same order for all values of the class
     */
    protected abstract List<? extends @Nullable Object> parts();

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof EqualByContent that && getClass() == that.getClass() && parts().equals(that.parts());
    }

    @Override
    public final int hashCode() {
        return parts().hashCode();
    }
}
