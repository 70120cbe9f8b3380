package io.github.nixadhoc.internal.store;

import io.github.nixadhoc.internal.json.JsonValue;
import io.github.nixadhoc.model.NixVersion;
import io.github.nixadhoc.result.StoreInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the output of {@code nix store info --json}, and the log of its predecessor {@code nix store ping}. */
public final class StoreFactsReader {

    private StoreFactsReader() {}

    public static StoreInfo read(JsonValue answer) {
        return StoreInfo.of(
                answer.get("url").text(), version(answer.get("version").textOrNull()), trusted(answer.get("trusted")));
    }

    public static StoreInfo read(List<String> log) {
        String url = field(log, "Store URL: ");
        if (url == null) {
            throw JsonValue.unexpected("it does not name the store");
        }
        String trusted = field(log, "Trusted: ");
        return StoreInfo.of(url, version(field(log, "Version: ")), trusted == null ? null : trusted.equals("1"));
    }

    /** Nix prints a number up to 2.30, and a boolean later. */
    private static @Nullable Boolean trusted(JsonValue value) {
        if (value.isNull()) {
            return null;
        }
        return value.isBool() ? value.bool() : value.count() != 0;
    }

    private static @Nullable NixVersion version(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return NixVersion.parse(text);
        } catch (IllegalArgumentException e) {
            throw JsonValue.unexpected(text + " is no version");
        }
    }

    private static @Nullable String field(List<String> log, String name) {
        return log.stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).strip())
                .findFirst()
                .orElse(null);
    }
}
