package io.github.nixadhoc.springai;

import io.github.nixadhoc.agent.NixTool;
import io.github.nixadhoc.agent.ToolSpec;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.DefaultToolDefinition;
import org.springframework.ai.tool.definition.ToolDefinition;

/**
 * One operation. Its replies are JSON, as those of the framework's own methods are: some models refuse anything else.
 * Failures are replies for the model, never exceptions, some of which would end the chat.
 */
final class NixToolCallback implements ToolCallback {

    private final NixTool tool;
    private final ToolDefinition definition;

    NixToolCallback(NixTool tool, ToolSpec spec) {
        this.tool = tool;
        this.definition = new DefaultToolDefinition(spec.name(), spec.description(), spec.inputSchema());
    }

    @Override
    public ToolDefinition getToolDefinition() {
        return definition;
    }

    @Override
    public String call(String toolInput) {
        return tool.call(definition.name(), toolInput).asJson();
    }
}
