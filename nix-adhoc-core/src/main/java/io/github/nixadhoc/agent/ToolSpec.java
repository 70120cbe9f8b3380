package io.github.nixadhoc.agent;

import io.github.nixadhoc.internal.json.StrictJson;
import io.github.nixadhoc.model.EqualByContent;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The description of one operation of a {@link NixTool}, as a model receives it.
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class ToolSpec extends EqualByContent {

    private final String name;
    private final String description;
    private final String inputSchema;

    private ToolSpec(String name, String description, String inputSchema) {
        this.name = Objects.requireNonNull(name, "name");
        this.description = Objects.requireNonNull(description, "description");
        this.inputSchema = Objects.requireNonNull(inputSchema, "inputSchema");
    }

    /**
     * Returns a {@code ToolSpec}. The library uses this, and so may the tests of its users.
     *
     * @param name the name by which the model calls the operation
     * @param description what the operation does, in a few sentences
     * @param inputSchema the JSON schema (2020-12) of the input
     * @return an immutable {@code ToolSpec}
     */
    public static ToolSpec of(String name, String description, String inputSchema) {
        return new ToolSpec(name, description, inputSchema);
    }

    /**
     * Returns the name by which the model calls the operation.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * Returns what the operation does, in a few sentences.
     *
     * @return the description
     */
    public String description() {
        return description;
    }

    /**
     * Returns the JSON schema (2020-12) of the input.
     *
     * @return the schema as text
     */
    public String inputSchema() {
        return inputSchema;
    }

    /**
     * Returns the schema as maps, lists, texts, numbers and truth values, for frameworks that take these.
     *
     * @return a new map
     */
    public Map<String, @Nullable Object> inputSchemaAsMap() {
        return StrictJson.object(inputSchema);
    }

    @Override
    protected List<Object> parts() {
        return List.of(name, description, inputSchema);
    }

    @Override
    public String toString() {
        return "ToolSpec[name=" + name + ", description=" + description + ", inputSchema=" + inputSchema + "]";
    }
}
