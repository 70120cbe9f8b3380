package io.github.nixadhoc.agent;

import io.github.nixadhoc.internal.json.JsonText;
import io.github.nixadhoc.model.EqualByContent;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The reply to a call of a {@link NixTool}: a text for the model, and the same facts as fields for programs and
 * frameworks.
 *
 * <p>The text and the fields together, as JSON, are not longer than the limit of the tool. The fields hold short texts,
 * numbers, truth values and lists of short texts, and never an output:
 *
 * <ul>
 *   <li>{@code status}, always; {@code error}, the kind of a failure, with {@code suggestions} or {@code rule} if known;
 *   <li>of a run {@code id}, {@code duration_ms}, {@code exit_code}, {@code signal}, {@code stdout_bytes},
 *       {@code stdout_left_out} and the same of stderr;
 *   <li>of a page {@code id}, {@code stream}, {@code offset}, {@code next_offset} unless it is the last,
 *       {@code total_bytes}, {@code not_kept};
 *   <li>of a plan {@code denied}, {@code in_store}, {@code to_fetch}, {@code to_build}, {@code download_bytes},
 *       {@code unpacked_bytes};
 *   <li>{@code store_paths} of a run or a plan and {@code packages} of a search, as many as there is room for, and their full
 *       numbers as {@code store_path_count} and {@code package_count}.
 * </ul>
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class ToolReply extends EqualByContent {

    private final ToolStatus status;
    private final String text;
    private final Map<String, Object> fields;

    private ToolReply(ToolStatus status, String text, Map<String, Object> fields) {
        this.status = Objects.requireNonNull(status, "status");
        this.text = Objects.requireNonNull(text, "text");
        this.fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /**
     * Returns a {@code ToolReply}. The library uses this, and so may the tests of its users.
     *
     * @param status the way the call ended
     * @param text the text for the model
     * @param fields the facts, in the order of their use
     * @return an immutable {@code ToolReply}
     */
    public static ToolReply of(ToolStatus status, String text, Map<String, Object> fields) {
        return new ToolReply(status, text, fields);
    }

    /**
     * Returns the way the call ended.
     *
     * @return the status
     */
    public ToolStatus status() {
        return status;
    }

    /**
     * Returns the text for the model.
     *
     * @return the text
     */
    public String text() {
        return text;
    }

    /**
     * Returns the facts, in the order of their use.
     *
     * @return an unmodifiable map
     */
    public Map<String, Object> fields() {
        return fields;
    }

    /**
     * Returns all of the reply in one map, for frameworks that send the model an object: the facts, and the text as the
     * field {@code text}.
     *
     * @return an unmodifiable map
     */
    public Map<String, Object> asMap() {
        Map<String, Object> all = new LinkedHashMap<>(fields);
        all.put("text", text);
        return Collections.unmodifiableMap(all);
    }

    /**
     * Returns all of the reply as one JSON object, for frameworks that expect a tool to answer in JSON.
     *
     * @return the JSON of {@link #asMap()}, on one line
     */
    public String asJson() {
        return JsonText.of(asMap());
    }

    /**
     * Returns whether the call has failed. The exit code of a program is no failure of the call.
     *
     * @return true if it was denied, invalid, cancelled or out of time, or has failed
     */
    public boolean isError() {
        return status.isError();
    }

    @Override
    protected List<Object> parts() {
        return List.of(status, text, fields);
    }

    /** Returns the text. */
    @Override
    public String toString() {
        return text;
    }
}
