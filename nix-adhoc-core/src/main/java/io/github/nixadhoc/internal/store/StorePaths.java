package io.github.nixadhoc.internal.store;

import io.github.nixadhoc.model.StorePath;
import java.util.Optional;

/** Finds the store path that a longer path lies in. */
public final class StorePaths {

    private StorePaths() {}

    public static Optional<StorePath> owner(String path) {
        for (int end = path.indexOf('/', 1); end >= 0; end = path.indexOf('/', end + 1)) {
            if (StorePath.isStorePath(path.substring(0, end))) {
                return Optional.of(StorePath.parse(path.substring(0, end)));
            }
        }
        return StorePath.isStorePath(path) ? Optional.of(StorePath.parse(path)) : Optional.empty();
    }
}
