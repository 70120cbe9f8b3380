package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.error.UnexpectedOutputException;
import io.github.nixadhoc.internal.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Tells whether the inputs of a flake are locked by the file that comes with it, or only for the moment. */
final class InputLocks {

    private static final List<String> FACTS = List.of("narHash", "rev");

    private InputLocks() {}

    /**
     * Returns whether a lock file says of each input what Nix says of it.
     *
     * @param locks what Nix says
     * @param file the lock file, which need not be there
     */
    static boolean areWritten(JsonValue locks, Path file) {
        String root = locks.get("root").text();
        Map<String, JsonValue> nodes = locks.get("nodes").members();
        if (nodes.size() == 1) {
            return true;
        }
        try {
            Map<String, JsonValue> written = Files.isRegularFile(file)
                    ? JsonValue.parse(Files.readString(file)).get("nodes").members()
                    : Map.of();
            return nodes.entrySet().stream()
                    .filter(node -> !node.getKey().equals(root))
                    .allMatch(node -> written.containsKey(node.getKey())
                            && isSame(
                                    node.getValue().get("locked"),
                                    written.get(node.getKey()).get("locked")));
        } catch (IOException | UnexpectedOutputException e) {
            return false;
        }
    }

    private static boolean isSame(JsonValue locked, JsonValue written) {
        return FACTS.stream()
                .allMatch(fact -> Objects.equals(
                        locked.get(fact).textOrNull(), written.get(fact).textOrNull()));
    }
}
