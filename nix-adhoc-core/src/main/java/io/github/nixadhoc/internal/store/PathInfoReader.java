package io.github.nixadhoc.internal.store;

import io.github.nixadhoc.internal.json.JsonValue;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.StorePath;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what {@code nix path-info --json} prints: up to Nix 2.18 a list, then an object by path, and with
 * {@code --json-format 2} one by base name.
 */
public final class PathInfoReader {

    private PathInfoReader() {}

    /**
     * What is told of one path.
     *
     * @param path the path
     * @param value what is told of it
     * @param directory what has to be put before the names of other paths; empty if they are whole
     */
    record Entry(StorePath path, JsonValue value, String directory) {

        StorePath storePath(String name) {
            return PathInfoReader.path(directory + name);
        }

        List<StorePath> references() {
            return value.get("references").texts().stream().map(this::storePath).toList();
        }
    }

    /** Returns what is known of the paths that are valid; the others are left out. */
    public static List<PathInfo> read(JsonValue answer) {
        return entries(answer).stream()
                .map(entry -> new PathInfo(
                        entry.path(), ByteSize.of(entry.value().get("narSize").count()), entry.references()))
                .toList();
    }

    /** Returns the entries of the paths that are valid; the others are left out. */
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
                entries.add(new Entry(path(directory + name), entry, directory));
            }
        });
        return entries;
    }

    private static StorePath path(String text) {
        if (!StorePath.isStorePath(text)) {
            throw JsonValue.unexpected("it tells of " + text + ", which is no store path");
        }
        return StorePath.parse(text);
    }
}
