package io.github.nixadhoc.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.github.nixadhoc.error.UnexpectedOutputException;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads untrusted JSON: a single object of limited depth, without duplicate names, and with nothing after it. */
public final class StrictJson {

    private static final int MAX_DEPTH = 8;
    private static final int MAX_NAME = 1000;

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(30)
                    .maxNameLength(MAX_NAME)
                    .build())
            .build();

    private StrictJson() {}

    /**
     * Returns the members of an object: texts, {@code BigInteger}s, {@code Double}s, {@code Boolean}s, lists, maps, null.
     *
     * @throws IllegalArgumentException if the text is invalid; the message contains the position, and no part of the text
     */
    public static Map<String, @Nullable Object> object(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("it is no JSON object");
            }
            Map<String, @Nullable Object> members = JsonReader.object(parser);
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("something follows after the end of the JSON object");
            }
            return members;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(problem(e) + position(e.getLocation()), e);
        } catch (IOException | UnexpectedOutputException e) {
            throw new IllegalArgumentException("it ends too early", e);
        }
    }

    private static String problem(JsonProcessingException e) {
        String message = String.valueOf(e.getMessage());
        if (e instanceof StreamConstraintsException) {
            return exceededLimit(message);
        }
        return message.startsWith("Duplicate field") ? "a field is there twice" : "it is no valid JSON";
    }

    /** Returns the limit that was exceeded, which only the message of the exception distinguishes. */
    private static String exceededLimit(String message) {
        if (message.startsWith("Name")) {
            return "a field has a name of more than " + MAX_NAME + " characters";
        }
        return message.startsWith("Number")
                ? "a number has more than 30 digits"
                : "it is nested deeper than " + MAX_DEPTH + " levels";
    }

    private static String position(@Nullable JsonLocation position) {
        return position == null
                ? ""
                : ", as seen in line " + position.getLineNr() + ", column " + position.getColumnNr();
    }
}
