package io.github.nixadhoc.agent;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The fields of a reply, which are short, whatever they tell of, so that the room is the text's.
 *
 * <p>Immutable.
 */
final class ReplyFields {

    /** A list may take this part of a reply. */
    private static final int SHARE = 8;

    private static final int MAX_SUGGESTIONS = 5;

    private final Map<String, Object> fields;
    private final int maxBytes;

    private ReplyFields(Map<String, Object> fields, int maxBytes) {
        this.fields = fields;
        this.maxBytes = maxBytes;
    }

    /**
     * Begins the fields of a reply.
     *
     * @param maxBytes how long all of the reply may be
     */
    static ReplyFields of(ToolStatus status, int maxBytes) {
        return new ReplyFields(Map.of(), maxBytes).with("status", status.toString());
    }

    /** Returns those of a reply, to be added to. */
    static ReplyFields of(ToolReply reply, int maxBytes) {
        return new ReplyFields(reply.fields(), maxBytes);
    }

    /** Adds a number, a truth value or a text that is known to be short. */
    ReplyFields with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(fields);
        more.put(name, value);
        return new ReplyFields(more, maxBytes);
    }

    /** Adds as many texts as have the room, and how many there are. */
    ReplyFields withSome(String name, String countName, List<String> texts) {
        return with(name, fitting(texts)).with(countName, texts.size());
    }

    /** Adds the names that somebody may have meant; nothing if there are none. */
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
