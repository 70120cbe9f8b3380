package io.github.nixadhoc.agent;

import io.github.nixadhoc.internal.json.StrictJson;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The description of one operation of a {@link NixTool}, as a model is given it.
 *
 * <p>Immutable and thread-safe.
 *
 * @param name the name that the model calls it by
 * @param description what it does, in a few sentences
 * @param inputSchema the JSON schema (2020-12) of its input, as text
 * @since 0.1
 */
public record ToolSpec(String name, String description, String inputSchema) {

    /**
     * Checks the parts.
     *
     * @param name the name
     * @param description what it does
     * @param inputSchema the JSON schema of its input
     */
    public ToolSpec {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(inputSchema, "inputSchema");
    }

    /**
     * Returns the schema as maps, lists, texts, numbers and truth values, for frameworks that take it so.
     *
     * @return a new map
     */
    public Map<String, @Nullable Object> inputSchemaAsMap() {
        return StrictJson.object(inputSchema);
    }
}
