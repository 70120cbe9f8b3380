package io.github.nixadhoc.internal.store;

import io.github.nixadhoc.internal.json.JsonValue;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.StorePath;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the output of {@code nix path-info --json}: up to Nix 2.18 an array, later an object keyed by path, and with
 * {@code --json-format 2} an object keyed by base name.
 */
public final class PathInfoReader {

    private PathInfoReader() {}

    /**
     * The entry of one path.
     *
     * @param path the path
     * @param value its JSON
     * @param directory the prefix of the other paths that it names; empty if they are complete
     */
    record Entry(StorePath path, JsonValue value, String directory) {

        StorePath storePath(String name) {
            return StorePaths.require(directory + name);
        }

        List<StorePath> references() {
            return value.get("references").texts().stream().map(this::storePath).toList();
        }
    }

    /** Returns the facts about the valid paths, and leaves the others out. */
    public static List<PathInfo> read(JsonValue answer) {
        return entries(answer).stream()
                .map(entry -> new PathInfo(
                        entry.path(), ByteSize.of(entry.value().get("narSize").count()), entry.references()))
                .toList();
    }

    /** Returns the entries of the valid paths, and leaves the others out. */
    static List<Entry> entries(JsonValue answer) {
        List<Entry> entries = new ArrayList<>();
        if (answer.isArray()) {
            for (JsonValue entry : answer.items()) {
                if (entry.get("valid").isNull() || entry.get("valid").bool()) {
                    entries.add(new Entry(entry.get("path").storePath(), entry, ""));
                }
            }
            return entries;
        }
        boolean byBaseName =
                !answer.get("info").isNull() && !answer.get("storeDir").isNull();
        String directory = byBaseName ? answer.get("storeDir").text() + "/" : "";
        (byBaseName ? answer.get("info") : answer).members().forEach((name, entry) -> {
            if (!entry.isNull()) {
                entries.add(new Entry(StorePaths.require(directory + name), entry, directory));
            }
        });
        return entries;
    }
}
