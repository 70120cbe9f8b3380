package io.github.nixadhoc.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.langchain4j.service.tool.ToolExecutor;
import io.github.nixadhoc.agent.NixTool;
import io.github.nixadhoc.agent.ToolReply;

/** Carries out what a model asks for. Exit code and store paths are attributes, which the model is not sent. */
final class NixToolExecutor implements ToolExecutor {

    private final NixTool tool;

    NixToolExecutor(NixTool tool) {
        this.tool = tool;
    }

    @Override
    public String execute(ToolExecutionRequest request, Object memoryId) {
        return call(request).text();
    }

    @Override
    public ToolExecutionResult executeWithContext(ToolExecutionRequest request, InvocationContext context) {
        ToolReply reply = call(request);
        return ToolExecutionResult.builder()
                .isError(reply.isError())
                .resultText(reply.text())
                .attributes(reply.fields())
                .build();
    }

    private ToolReply call(ToolExecutionRequest request) {
        return tool.call(request.name(), request.arguments());
    }
}
