package io.github.nixadhoc.internal.store;

import io.github.nixadhoc.internal.json.JsonValue;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.model.StorePathInfo;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the output of {@code nix path-info --json --closure-size} about valid paths. */
public final class ClosureReader {

    private ClosureReader() {}

    public static List<StorePathInfo> read(JsonValue answer) {
        return PathInfoReader.entries(answer).stream().map(ClosureReader::info).toList();
    }

    private static StorePathInfo info(PathInfoReader.Entry entry) {
        JsonValue value = entry.value();
        JsonValue signatures = value.get("signatures");
        return StorePathInfo.builder(entry.path())
                .narSize(ByteSize.of(value.get("narSize").count()))
                .closureSize(ByteSize.of(value.get("closureSize").count()))
                .references(entry.references())
                .deriver(deriver(entry))
                .signatures(signatures.isNull() ? List.of() : signatures.texts())
                .registrationTime(time(value.get("registrationTime")))
                .downloadSize(size(value.get("downloadSize")))
                .build();
    }

    /** Nix 2.8 prints {@code unknown-deriver} instead of leaving an unknown deriver out. */
    private static @Nullable StorePath deriver(PathInfoReader.Entry entry) {
        String deriver = entry.value().get("deriver").textOrNull();
        return Optional.ofNullable(deriver)
                .filter(name -> !name.equals("unknown-deriver"))
                .map(entry::storePath)
                .orElse(null);
    }

    private static @Nullable ByteSize size(JsonValue value) {
        return value.isNull() ? null : ByteSize.of(value.count());
    }

    private static @Nullable Instant time(JsonValue seconds) {
        if (seconds.isNull() || seconds.count() == 0) {
            return null;
        }
        try {
            return Instant.ofEpochSecond(seconds.count());
        } catch (DateTimeException e) {
            throw JsonValue.unexpected("a path was registered at " + seconds.count() + " seconds");
        }
    }
}
