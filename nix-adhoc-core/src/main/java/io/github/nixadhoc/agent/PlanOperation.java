package io.github.nixadhoc.agent;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.Plan;
import io.github.nixadhoc.model.StorePath;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shows what a run would do, and does none of it. */
final class PlanOperation {

    private static final int MAX_PATHS = 20;
    private static final int MAX_WORDS = 100;
    private static final int WORD_CHARS = 1000;

    private final NixClient client;
    private final ToolRules rules;

    PlanOperation(NixClient client, ToolRules rules) {
        this.client = client;
        this.rules = rules;
    }

    ToolReply call(ToolInput input) {
        input.requireOnly(ProgramRequest.fields(rules.scripts()));
        try (Outputs unused = Outputs.create()) {
            Plan plan = new ProgramRequest(input, rules)
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
        Plan shown = new Plan(
                words,
                plan.installables(),
                plan.storePaths(),
                plan.toBuild(),
                plan.toFetch(),
                plan.downloadSize(),
                plan.unpackedSize());
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("status", ToolStatus.PLANNED.toString());
        fields.put("command", words);
        fields.put("store_paths", first(plan.storePaths()));
        fields.put("in_store", plan.isInStore());
        fields.put("to_fetch", plan.toFetch().size());
        fields.put("to_build", plan.toBuild().size());
        fields.put("download_bytes", plan.downloadSize().bytes());
        fields.put("unpacked_bytes", plan.unpackedSize().bytes());
        return ReplyText.reply(ToolStatus.PLANNED, shown + "\nnothing was run", fields, rules.replyBytes());
    }

    private static List<String> first(List<StorePath> paths) {
        return paths.stream().limit(MAX_PATHS).map(StorePath::toString).toList();
    }
}
