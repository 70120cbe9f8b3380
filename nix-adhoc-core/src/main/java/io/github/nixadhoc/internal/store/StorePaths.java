package io.github.nixadhoc.internal.store;

import io.github.nixadhoc.internal.json.JsonValue;
import io.github.nixadhoc.model.StorePath;
import java.util.Collection;
import java.util.Optional;

/** Operations on store paths in texts. */
public final class StorePaths {

    private StorePaths() {}

    /** Adds the store path in a text to a collection; does nothing if the text is not a store path. */
    public static void addTo(Collection<StorePath> paths, String text) {
        if (StorePath.isStorePath(text)) {
            paths.add(StorePath.parse(text));
        }
    }

    /**
     * Returns the store path in a text that Nix has printed.
     *
     * @throws io.github.nixadhoc.error.UnexpectedOutputException if the text is not a store path
     */
    public static StorePath require(String text) {
        if (!StorePath.isStorePath(text)) {
            throw JsonValue.unexpected("it tells of " + text + ", which is no store path");
        }
        return StorePath.parse(text);
    }

    /** Returns the store path that contains a path; empty if the path is not in a store. */
    public static Optional<StorePath> owner(String path) {
        for (int end = path.indexOf('/', 1); end >= 0; end = path.indexOf('/', end + 1)) {
            if (StorePath.isStorePath(path.substring(0, end))) {
                return Optional.of(StorePath.parse(path.substring(0, end)));
            }
        }
        return StorePath.isStorePath(path) ? Optional.of(StorePath.parse(path)) : Optional.empty();
    }
}
