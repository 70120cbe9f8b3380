package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.internal.json.JsonValue;
import io.github.nixadhoc.model.NixVersion;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what {@code nix store info --json} prints, and the log of the {@code nix store ping} that it was before. */
final class StoreFactsReader {

    private StoreFactsReader() {}

    static StoreFacts read(JsonValue answer) {
        return new StoreFacts(
                answer.get("url").text(), version(answer.get("version").textOrNull()), trusted(answer.get("trusted")));
    }

    static StoreFacts read(List<String> log) {
        String url = field(log, "Store URL: ");
        if (url == null) {
            throw JsonValue.unexpected("it does not name the store");
        }
        return new StoreFacts(
                url,
                version(field(log, "Version: ")),
                Optional.ofNullable(field(log, "Trusted: ")).map("1"::equals));
    }

    /** A number up to 2.30, then a boolean. */
    private static Optional<Boolean> trusted(JsonValue value) {
        if (value.isNull()) {
            return Optional.empty();
        }
        return Optional.of(value.isBool() ? value.bool() : value.count() != 0);
    }

    private static Optional<NixVersion> version(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(NixVersion.parse(text));
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
