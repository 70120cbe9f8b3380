package io.github.nixadhoc.adk;

import com.google.adk.tools.BaseTool;
import com.google.adk.tools.ToolContext;
import com.google.genai.types.FunctionDeclaration;
import io.github.nixadhoc.agent.NixTool;
import io.github.nixadhoc.agent.ToolSpec;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One operation of a {@link NixTool}, for an agent.
 *
 * <pre>{@code
 * LlmAgent.builder().name("helper").model(model).tools(NixAdkTool.all(tool)).build();
 * }</pre>
 *
 * <p>Disposing of what waits for a call interrupts it, which stops the program. An agent (1.8.0) does not hand that on to its
 * tools: the program of a conversation that was given up ends at its limit, or when the tool is closed.
 */
public final class NixAdkTool extends BaseTool {

    private final NixTool tool;
    private final ToolSpec spec;

    private NixAdkTool(NixTool tool, ToolSpec spec) {
        super(spec.name(), spec.description());
        this.tool = tool;
        this.spec = spec;
    }

    /**
     * Returns the operations of a tool.
     *
     * @param tool the tool, which stays the caller's to close
     * @return a tool for each
     */
    public static List<NixAdkTool> all(NixTool tool) {
        return tool.specs().stream().map(spec -> new NixAdkTool(tool, spec)).toList();
    }

    @Override
    public Optional<FunctionDeclaration> declaration() {
        return Optional.of(FunctionDeclaration.builder()
                .name(spec.name())
                .description(spec.description())
                .parametersJsonSchema(spec.inputSchemaAsMap())
                .build());
    }

    /** The kit would replace an exception by a text of its own, so failures are replies too. */
    @Override
    public Single<Map<String, Object>> runAsync(Map<String, Object> args, ToolContext context) {
        return Single.fromCallable(() -> tool.call(spec.name(), args).asMap()).subscribeOn(Schedulers.io());
    }
}
