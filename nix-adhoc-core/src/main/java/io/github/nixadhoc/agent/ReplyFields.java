package io.github.nixadhoc.agent;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The fields of a reply. They are always short, so that most of the reply is text.
 *
 * <p>Immutable.
 */
final class ReplyFields {

    /** The part of a reply that a list may take, as a divisor. */
    private static final int SHARE = 8;

    private static final int MAX_SUGGESTIONS = 5;

    private final Map<String, Object> fields;
    private final int maxBytes;

    private ReplyFields(Map<String, Object> fields, int maxBytes) {
        this.fields = fields;
        this.maxBytes = maxBytes;
    }

    /**
     * Returns the first fields of a reply.
     *
     * @param maxBytes the maximum size of the whole reply
     */
    static ReplyFields of(ToolStatus status, int maxBytes) {
        return new ReplyFields(Map.of(), maxBytes).with("status", status.toString());
    }

    /** Returns the fields of a reply. */
    static ReplyFields of(ToolReply reply, int maxBytes) {
        return new ReplyFields(reply.fields(), maxBytes);
    }

    /** Adds a number, a truth value or a text that is known to be short. */
    ReplyFields with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(fields);
        more.put(name, value);
        return new ReplyFields(more, maxBytes);
    }

    /** Adds as many texts as fit, and the number of all. */
    ReplyFields withSome(String name, String countName, List<String> texts) {
        return with(name, fitting(texts)).with(countName, texts.size());
    }

    /** Adds suggestions of names; nothing if there are none. */
    ReplyFields withSuggestions(List<String> names) {
        List<String> few = fitting(names.stream().limit(MAX_SUGGESTIONS).toList());
        return few.isEmpty() ? this : with("suggestions", few);
    }

    private List<String> fitting(List<String> texts) {
        List<String> fitting = new ArrayList<>();
        int size = 0;
        for (String text : texts) {
            size += JsonSize.of(text) + 1;
            if (size > maxBytes / SHARE) {
                break;
            }
            fitting.add(text);
        }
        return List.copyOf(fitting);
    }

    Map<String, Object> map() {
        return fields;
    }
}
