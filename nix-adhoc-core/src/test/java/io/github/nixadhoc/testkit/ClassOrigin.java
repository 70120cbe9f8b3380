package io.github.nixadhoc.testkit;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** Finds the jars and folders that classes were loaded from. */
public final class ClassOrigin {

    private ClassOrigin() {}

    /** Returns the jar or the folder of a class. */
    public static Path of(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
