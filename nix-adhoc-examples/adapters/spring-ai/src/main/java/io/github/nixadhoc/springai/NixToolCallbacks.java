package io.github.nixadhoc.springai;

import io.github.nixadhoc.agent.NixTool;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.ToolCallbackProvider;

/**
 * Gives the tools of a {@link NixTool} to a chat client.
 *
 * <pre>{@code
 * ChatClient.create(model).prompt("…").tools(new NixToolCallbacks(tool)).call();
 * }</pre>
 */
public final class NixToolCallbacks implements ToolCallbackProvider {

    private final NixTool tool;

    /**
     * Creates a provider.
     *
     * @param tool the tool, which stays the caller's to close
     */
    public NixToolCallbacks(NixTool tool) {
        this.tool = tool;
    }

    @Override
    public ToolCallback[] getToolCallbacks() {
        return tool.specs().stream()
                .map(spec -> new NixToolCallback(tool, spec))
                .toArray(ToolCallback[]::new);
    }
}
