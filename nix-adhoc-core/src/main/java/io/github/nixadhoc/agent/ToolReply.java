package io.github.nixadhoc.agent;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a call of a {@link NixTool} gives back to the model: a bounded text, and the same as fields for frameworks that take
 * them.
 *
 * <p>The fields hold texts, numbers, truth values and lists of texts, {@code status} always and of a run also
 * {@code exit_code}, {@code duration_ms}, {@code store_paths}, {@code stdout}, {@code stderr} and, for each, how many bytes
 * there were and were left out. Immutable and thread-safe.
 *
 * @param status how the call ended
 * @param text the text for the model, no longer than the tool was told to reply
 * @param fields the same in parts, in the order of their use; unmodifiable
 * @since 0.1
 */
public record ToolReply(ToolStatus status, String text, Map<String, Object> fields) {

    /**
     * Copies the fields.
     *
     * @param status how the call ended
     * @param text the text for the model
     * @param fields the same in parts
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
