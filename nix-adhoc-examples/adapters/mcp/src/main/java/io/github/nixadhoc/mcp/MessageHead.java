package io.github.nixadhoc.mcp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The part of a message of JSON-RPC that tells how to answer it, even if the rest cannot be taken. It is found without
 * keeping the message, in any order of its members.
 *
 * @param kind the kind of the message
 * @param id the id, a text or a whole number; null if there is none, or more than one
 * @param repeated the first name that an object has twice; null if there is none
 */
record MessageHead(Kind kind, @Nullable Object id, @Nullable String repeated) {

    /** The kinds of messages. */
    enum Kind {
        /** It has a method and an id. */
        REQUEST,
        /** It has a method and no id. */
        NOTIFICATION,
        /** It has a result or an error. */
        RESPONSE,
        /** It is JSON, but none of these. */
        OTHER,
        /** It is no JSON. */
        UNREADABLE
    }

    /** Names repeat, so a table of them would only be filled by a hostile client. */
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private static final int MAX_ID = 1000;

    /**
     * Reads a message.
     *
     * @param json the message
     * @param strict whether repeated names are looked for, which takes memory for each name
     */
    static MessageHead of(InputStream json, boolean strict) {
        try (JsonParser parser = FACTORY.createParser(json)) {
            Reading reading = new Reading(parser, strict);
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_OBJECT) {
                reading.members();
            } else {
                parser.skipChildren();
            }
            return first == null || parser.nextToken() != null
                    ? new MessageHead(Kind.UNREADABLE, null, null)
                    : reading.head();
        } catch (IOException e) {
            return new MessageHead(Kind.UNREADABLE, null, null);
        }
    }

    /** The reading of one object. Not thread-safe. */
    private static final class Reading {

        private final JsonParser parser;
        private final boolean strict;
        private final Deque<Set<String>> names = new ArrayDeque<>();
        private @Nullable Object id;
        private @Nullable String repeated;
        private int ids;
        private boolean method;
        private boolean answer;

        Reading(JsonParser parser, boolean strict) {
            this.parser = parser;
            this.strict = strict;
        }

        void members() throws IOException {
            names.push(new HashSet<>());
            while (!names.isEmpty()) {
                switch (parser.nextToken()) {
                    case START_OBJECT, START_ARRAY -> names.push(new HashSet<>());
                    case END_OBJECT, END_ARRAY -> names.pop();
                    case FIELD_NAME -> name(parser.currentName());
                    default -> {}
                }
            }
        }

        private void name(String name) throws IOException {
            if (strict && !names.getFirst().add(name) && repeated == null) {
                repeated = name;
            }
            if (names.size() > 1) {
                return;
            }
            answer |= name.equals("result") || name.equals("error");
            if (name.equals("method")) {
                method |= parser.nextToken() == JsonToken.VALUE_STRING;
                parser.skipChildren();
            } else if (name.equals("id")) {
                ids++;
                id(parser.nextToken());
                parser.skipChildren();
            }
        }

        private void id(JsonToken value) throws IOException {
            if (value == JsonToken.VALUE_NUMBER_INT) {
                id = parser.getNumberValue();
            } else if (value == JsonToken.VALUE_STRING && parser.getTextLength() <= MAX_ID) {
                id = parser.getText();
            }
        }

        MessageHead head() {
            Object only = ids == 1 ? id : null;
            Kind kind = method && only != null
                    ? Kind.REQUEST
                    : method && ids == 0 ? Kind.NOTIFICATION : answer ? Kind.RESPONSE : Kind.OTHER;
            return new MessageHead(kind, only, repeated);
        }
    }
}
