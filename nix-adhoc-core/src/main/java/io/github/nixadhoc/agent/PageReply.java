package io.github.nixadhoc.agent;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a model is told when it reads the output of a run page by page. */
final class PageReply {

    private static final int OVERHEAD = 512;

    private PageReply() {}

    static ToolReply of(ToolRun run, String stream, long offset, int maxBytes) {
        KeptOutput output = run.outputs().of(stream.equals("stderr"));
        Excerpt page = Excerpt.page(output, offset, maxBytes - OVERHEAD);
        String shown = page.head() + page.tail();
        long total = page.total();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("status", ToolStatus.OUTPUT.toString());
        fields.put("id", run.id());
        fields.put("stream", stream);
        fields.put("text", shown);
        fields.put("total_bytes", total);
        fields.put("not_kept", page.leftOut());
        StringBuilder text = new StringBuilder()
                .append(stream)
                .append(" of ")
                .append(run.id())
                .append(" from byte ")
                .append(offset)
                .append(" of ")
                .append(total);
        if (page.leftOut() > 0) {
            text.append("; ").append(page.leftOut()).append(" bytes from there on were not kept");
        }
        text.append('\n').append(shown);
        if (page.next() < total) {
            fields.put("next_offset", page.next());
            text.append("\n[… ").append(total - page.next()).append(" bytes more; next offset ");
            text.append(page.next()).append(" …]");
        } else {
            text.append(run.hasEnded() ? "\n[end]" : "\n[no more yet; it goes on]");
        }
        return ReplyText.reply(ToolStatus.OUTPUT, text.toString(), fields, maxBytes);
    }
}
