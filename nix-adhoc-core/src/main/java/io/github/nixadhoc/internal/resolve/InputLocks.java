package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.error.UnexpectedOutputException;
import io.github.nixadhoc.internal.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A check whether the lock file of a flake locks its inputs. Otherwise Nix locks them in memory, and they may change.
 */
final class InputLocks {

    private static final List<String> IDENTITY_ATTRIBUTES = List.of("narHash", "rev");

    private InputLocks() {}

    /**
     * Returns whether a lock file has the same locks as Nix for all inputs.
     *
     * @param locks the locks that Nix prints
     * @param file the lock file, which need not exist
     */
    static boolean matchLockFile(JsonValue locks, Path file) {
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
        return IDENTITY_ATTRIBUTES.stream()
                .allMatch(attribute -> Objects.equals(
                        locked.get(attribute).textOrNull(),
                        written.get(attribute).textOrNull()));
    }
}
