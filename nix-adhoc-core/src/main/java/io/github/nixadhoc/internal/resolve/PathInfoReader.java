package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.internal.json.JsonValue;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.StorePath;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what {@code nix path-info --json} prints: up to Nix 2.18 a list, then an object by path, and with
 * {@code --json-format 2} one by base name.
 */
final class PathInfoReader {

    private PathInfoReader() {}

    /** Returns what is known of the paths that are valid; the others are left out. */
    static List<PathInfo> read(JsonValue answer) {
        List<PathInfo> infos = new ArrayList<>();
        if (answer.isArray()) {
            for (JsonValue entry : answer.items()) {
                if (entry.get("valid").isNull() || entry.get("valid").bool()) {
                    infos.add(info(entry.get("path").storePath(), entry, ""));
                }
            }
            return infos;
        }
        boolean byBaseName =
                !answer.get("info").isNull() && !answer.get("storeDir").isNull();
        String directory = byBaseName ? answer.get("storeDir").text() + "/" : "";
        (byBaseName ? answer.get("info") : answer).members().forEach((name, entry) -> {
            if (!entry.isNull()) {
                infos.add(info(path(directory + name), entry, directory));
            }
        });
        return infos;
    }

    private static PathInfo info(StorePath path, JsonValue entry, String directory) {
        List<StorePath> references = entry.get("references").texts().stream()
                .map(name -> path(directory + name))
                .toList();
        return new PathInfo(path, ByteSize.of(entry.get("narSize").count()), references);
    }

    private static StorePath path(String text) {
        if (!StorePath.isStorePath(text)) {
            throw JsonValue.unexpected("it tells of " + text + ", which is no store path");
        }
        return StorePath.parse(text);
    }
}
