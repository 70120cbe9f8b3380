package io.github.nixadhoc.adk;

import com.google.adk.tools.BaseTool;
import com.google.adk.tools.ToolContext;
import com.google.genai.types.FunctionDeclaration;
import io.github.nixadhoc.agent.NixTool;
import io.github.nixadhoc.agent.ToolReply;
import io.github.nixadhoc.agent.ToolSpec;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.LinkedHashMap;
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

    @Override
    public Single<Map<String, Object>> runAsync(Map<String, Object> args, ToolContext context) {
        return Single.fromCallable(() -> fields(tool.call(spec.name(), args))).subscribeOn(Schedulers.io());
    }

    /** A text for the model, which the kit would replace by one of its own if this threw; the facts beside it. */
    private static Map<String, Object> fields(ToolReply reply) {
        Map<String, Object> fields = new LinkedHashMap<>(reply.fields());
        fields.put("text", reply.text());
        return fields;
    }
}
