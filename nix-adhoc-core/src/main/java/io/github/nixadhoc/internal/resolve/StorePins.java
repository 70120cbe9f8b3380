package io.github.nixadhoc.internal.resolve;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps store objects from being collected by holding a descriptor open in each.
 *
 * <p>Nix's collector takes what any process has open for a root (seen on 2.8, 2.26 and 2.34), so this needs neither a
 * link nor a call of Nix, and ends with the JVM whatever happens to it.
 */
public final class StorePins implements AutoCloseable {

    private final List<Closeable> descriptors;

    private StorePins(List<Closeable> descriptors) {
        this.descriptors = descriptors;
    }

    /**
     * Opens a descriptor in each of the objects.
     *
     * @throws IOException if one is not there, most likely since it has been collected
     */
    public static StorePins of(List<Path> objects) throws IOException {
        List<Closeable> descriptors = new ArrayList<>(objects.size());
        StorePins pins = new StorePins(descriptors);
        try {
            for (Path object : objects) {
                descriptors.add(open(object));
            }
        } catch (IOException e) {
            pins.close();
            throw e;
        }
        return pins;
    }

    @SuppressWarnings("StreamResourceLeak") // it is kept open until the pins are let go
    private static Closeable open(Path object) throws IOException {
        return Files.isDirectory(object) ? Files.newDirectoryStream(object) : Files.newInputStream(object);
    }

    /** Lets the objects go. */
    @Override
    public void close() {
        for (Closeable descriptor : descriptors) {
            try {
                descriptor.close();
            } catch (IOException e) {
                // a descriptor that was only read from is gone even if closing it fails
            }
        }
    }
}
