package io.github.nixadhoc.agent;

import io.github.nixadhoc.internal.json.StrictJson;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON that a model has written. It takes the slips whose meaning is plain: an object within a text or within a
 * code fence of Markdown, and {@code null} for an object without fields.
 */
final class InputJson {

    private static final String EXAMPLE =
            "; send one JSON object, such as {\"packages\":[\"jq\"],\"args\":[\"--version\"]}";
    private static final Pattern FENCED = Pattern.compile("```(?:json)?\\s*\\n(.*)\\n```", Pattern.DOTALL);
    private static final String MEMBER = "value";

    private InputJson() {}

    static Map<String, @Nullable Object> object(String json) {
        String text = json.strip();
        Matcher fenced = FENCED.matcher(text);
        if (fenced.matches()) {
            text = fenced.group(1).strip();
        }
        if (text.isEmpty() || text.equals("null")) {
            return Map.of();
        }
        try {
            return StrictJson.object(text.startsWith("\"") ? within(text) : text);
        } catch (IllegalArgumentException e) {
            throw new ToolInputException("the input cannot be read: " + e.getMessage() + EXAMPLE);
        }
    }

    /** Returns the text that a JSON string contains. */
    private static String within(String json) {
        return member(json) instanceof String text ? text : json;
    }

    /** Returns the items of a list that a model has written as a text; null if it is none. */
    static @Nullable List<?> list(String json) {
        try {
            return json.startsWith("[") && member(json) instanceof List<?> list ? list : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable Object member(String json) {
        Map<String, @Nullable Object> members = StrictJson.object("{\"" + MEMBER + "\":" + json + "}");
        return members.size() == 1 ? members.get(MEMBER) : null;
    }
}
