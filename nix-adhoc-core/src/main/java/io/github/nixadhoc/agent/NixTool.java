package io.github.nixadhoc.agent;

import io.github.nixadhoc.NixClient;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A tool with which a model searches, plans and runs software from nixpkgs, in any framework.
 *
 * <pre>{@code
 * try (NixTool tool = NixTool.of(client)) {
 *     tool.specs();                                                       // to tell the model
 *     ToolReply reply = tool.call("nix_run", "{\"packages\":[\"cowsay\"],\"args\":[\"hi\"]}");
 *     reply.text();                                                       // to give back to it
 * }
 * }</pre>
 *
 * <p>Input is taken as it is plainly meant: {@code "30"} is a number, {@code "[\"jq\"]"} a list, {@code nixpkgs#jq} the
 * package {@code jq}, and an empty text is no text. Other mistakes of the model, denials and failures are replies that
 * suggest a remedy, never exceptions. In a reply, text that others have written (outputs, descriptions of packages,
 * messages of Nix) stands between {@code <foreign-WORD>} and {@code </foreign-WORD>}, with a random word for each reply.
 * A reply is limited to 16 KiB by default. It counts the bytes of an output that it leaves out, and the model can read them page by page
 * with an id, until 16 later programs have ended or the tool is closed. Of each stream the first and the last 8 MiB are
 * kept, beyond 64 KiB in files without a name.
 *
 * <p>A program has no terminal, empty stdin unless the model provides it, a directory at or below that of the tool, an
 * environment of a few variables (without secrets of this JVM), and no shell. Without scripts it is a program of the
 * packages. It runs with the permissions of the user, after a review by the client's policy. A program that runs longer
 * than its call goes on in the background until it ends, is stopped, or reaches its own limit. At most 8 programs run at
 * once: another one waits for its turn, not longer than its call, and a background program is refused.
 *
 * <p>Thread-safe; the ids belong to this instance, and nobody can guess them. A call blocks. An interrupt of its thread stops the program that it
 * has started; the reply is {@link ToolStatus#CANCELLED}, and the interrupt stays set. Closing the tool stops all its
 * programs; the client stays open.
 *
 * @since 0.1
 */
public final class NixTool implements AutoCloseable {

    private static final int NAME_CHARS = 60;

    private final List<ToolSpec> specs;
    private final ToolConfig rules;
    private final ToolRuns runs = new ToolRuns();
    private final FailureReply failures;
    private final SearchOperation search;
    private final PlanOperation plan;
    private final RunOperation run;

    NixTool(NixClient client, ToolConfig rules) {
        PackageSuggester names = new PackageSuggester(client);
        this.specs = ToolSpecs.of(rules.scripts(), rules.background());
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
     * @param client the client that runs the commands; its policy decides about them
     * @return the tool, to be closed
     */
    public static NixTool of(NixClient client) {
        return builder(client).build();
    }

    /**
     * Returns a builder with the same defaults as {@link #of}.
     *
     * @param client the client that runs the commands; its policy decides about them
     * @return the builder
     */
    public static NixToolBuilder builder(NixClient client) {
        return new NixToolBuilder(client);
    }

    /**
     * Returns the descriptions of the operations for the model: {@code nix_search}, {@code nix_plan} and {@code nix_run}.
     *
     * @return their names, descriptions and schemas; unmodifiable
     */
    public List<ToolSpec> specs() {
        return specs;
    }

    /**
     * Carries out an operation and waits for it, not longer than the limit of the model or the host.
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
     * Carries out an operation and waits for it, not longer than the limit of the model or the host.
     *
     * @param name the name of the operation
     * @param input its input: texts, whole numbers, truth values and lists of texts; null counts as a map without any
     * @return the reply, whatever happens
     */
    public ToolReply call(@Nullable String name, @Nullable Map<String, ? extends @Nullable Object> input) {
        return call(name, input, line -> {});
    }

    /**
     * Carries out an operation and waits for it, not longer than the limit of the model or the host, and reports
     * progress.
     *
     * @param name the name of the operation
     * @param input its input: texts, whole numbers, truth values and lists of texts; null counts as a map without any
     * @param progress receives a line about once a second while a run is at work or waits for its turn, on the thread of
     *     the caller
     * @return the reply, whatever happens
     */
    public ToolReply call(
            @Nullable String name,
            @Nullable Map<String, ? extends @Nullable Object> input,
            Consumer<? super String> progress) {
        return answer(name, () -> ToolInput.of(input), progress);
    }

    private ToolReply answer(@Nullable String given, InputReader reader, Consumer<? super String> progress) {
        String name = given == null ? "" : given;
        ToolInput input;
        try {
            runs.requireOpen();
            input = reader.read();
        } catch (ToolInputException e) {
            return failures.invalid(String.valueOf(e.getMessage()));
        }
        try {
            return switch (name) {
                case ToolSpecs.SEARCH -> search.call(input);
                case ToolSpecs.PLAN -> plan.call(input);
                case ToolSpecs.RUN -> run.call(input, progress);
                default ->
                    failures.invalid("there is no tool \"" + ReplyText.line(name, NAME_CHARS) + "\"; there are "
                            + String.join(
                                    ", ", specs.stream().map(ToolSpec::name).toList()));
            };
        } catch (RuntimeException | StackOverflowError e) {
            return failures.of(e, input);
        }
    }

    /**
     * Stops all running programs of this tool, waits for their ends, at most 10 seconds, and drops their outputs. Only a
     * policy or an executor that does not heed an interrupt takes longer; its run then goes on by itself.
     */
    @Override
    public void close() {
        runs.close();
    }

    /** Returns the names of the operations. */
    @Override
    public String toString() {
        return "NixTool" + specs.stream().map(ToolSpec::name).toList() + (rules.scripts() ? ", with scripts" : "");
    }

    /** Reads the input of a model, in either form. */
    private interface InputReader {
        ToolInput read();
    }
}
