package io.github.nixadhoc.langchain4j;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.service.tool.ToolProvider;
import dev.langchain4j.service.tool.ToolProviderRequest;
import dev.langchain4j.service.tool.ToolProviderResult;
import io.github.nixadhoc.agent.NixTool;
import io.github.nixadhoc.agent.ToolSpec;

/**
 * Gives the tools of a {@link NixTool} to an AI service.
 *
 * <pre>{@code
 * AiServices.builder(Assistant.class).chatModel(model).toolProvider(new NixToolProvider(tool)).build();
 * }</pre>
 */
public final class NixToolProvider implements ToolProvider {

    private final NixTool tool;

    /**
     * Creates a provider.
     *
     * @param tool the tool, which stays the caller's to close
     */
    public NixToolProvider(NixTool tool) {
        this.tool = tool;
    }

    @Override
    public ToolProviderResult provideTools(ToolProviderRequest request) {
        ToolProviderResult.Builder tools = ToolProviderResult.builder();
        for (ToolSpec spec : tool.specs()) {
            tools.add(specification(spec), new NixToolExecutor(tool));
        }
        return tools.build();
    }

    private static ToolSpecification specification(ToolSpec spec) {
        return ToolSpecification.fromJson("{\"name\":\"" + spec.name() + "\",\"description\":\"" + spec.description()
                + "\",\"parameters\":" + spec.inputSchema() + "}");
    }
}
