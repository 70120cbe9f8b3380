package io.github.nixadhoc.agent;

import io.github.nixadhoc.NixClient;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Software from nixpkgs as a tool that a model can call: it searches, plans and runs, in whatever framework.
 *
 * <pre>{@code
 * try (NixTool tool = NixTool.of(client)) {
 *     tool.specs();                                                       // to tell the model
 *     ToolReply reply = tool.call("nix_run", "{\"packages\":[\"cowsay\"],\"args\":[\"hi\"]}");
 *     reply.text();                                                       // to give back to it
 * }
 * }</pre>
 *
 * <p>A model's mistakes, denials and failures are replies that say what to do, never exceptions. A reply is bounded, 16 KiB
 * unless set; what it leaves out of an output is counted exactly, and can be read page by page under an id, as often as
 * wanted, until 16 programs have ended after it or the tool is closed. Of each stream 16 MiB are kept, the first and the last
 * half, in files without a name beyond 64 KiB.
 *
 * <p>A program has no terminal, stdin at its end unless the model gives it some, a directory at or below that of the tool, an
 * environment of a few names (no secrets of this JVM's), and no shell. Without scripts it is one of the packages' own
 * programs. It runs with the permissions of the user, and the client's policy is asked before. What is not done within the
 * time of a call goes on in the background until it has ended, is stopped, or its own limit is up. 8 programs run at once at
 * most: one more waits for its turn, no longer than its call may take; one that is to be in the background is refused.
 *
 * <p>Thread-safe; the ids belong to this instance. A call blocks, and interrupting its thread stops what it has started and
 * replies {@link ToolStatus#CANCELLED}, with the interrupt still set. Closing the tool stops all that it has started; the
 * client stays open.
 *
 * @since 0.1
 */
public final class NixTool implements AutoCloseable {

    private final List<ToolSpec> specs;
    private final ToolConfig rules;
    private final ToolRuns runs = new ToolRuns();
    private final FailureReply failures;
    private final SearchOperation search;
    private final PlanOperation plan;
    private final RunOperation run;

    NixTool(NixClient client, ToolConfig rules) {
        PackageSuggester names = new PackageSuggester(client);
        this.specs = ToolSpecs.of(rules.scripts());
        this.rules = rules;
        this.failures = new FailureReply(names, rules.replyBytes());
        this.search = new SearchOperation(client, rules);
        this.plan = new PlanOperation(client, rules);
        this.run = new RunOperation(client, rules, runs, failures, names);
    }

    /**
     * Returns a tool with the defaults: nixpkgs only, no scripts, the directory of the JVM, calls of at most 120 seconds,
     * programs of at most 10 minutes, replies of at most 16 KiB.
     *
     * @param client where the commands run; its policy decides which
     * @return the tool, to be closed
     */
    public static NixTool of(NixClient client) {
        return builder(client).build();
    }

    /**
     * Returns a builder with the same defaults as {@link #of}.
     *
     * @param client where the commands run; its policy decides which
     * @return the builder
     */
    public static NixToolBuilder builder(NixClient client) {
        return new NixToolBuilder(client);
    }

    /**
     * Returns what a model is to be told: the operations {@code nix_search}, {@code nix_plan} and {@code nix_run}.
     *
     * @return their names, descriptions and schemas; unmodifiable
     */
    public List<ToolSpec> specs() {
        return specs;
    }

    /**
     * Carries out an operation and waits for it, no longer than the model or the host has said.
     *
     * @param name the name of the operation
     * @param inputJson its input, a JSON object of at most 64 KiB as the model has written it; null and empty texts count as an
     *     object without fields
     * @return the reply, whatever happens
     */
    public ToolReply call(@Nullable String name, @Nullable String inputJson) {
        return answer(name, () -> ToolInput.parse(inputJson), line -> {});
    }

    /**
     * Carries out an operation and waits for it, no longer than the model or the host has said.
     *
     * @param name the name of the operation
     * @param input its input: texts, whole numbers, truth values and lists of texts; null counts as a map without any
     * @return the reply, whatever happens
     */
    public ToolReply call(@Nullable String name, @Nullable Map<String, ? extends @Nullable Object> input) {
        return call(name, input, line -> {});
    }

    /**
     * Carries out an operation and waits for it, no longer than the model or the host has said, and tells that it does.
     *
     * @param name the name of the operation
     * @param input its input: texts, whole numbers, truth values and lists of texts; null counts as a map without any
     * @param progress is told about once a second, in one line, that a run still is at work, or waits for its turn; on the
     *     thread of the caller
     * @return the reply, whatever happens
     */
    public ToolReply call(
            @Nullable String name,
            @Nullable Map<String, ? extends @Nullable Object> input,
            Consumer<? super String> progress) {
        return answer(name, () -> ToolInput.of(input), progress);
    }

    private ToolReply answer(@Nullable String name, InputReader reader, Consumer<? super String> progress) {
        ToolInput input;
        try {
            runs.requireOpen();
            input = reader.read();
        } catch (ToolInputException e) {
            return failures.invalid(String.valueOf(e.getMessage()));
        }
        try {
            return switch (name == null ? "" : name) {
                case ToolSpecs.SEARCH -> search.call(input);
                case ToolSpecs.PLAN -> plan.call(input);
                case ToolSpecs.RUN -> run.call(input, progress);
                default ->
                    failures.invalid("there is no such tool; there are "
                            + String.join(
                                    ", ", specs.stream().map(ToolSpec::name).toList()));
            };
        } catch (RuntimeException e) {
            return failures.of(e, input);
        }
    }

    /** Stops all that this tool has started and that still runs, waits for that, and forgets the outputs. */
    @Override
    public void close() {
        runs.close();
    }

    /** Returns the names of the operations. */
    @Override
    public String toString() {
        return "NixTool" + specs.stream().map(ToolSpec::name).toList() + (rules.scripts() ? ", with scripts" : "");
    }

    /** Reads what a model has given, in whatever form. */
    private interface InputReader {
        ToolInput read();
    }
}
