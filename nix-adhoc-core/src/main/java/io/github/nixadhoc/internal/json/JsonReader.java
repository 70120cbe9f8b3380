package io.github.nixadhoc.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.github.nixadhoc.error.UnexpectedOutputException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Reads JSON into {@link JsonValue}s. */
final class JsonReader {

    /**
     * Field names are store paths and packages that occur once, so a table of names would cost more than it saves. The limits
     * exceed all output of Nix, and prevent a hostile answer from filling the memory or the stack.
     */
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(200)
                    .maxNumberLength(30)
                    .maxStringLength(64 << 20)
                    .maxNameLength(1 << 20)
                    .build())
            .build();

    private JsonReader() {}

    static JsonValue read(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            parser.nextToken();
            Object value = value(parser);
            requireNoMore(parser);
            return new JsonValue(value, "the answer");
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    static void forEachPart(InputStream json, BiConsumer<String, JsonValue> consumer) {
        try (JsonParser parser = FACTORY.createParser(json)) {
            JsonToken start = parser.nextToken();
            if (start == JsonToken.START_OBJECT) {
                members(parser, consumer);
            } else if (start == JsonToken.START_ARRAY) {
                for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                    String name = "[" + i + "]";
                    consumer.accept(name, new JsonValue(value(parser), name));
                }
            } else {
                throw JsonValue.unexpected("it is neither an object nor a list");
            }
            requireNoMore(parser);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Returns an exception without the message of the parser, which addresses the author of the JSON and names parser options. */
    private static UnexpectedOutputException unreadable(IOException e) {
        if (!(e instanceof JsonProcessingException failure)) {
            return JsonValue.unexpected("it cannot be read: " + e.getMessage());
        }
        JsonLocation place = failure.getLocation();
        return JsonValue.unexpected(
                place == null
                        ? "it is no JSON"
                        : "it is no JSON, as seen in line " + place.getLineNr() + ", column " + place.getColumnNr());
    }

    private static void members(JsonParser parser, BiConsumer<String, JsonValue> consumer) throws IOException {
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            consumer.accept(name, new JsonValue(value(parser), name));
        }
        requireEnd(parser, JsonToken.END_OBJECT);
    }

    private static void requireNoMore(JsonParser parser) throws IOException {
        if (parser.nextToken() != null) {
            throw JsonValue.unexpected("something follows after the end of the JSON");
        }
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw JsonValue.unexpected("it is empty");
        }
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getBigIntegerValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw JsonValue.unexpected("it ends too early");
        };
    }

    static Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            members.put(name, value(parser));
        }
        requireEnd(parser, JsonToken.END_OBJECT);
        return members;
    }

    private static List<@Nullable Object> array(JsonParser parser) throws IOException {
        List<@Nullable Object> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(parser));
        }
        return items;
    }

    private static void requireEnd(JsonParser parser, JsonToken end) {
        if (parser.currentToken() != end) {
            throw JsonValue.unexpected("it ends too early");
        }
    }
}
