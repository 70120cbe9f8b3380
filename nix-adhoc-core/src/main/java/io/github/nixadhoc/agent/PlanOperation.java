package io.github.nixadhoc.agent;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.model.Transfer;
import io.github.nixadhoc.result.Plan;
import java.util.List;

/** Shows the effects of a run without running it. */
final class PlanOperation {

    private static final int MAX_WORDS = 100;
    private static final int WORD_CHARS = 1000;

    private final NixClient client;
    private final ToolConfig rules;

    PlanOperation(NixClient client, ToolConfig rules) {
        this.client = client;
        this.rules = rules;
    }

    ToolReply call(ToolInput input) {
        input.requireOnly(ToolProgram.fields(rules.scripts()));
        try (RunOutputs unused = RunOutputs.create()) {
            Plan plan = new ToolProgram(input, rules)
                    .command(client, unused, rules.patience())
                    .plan();
            return reply(plan);
        }
    }

    private ToolReply reply(Plan plan) {
        List<String> words = plan.command().stream()
                .limit(MAX_WORDS)
                .map(word -> ReplyText.line(word, WORD_CHARS))
                .toList();
        Plan shown = plan.toBuilder()
                .command(words)
                .denial(plan.denial()
                        .map(reason -> ReplyText.line(reason, WORD_CHARS))
                        .orElse(null))
                .build();
        Transfer transfer = plan.transfer();
        ReplyFields facts = ReplyFields.of(ToolStatus.PLANNED, rules.replyBytes())
                .with("denied", plan.denial().isPresent())
                .withSome(
                        "store_paths",
                        "store_path_count",
                        plan.storePaths().stream().map(StorePath::toString).toList())
                .with("in_store", plan.isInStore())
                .with("to_fetch", transfer.toFetch().size())
                .with("to_build", transfer.toBuild().size())
                .with("download_bytes", transfer.downloadSize().bytes())
                .with("unpacked_bytes", transfer.unpackedSize().bytes());
        // packages choose the names of their programs and of the paths
        String text = ForeignText.marks().lines(shown + "\n") + "\nnothing was run";
        return ReplyText.reply(ToolStatus.PLANNED, text, facts.map(), rules.replyBytes());
    }
}
