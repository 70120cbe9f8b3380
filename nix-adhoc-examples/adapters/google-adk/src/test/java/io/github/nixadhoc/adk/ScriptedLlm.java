package io.github.nixadhoc.adk;

import com.google.adk.models.BaseLlm;
import com.google.adk.models.BaseLlmConnection;
import com.google.adk.models.LlmRequest;
import com.google.adk.models.LlmResponse;
import com.google.genai.types.Content;
import com.google.genai.types.FunctionCall;
import com.google.genai.types.FunctionResponse;
import com.google.genai.types.Part;
import io.reactivex.rxjava3.core.Flowable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A model that calls these tools one after the other, whatever they answer, and then says that it is done. */
final class ScriptedLlm extends BaseLlm {

    private final List<Part> script = new ArrayList<>();
    private int next;

    ScriptedLlm() {
        super("scripted");
    }

    ScriptedLlm calls(String tool, Map<String, Object> arguments) {
        script.add(Part.builder()
                .functionCall(FunctionCall.builder()
                        .id("call-" + script.size())
                        .name(tool)
                        .args(arguments)
                        .build())
                .build());
        return this;
    }

    /** A model sends the id that it was told: it stands for {@code @id}. */
    private Part next(LlmRequest request) {
        Part part = script.get(next);
        FunctionCall call = part.functionCall().orElseThrow();
        Map<String, Object> arguments = call.args().orElse(Map.of());
        if (!"@id".equals(arguments.get("id"))) {
            return part;
        }
        Map<String, Object> told = new HashMap<>(arguments);
        List<Content> contents = request.contents();
        contents.get(contents.size() - 1)
                .parts()
                .orElse(List.of())
                .forEach(last -> last.functionResponse()
                        .flatMap(FunctionResponse::response)
                        .ifPresent(reply -> told.put("id", String.valueOf(reply.get("id")))));
        return Part.builder().functionCall(call.toBuilder().args(told).build()).build();
    }

    @Override
    public Flowable<LlmResponse> generateContent(LlmRequest request, boolean stream) {
        Part part = next < script.size() ? next(request) : Part.fromText("done");
        next++;
        return Flowable.just(LlmResponse.builder()
                .content(Content.builder().role("model").parts(List.of(part)).build())
                .build());
    }

    @Override
    public BaseLlmConnection connect(LlmRequest request) {
        throw new UnsupportedOperationException("a scripted model has no live connection");
    }
}
