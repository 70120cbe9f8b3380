package io.github.nixadhoc.springai;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.agent.NixTool;
import io.github.nixadhoc.policy.Policies;
import java.io.PrintStream;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;

/** A conversation with the tools. In place of a model, which takes a key, a script says what one would. */
public final class SpringAiExample {

    private SpringAiExample() {}

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
            String answer = ChatClient.create(model)
                    .prompt("Draw me a cow.")
                    .tools(new NixToolCallbacks(tool))
                    .call()
                    .content();
            for (int i = 0; i < model.results().size(); i++) {
                ToolCall call = model.script().get(i).getToolCalls().get(0);
                out.println("→ " + call.name() + " " + call.arguments());
                out.println(model.results().get(i) + "\n");
            }
            out.println(answer);
        }
    }
}
