package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.internal.json.JsonValue;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads the output of {@code nix flake metadata --json}. */
public final class FlakeMetadata {

    private FlakeMetadata() {}

    public static LockedFlake read(JsonValue answer) {
        JsonValue locked = answer.get("locked");
        String directory = locked.get("dir").textOrNull();
        return new LockedFlake(
                answer.get("url").text(),
                locked.get("rev").textOrNull(),
                locked.get("narHash").textOrNull(),
                instant(locked.get("lastModified")),
                answer.get("path").storePath(),
                directory == null ? "" : directory);
    }

    private static @Nullable Instant instant(JsonValue seconds) {
        if (seconds.isNull()) {
            return null;
        }
        try {
            return Instant.ofEpochSecond(seconds.count());
        } catch (DateTimeException e) {
            throw JsonValue.unexpected("a flake was modified at " + seconds.count() + " seconds");
        }
    }
}
