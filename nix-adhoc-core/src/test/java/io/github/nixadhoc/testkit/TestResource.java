package io.github.nixadhoc.testkit;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A resource that a test class declares in a field with {@link RegisterExtension}, and need not close: the extension closes it
 * after the test or, where the field is static, after the last test of the class. Methods with {@code @AfterEach} run before.
 */
public abstract class TestResource implements BeforeAllCallback, AfterEachCallback, AfterAllCallback, AutoCloseable {

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private boolean sharedByTheClass;

    /** Has something closed together with this resource: before it, and the newest first. */
    public final <T extends AutoCloseable> T closing(T part) {
        parts.push(part);
        return part;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        // called only for static fields
        sharedByTheClass = true;
    }

    @Override
    public final void afterEach(ExtensionContext context) {
        if (!sharedByTheClass) {
            close();
        }
    }

    @Override
    public final void afterAll(ExtensionContext context) {
        close();
    }

    /**
     * Closes all parts, also after one of them has failed. A second call does nothing.
     *
     * @throws AssertionError if a part cannot be closed, or says itself that the test has left something behind
     */
    @Override
    public final void close() {
        AssertionError failure = null;
        while (!parts.isEmpty()) {
            failure = closed(parts.pop(), failure);
        }
        if (failure != null) {
            throw failure;
        }
    }

    // whatever happens, the other parts are closed, too
    private static @Nullable AssertionError closed(AutoCloseable part, @Nullable AssertionError before) {
        try {
            part.close();
            return before;
        } catch (Throwable e) {
            if (before == null) {
                return e instanceof AssertionError error ? error : new AssertionError("cannot close " + part, e);
            }
            before.addSuppressed(e);
            return before;
        }
    }
}
