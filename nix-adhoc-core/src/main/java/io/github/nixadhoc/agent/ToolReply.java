package io.github.nixadhoc.agent;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The reply to a call of a {@link NixTool}: a text for the model, and the facts in it as fields for programs and for
 * frameworks that take them. Both together, as JSON, are no longer than the tool was told to reply.
 *
 * <p>The fields hold short texts, numbers, truth values and lists of short texts, and never an output:
 *
 * <ul>
 *   <li>{@code status}, always; {@code error}, the kind of a failure, with {@code suggestions} or {@code rule} where known;
 *   <li>of a run {@code id}, {@code duration_ms}, {@code exit_code}, {@code signal}, {@code stdout_bytes},
 *       {@code stdout_left_out} and the same of stderr;
 *   <li>of a page {@code id}, {@code stream}, {@code offset}, {@code next_offset} unless it is the last,
 *       {@code total_bytes}, {@code not_kept};
 *   <li>of a plan {@code denied}, {@code in_store}, {@code to_fetch}, {@code to_build}, {@code download_bytes},
 *       {@code unpacked_bytes};
 *   <li>{@code store_paths} of a run or a plan and {@code packages} of a search, as many as there is room for, with how many
 *       there are as {@code store_path_count} and {@code package_count}.
 * </ul>
 *
 * <p>Immutable and thread-safe.
 *
 * @param status how the call ended
 * @param text the text for the model
 * @param fields the facts, in the order of their use; unmodifiable
 * @since 0.1
 */
public record ToolReply(ToolStatus status, String text, Map<String, Object> fields) {

    /**
     * Copies the fields.
     *
     * @param status how the call ended
     * @param text the text for the model
     * @param fields the facts
     */
    public ToolReply {
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(text, "text");
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /**
     * Returns whether the call did not do what it was asked for. A program's exit code is no error of the call.
     *
     * @return true if it was denied, invalid, failed, cancelled or out of time
     */
    public boolean isError() {
        return status.isError();
    }

    /** Returns the text. */
    @Override
    public String toString() {
        return text;
    }
}
