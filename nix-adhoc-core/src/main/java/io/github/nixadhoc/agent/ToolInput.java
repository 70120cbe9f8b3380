package io.github.nixadhoc.agent;

import io.github.nixadhoc.internal.json.JsonText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The input of a tool call, checked field by field as it is read. A field that is null, an empty text or an empty list
 * counts as absent, since models fill in fields that they do not need. A value of another type is taken if its meaning is
 * plain, such as {@code "30"} for a number; otherwise the model is told the text to send.
 */
final class ToolInput {

    static final int MAX_BYTES = 64 << 10;

    /** The length of the longest number that is read from a text. */
    private static final int NUMBER_CHARS = 30;

    private static final int MAX_WORDS = 8;
    private static final Pattern SHOWN = Pattern.compile("[\\x21-\\x7E&&[^\"\\\\]]{1,40}");

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
        return of(InputJson.object(json));
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
            if (value == null || value.equals("")) {
                continue;
            }
            Object copy = value instanceof List<?> list ? items(name, list) : value;
            size += copy instanceof List<?> list
                    ? list.stream().mapToInt(item -> bytes(item.toString())).sum()
                    : value instanceof String text ? bytes(text) : 0;
            if (size > MAX_BYTES) {
                throw tooLarge();
            }
            if (!copy.equals(List.of())) {
                fields.put(name, copy);
            }
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

    /** Copies a list of simple values: the caller may change its own later. */
    private static List<Object> items(String name, List<?> list) {
        List<Object> items = new ArrayList<>();
        for (Object item : list) {
            if (!(item instanceof String || item instanceof Number || item instanceof Boolean)) {
                throw new ToolInputException(name + "[" + items.size() + "] must be a text, but is " + kind(item));
            }
            items.add(item);
        }
        return items;
    }

    /** Refuses all other fields. */
    void requireOnly(List<String> names) {
        for (Map.Entry<String, Object> field : fields.entrySet()) {
            String name = field.getKey();
            if (!names.contains(name)) {
                throw new ToolInputException("unknown field " + shown(name) + ": there are " + String.join(", ", names)
                        + (field.getValue() instanceof Map ? "; send them without another object around them" : ""));
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
        throw new ToolInputException(name + " must be a text, but is " + kind(value)
                + (value instanceof Number || value instanceof Boolean
                        ? ": put it in quotes"
                        : ": send " + JsonText.of(name) + ":\"…\""));
    }

    /** Returns a text, or the words of a list of texts. */
    String requiredWords(String name) {
        String words = fields.get(name) instanceof List<?> list ? String.join(" ", texts(name, list)) : text(name);
        if (words == null || words.isBlank()) {
            throw new ToolInputException(name + " is missing");
        }
        return words;
    }

    /** Returns the texts of a list, which the model may also have written as a text. */
    List<String> texts(String name) {
        return texts(name, list(name, "[\\s,]+"));
    }

    /** Returns the arguments of a program: texts, and numbers and truth values that are written in one way only. */
    List<String> arguments(String name) {
        List<String> arguments = new ArrayList<>();
        for (Object item : list(name, "\\s+")) {
            arguments.add(isExact(item) ? item.toString() : requireText(name, arguments.size(), item));
        }
        return List.copyOf(arguments);
    }

    private static boolean isExact(Object item) {
        return item instanceof Boolean || item instanceof Integer || item instanceof Long || item instanceof BigInteger;
    }

    /**
     * Returns the items of a list, which may be written as a text.
     *
     * @param between the regular expression of what separates items, so that a text with it is not one item
     */
    private List<?> list(String name, String between) {
        Object value = fields.get(name);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return list;
        }
        if (!(value instanceof String text)) {
            throw new ToolInputException(
                    name + " must be a list of texts, but is " + kind(value) + ": send " + example(name, List.of("…")));
        }
        String stripped = text.strip();
        List<?> written = InputJson.list(stripped);
        if (written != null) {
            return items(name, written);
        }
        List<String> words = List.of(stripped.split(between));
        boolean isList = stripped.startsWith("[");
        if (!isList && words.size() == 1) {
            return stripped.isEmpty() ? List.of() : List.of(stripped);
        }
        boolean isShowable = !isList
                && words.size() <= MAX_WORDS
                && words.stream().allMatch(word -> SHOWN.matcher(word).matches());
        throw new ToolInputException(name + " must be a list of texts, but is a text: send "
                + example(name, isShowable ? words : List.of("…", "…")));
    }

    private static String example(String name, List<String> texts) {
        return JsonText.of(name) + ":" + JsonText.of(texts);
    }

    boolean flag(String name) {
        Object value = fields.get(name);
        if (value == null || value instanceof Boolean) {
            return Boolean.TRUE.equals(value);
        }
        String written = value instanceof String text ? text.strip().toLowerCase(Locale.ROOT) : "";
        if (value instanceof String && List.of("", "true", "false").contains(written)) {
            return written.equals("true");
        }
        throw new ToolInputException(name + " must be true or false, but is " + kind(value) + ": send "
                + JsonText.of(name) + ":true or leave it out");
    }

    long whole(String name, long min, long max, long otherwise) {
        Object value = fields.get(name);
        if (value == null) {
            return otherwise;
        }
        String written = value instanceof Number
                ? value.toString()
                : value instanceof String text && text.length() <= NUMBER_CHARS ? text.strip() : "";
        try {
            BigDecimal exact = new BigDecimal(written);
            if (exact.compareTo(BigDecimal.valueOf(min)) < 0 || exact.compareTo(BigDecimal.valueOf(max)) > 0) {
                throw new ToolInputException(name + " must be from " + min + " to " + max);
            }
            return exact.longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw new ToolInputException(name + " must be a whole number"
                    + (value instanceof Number ? "" : ", but is " + kind(value))
                    + ": send " + JsonText.of(name) + ":" + Math.min(max, Math.max(min, 30)) + ", say");
        }
    }

    private static List<String> texts(String name, List<?> list) {
        List<String> texts = new ArrayList<>();
        for (Object item : list) {
            texts.add(requireText(name, texts.size(), item));
        }
        return List.copyOf(texts);
    }

    private static String requireText(String name, int index, Object item) {
        if (item instanceof String text) {
            return text;
        }
        throw new ToolInputException(
                name + "[" + index + "] must be a text, but is " + kind(item) + ": put it in quotes");
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
