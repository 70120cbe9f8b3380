package io.github.nixadhoc.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.service.AiServices;
import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.agent.NixTool;
import io.github.nixadhoc.policy.Policies;
import java.io.PrintStream;

/** A conversation with the tools. In place of a model, which takes a key, a script says what one would. */
public final class LangChain4jExample {

    private LangChain4jExample() {}

    private interface Assistant {
        String chat(String message);
    }

    /**
     * Has the conversation, and prints it.
     *
     * @param args the flake that packages come from, in place of nixpkgs; none, or one
     */
    public static void main(String[] args) {
        String nixpkgs = args.length == 0 ? "nixpkgs" : args[0];
        try (NixClient nix = NixClient.builder()
                .nixpkgs(nixpkgs)
                .policy(Policies.forAgents())
                .build()) {
            converse(nix, System.out);
        }
    }

    static void converse(NixClient nix, PrintStream out) {
        ScriptedModel model = new ScriptedModel()
                .calls("nix_search", "{'query':'cow'}")
                .calls("nix_plan", "{'packages':['cowsay'],'args':['moo']}")
                .calls("nix_run", "{'packages':['cowsay'],'args':['moo']}");
        try (NixTool tool = NixTool.of(nix)) {
            Assistant assistant = AiServices.builder(Assistant.class)
                    .chatModel(model)
                    .toolProvider(new NixToolProvider(tool))
                    .build();
            String answer = assistant.chat("Draw me a cow.");
            for (int i = 0; i < model.results().size(); i++) {
                ToolExecutionRequest call = model.script().get(i);
                out.println("→ " + call.name() + " " + call.arguments());
                out.println(model.results().get(i).text() + "\n");
            }
            out.println(answer);
        }
    }
}
