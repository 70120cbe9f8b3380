package io.github.nixadhoc.adk;

import com.google.adk.agents.LlmAgent;
import com.google.adk.events.Event;
import com.google.adk.runner.InMemoryRunner;
import com.google.adk.sessions.Session;
import com.google.genai.types.Content;
import com.google.genai.types.Part;
import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.agent.NixTool;
import io.github.nixadhoc.policy.Policies;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/** A conversation with the tools. In place of a model, which takes a key, a script says what one would. */
public final class AdkExample {

    private AdkExample() {}

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
        ScriptedLlm model = new ScriptedLlm()
                .calls("nix_search", Map.of("query", "cow"))
                .calls("nix_plan", Map.of("packages", List.of("cowsay"), "args", List.of("moo")))
                .calls("nix_run", Map.of("packages", List.of("cowsay"), "args", List.of("moo")));
        try (NixTool tool = NixTool.of(nix)) {
            LlmAgent agent = LlmAgent.builder()
                    .name("helper")
                    .model(model)
                    .tools(NixAdkTool.all(tool))
                    .build();
            InMemoryRunner runner = new InMemoryRunner(agent);
            Session session = runner.sessionService()
                    .createSession(runner.appName(), "user")
                    .blockingGet();
            runner.runAsync("user", session.id(), Content.fromParts(Part.fromText("Draw me a cow.")))
                    .blockingForEach(event -> print(event, out));
        }
    }

    private static void print(Event event, PrintStream out) {
        event.functionCalls()
                .forEach(call -> out.println(
                        "→ " + call.name().orElse("") + " " + call.args().orElse(Map.of())));
        event.functionResponses()
                .forEach(reply -> out.println(reply.response().orElse(Map.of()).get("text") + "\n"));
        if (event.finalResponse()) {
            out.println(event.stringifyContent());
        }
    }
}
