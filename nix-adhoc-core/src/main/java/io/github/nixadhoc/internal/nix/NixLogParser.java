package io.github.nixadhoc.internal.nix;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.nixadhoc.internal.text.PlainText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A parser of lines of Nix's log in the format {@code internal-json}.
 *
 * <p>It never throws: any text results in an event or nothing. Nix changes this format without notice, and an unknown format of
 * the log must not make a command fail.
 */
final class NixLogParser {

    private static final String PREFIX = "@nix ";

    /** The level of a message without a level. */
    private static final int INFORMATION = 3;

    private final JsonFactory json = new JsonFactory();

    /** Parses a line; empty for an incomplete line and for an unknown action. */
    Optional<NixLogEvent> parse(String line) {
        if (!line.startsWith(PREFIX)) {
            return Optional.of(new NixLogEvent.Plain(line));
        }
        try (JsonParser parser = json.createParser(line.substring(PREFIX.length()))) {
            return parser.nextToken() == JsonToken.START_OBJECT ? read(parser).toEvent() : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Line read(JsonParser parser) throws IOException {
        Line line = new Line();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case "action" -> line.action = text(parser, value);
                case "id" -> line.id = number(parser, value, 0);
                case "parent" -> line.parent = number(parser, value, 0);
                case "type" -> line.type = clamped(number(parser, value, -1));
                case "level" -> line.level = clamped(number(parser, value, INFORMATION));
                case "text" -> line.text = text(parser, value);
                case "msg" -> line.message = text(parser, value);
                case "raw_msg" -> line.raw = text(parser, value);
                case "fields" -> line.fields = fields(parser, value);
                default -> parser.skipChildren();
            }
        }
        return line;
    }

    private static String text(JsonParser parser, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        parser.skipChildren();
        return "";
    }

    /** Returns the low 64 bits of a number: ids are unsigned, and larger invalid ones have been observed. */
    private static long number(JsonParser parser, JsonToken value, long otherwise) throws IOException {
        if (value == JsonToken.VALUE_NUMBER_INT) {
            return parser.getBigIntegerValue().longValue();
        }
        if (value == JsonToken.VALUE_NUMBER_FLOAT) {
            return (long) parser.getDoubleValue();
        }
        parser.skipChildren();
        return otherwise;
    }

    private static int clamped(long number) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, number));
    }

    private static LogFields fields(JsonParser parser, JsonToken value) throws IOException {
        if (value != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return LogFields.NONE;
        }
        List<Object> fields = new ArrayList<>();
        for (JsonToken field = parser.nextToken(); field != null && field != JsonToken.END_ARRAY; ) {
            fields.add(field.isNumeric() ? (Object) number(parser, field, 0) : text(parser, field));
            field = parser.nextToken();
        }
        return new LogFields(fields);
    }

    /** The members of a line, in any order. */
    private static final class Line {
        private String action = "";
        private long id;
        private long parent;
        private int type = -1;
        private int level = INFORMATION;
        private String text = "";
        private String message = "";
        private String raw = "";
        private LogFields fields = LogFields.NONE;

        private Optional<NixLogEvent> toEvent() {
            return switch (action) {
                case "start" -> Optional.of(new NixLogEvent.Start(id, parent, level, type, text, fields));
                case "stop" -> Optional.of(new NixLogEvent.Stop(id));
                case "result" -> Optional.of(new NixLogEvent.Result(id, type, fields));
                case "msg" ->
                    Optional.of(new NixLogEvent.Message(messageLevel(), message, raw.isEmpty() ? message : raw));
                default -> Optional.empty();
            };
        }

        /** All lines of a daemon arrive with the level of an error. Only the text of a warning tells that it is one. */
        private int messageLevel() {
            boolean warns = level == NixLogEvent.ERROR
                    && raw.isEmpty()
                    && PlainText.of(message).startsWith("warning:");
            return warns ? NixLogEvent.WARNING : level;
        }
    }
}
