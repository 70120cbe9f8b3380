package io.github.nixadhoc.agent;

import io.github.nixadhoc.internal.json.StrictJson;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The input of a tool call, checked field by field as it is read. A field that is null counts as absent. */
final class ToolInput {

    static final int MAX_BYTES = 64 << 10;

    private final Map<String, Object> fields;

    private ToolInput(Map<String, Object> fields) {
        this.fields = fields;
    }

    /** Reads the JSON of a model; null and an empty text count as an object without fields. */
    static ToolInput parse(@Nullable String json) {
        if (json == null) {
            return of(null);
        }
        if (json.length() > MAX_BYTES || bytes(json) > MAX_BYTES) {
            throw tooLarge();
        }
        try {
            return of(StrictJson.object(json.isBlank() ? "{}" : json));
        } catch (IllegalArgumentException e) {
            throw new ToolInputException("the input cannot be read: " + e.getMessage());
        }
    }

    static ToolInput of(@Nullable Map<String, ? extends @Nullable Object> input) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (input == null) {
            return new ToolInput(fields);
        }
        int size = 0;
        for (Map.Entry<String, ? extends @Nullable Object> field : input.entrySet()) {
            String name = String.valueOf((Object) field.getKey());
            Object value = field.getValue();
            size += bytes(name);
            if (value == null) {
                continue;
            }
            Object copy = value instanceof List<?> list ? texts(name, list) : value;
            size += copy instanceof List<?> list
                    ? list.stream().mapToInt(item -> bytes((String) item)).sum()
                    : value instanceof String text ? bytes(text) : 0;
            if (size > MAX_BYTES) {
                throw tooLarge();
            }
            fields.put(name, copy);
        }
        return new ToolInput(fields);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static ToolInputException tooLarge() {
        return new ToolInputException(
                "the input is larger than " + MAX_BYTES + " bytes: write long data to a file and name that in args");
    }

    /** Refuses all other fields. */
    void requireOnly(List<String> names) {
        for (String name : fields.keySet()) {
            if (!names.contains(name)) {
                throw new ToolInputException(
                        "unknown field " + shown(name) + ": there are " + String.join(", ", names));
            }
        }
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    @Nullable
    String text(String name) {
        Object value = fields.get(name);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw new ToolInputException(name + " must be a text, but is " + kind(value));
    }

    String requiredText(String name) {
        String text = text(name);
        if (text == null || text.isBlank()) {
            throw new ToolInputException(name + " is missing");
        }
        return text;
    }

    List<String> texts(String name) {
        Object value = fields.get(name);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return texts(name, list);
        }
        throw new ToolInputException(name + " must be a list of texts, but is " + kind(value));
    }

    boolean flag(String name) {
        Object value = fields.get(name);
        if (value == null || value instanceof Boolean) {
            return Boolean.TRUE.equals(value);
        }
        throw new ToolInputException(name + " must be true or false, but is " + kind(value));
    }

    long whole(String name, long min, long max, long otherwise) {
        Object value = fields.get(name);
        if (value == null) {
            return otherwise;
        }
        if (!(value instanceof Number number)) {
            throw new ToolInputException(name + " must be a whole number, but is " + kind(value));
        }
        try {
            BigDecimal exact = new BigDecimal(number.toString());
            if (exact.compareTo(BigDecimal.valueOf(min)) < 0 || exact.compareTo(BigDecimal.valueOf(max)) > 0) {
                throw new ToolInputException(name + " must be from " + min + " to " + max);
            }
            return exact.longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw new ToolInputException(name + " must be a whole number");
        }
    }

    private static List<String> texts(String name, List<?> list) {
        List<String> texts = new ArrayList<>();
        for (Object item : list) {
            if (!(item instanceof String text)) {
                throw new ToolInputException(name + "[" + texts.size() + "] must be a text, but is " + kind(item));
            }
            texts.add(text);
        }
        return List.copyOf(texts);
    }

    private static String kind(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        return value instanceof String
                ? "a text"
                : value instanceof Number
                        ? "a number"
                        : value instanceof Boolean ? "true or false" : value instanceof List ? "a list" : "an object";
    }

    private static String shown(String name) {
        return "\"" + (name.length() > 40 ? name.substring(0, 40) + "…" : name).replaceAll("\\p{Cntrl}", "?") + "\"";
    }
}
