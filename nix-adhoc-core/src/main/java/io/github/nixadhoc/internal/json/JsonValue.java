package io.github.nixadhoc.internal.json;

import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.UnexpectedOutputException;
import io.github.nixadhoc.model.NixValue;
import io.github.nixadhoc.model.StorePath;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value of Nix's output with its position. Each method that expects another type or a missing member throws an
 * {@link UnexpectedOutputException} that names the position.
 */
public final class JsonValue {

    private static final BigInteger MAX_LONG = BigInteger.valueOf(Long.MAX_VALUE);
    private static final int MAX_SHOWN = 60;

    private final @Nullable Object value;
    private final String position;

    JsonValue(@Nullable Object value, String position) {
        this.value = value;
        this.position = position;
    }

    /** Parses a text. */
    public static JsonValue parse(String text) {
        return JsonReader.read(text);
    }

    /**
     * Reads an object member by member, or a list item by item, so that only one of them is in memory.
     *
     * @param json the text, in UTF-8; not closed
     * @param consumer called with the name and the value of each member or item; the name of an item is its index in brackets
     */
    public static void forEachPart(InputStream json, BiConsumer<String, JsonValue> consumer) {
        JsonReader.forEachPart(json, consumer);
    }

    /** Returns the exception for output that is not understood. */
    public static UnexpectedOutputException unexpected(String what) {
        return new UnexpectedOutputException(
                Failure.of(
                        "Nix has given an answer that is not understood: " + what,
                        "check that it is a Nix of version 2.8 or later; if it is newer than this library, use a newer library"));
    }

    public boolean isNull() {
        return value == null;
    }

    public boolean isArray() {
        return value instanceof List;
    }

    public boolean isText() {
        return value instanceof String;
    }

    public boolean isBool() {
        return value instanceof Boolean;
    }

    public String text() {
        if (value instanceof String text) {
            return text;
        }
        throw notA("a text");
    }

    public @Nullable String textOrNull() {
        return value == null ? null : text();
    }

    public boolean bool() {
        if (value instanceof Boolean bool) {
            return bool;
        }
        throw notA("true or false");
    }

    /** Returns a number that is not negative. */
    public long count() {
        if (value instanceof BigInteger number && number.signum() >= 0 && number.compareTo(MAX_LONG) <= 0) {
            return number.longValue();
        }
        throw notA("a count");
    }

    public StorePath storePath() {
        String text = text();
        if (StorePath.isStorePath(text)) {
            return StorePath.parse(text);
        }
        throw notA("a store path");
    }

    public List<JsonValue> items() {
        if (!(value instanceof List<?> list)) {
            throw notA("a list");
        }
        List<JsonValue> items = new ArrayList<>(list.size());
        for (Object item : list) {
            items.add(new JsonValue(item, position + "[" + items.size() + "]"));
        }
        return items;
    }

    public List<String> texts() {
        return items().stream().map(JsonValue::text).toList();
    }

    public Map<String, JsonValue> members() {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        object().forEach((name, member) -> members.put(String.valueOf(name), at(String.valueOf(name), member)));
        return members;
    }

    /** Returns a member; if it is missing, a value for which {@link #isNull()} is true. */
    public JsonValue get(String name) {
        return at(name, object().get(name));
    }

    /** Returns the value without its position. */
    public NixValue toNixValue() {
        return NixValue.of(value);
    }

    /** Returns the value in a form that is equal for equal JSON. */
    @Override
    public String toString() {
        return String.valueOf(value);
    }

    private JsonValue at(String name, @Nullable Object member) {
        return new JsonValue(member, position + "." + name);
    }

    private Map<?, ?> object() {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw notA("an object");
    }

    private UnexpectedOutputException notA(String expected) {
        String text = String.valueOf(value);
        return unexpected(position + " should be " + expected + ", but is "
                + (text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "…" : text));
    }
}
