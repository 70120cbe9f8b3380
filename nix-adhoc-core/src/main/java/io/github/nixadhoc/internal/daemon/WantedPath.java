package io.github.nixadhoc.internal.daemon;

import io.github.nixadhoc.model.StorePath;
import java.util.List;

/**
 * A path to realise: a store path, or outputs of a derivation.
 *
 * @param path the store path, or the derivation
 * @param outputs the names of the outputs; {@code *} for all, none for the path itself
 */
public record WantedPath(StorePath path, List<String> outputs) {

    public WantedPath {
        outputs = List.copyOf(outputs);
    }

    /** Returns a store path to download, or a derivation as the file that it is. */
    public static WantedPath of(StorePath path) {
        return new WantedPath(path, List.of());
    }

    /** Returns outputs of a derivation. */
    public static WantedPath outputs(StorePath derivation, List<String> outputs) {
        return new WantedPath(derivation, outputs);
    }

    /** Returns the text of the protocol. */
    String text() {
        return outputs.isEmpty() ? path.value() : path + "!" + String.join(",", outputs);
    }
}
