package io.github.nixadhoc.agent;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.PackageHit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Finds packages by words: all of them first, and if that finds none, any. */
final class SearchOperation {

    private static final List<String> FIELDS = List.of("query", "limit");
    private static final int MAX_HITS = 50;
    private static final int HITS = 10;
    private static final int MAX_WORDS = 10;
    private static final int LINE_CHARS = 200;
    private static final int OVERHEAD = 256;

    private final NixClient client;
    private final ToolConfig rules;

    SearchOperation(NixClient client, ToolConfig rules) {
        this.client = client;
        this.rules = rules;
    }

    ToolReply call(ToolInput input) {
        input.requireOnly(FIELDS);
        String query = input.requiredWords("query");
        int limit = (int) input.whole("limit", 1, MAX_HITS, HITS);
        List<String> words = Stream.of(query.strip().split("\\s+", MAX_WORDS + 1))
                .limit(MAX_WORDS)
                .map(PackageSuggester::literal)
                .toList();
        List<PackageHit> hits = search(words, limit);
        if (!hits.isEmpty() || words.size() == 1) {
            return reply(hits, hits.isEmpty() ? "no package matches; try other words, or fewer letters" : "");
        }
        List<PackageHit> some = search(List.of(String.join("|", words)), limit);
        return reply(
                some, "no package matches all words" + (some.isEmpty() ? ", nor any" : "; these match one of them"));
    }

    private List<PackageHit> search(List<String> regexes, int limit) {
        return client.search(regexes.toArray(String[]::new))
                .limit(limit)
                .timeout(rules.patience())
                .execute();
    }

    private ToolReply reply(List<PackageHit> hits, String note) {
        Map<String, Object> fields = ReplyFields.of(ToolStatus.FOUND, rules.replyBytes())
                .withSome(
                        "packages",
                        "package_count",
                        hits.stream().map(PackageHit::attribute).toList())
                .map();
        int room = ReplyText.room(fields, rules.replyBytes()) - OVERHEAD;
        List<String> lines = new ArrayList<>();
        for (PackageHit hit : hits) {
            String line = ReplyText.line(hit.toString(), LINE_CHARS);
            room -= JsonSize.of(line);
            if (room < 0) {
                break;
            }
            lines.add(line);
        }
        List<String> parts = new ArrayList<>(note.isEmpty() ? List.of() : List.of(note));
        if (!lines.isEmpty()) {
            parts.add(ForeignText.marks().lines(String.join("\n", lines) + "\n"));
        }
        if (lines.size() < hits.size()) {
            parts.add("[… " + (hits.size() - lines.size()) + " more left out; a smaller limit, or more words …]");
        }
        return ReplyText.reply(ToolStatus.FOUND, String.join("\n", parts), fields, rules.replyBytes());
    }
}
