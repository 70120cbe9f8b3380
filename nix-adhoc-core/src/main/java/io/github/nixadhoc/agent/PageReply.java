package io.github.nixadhoc.agent;

/** The reply to a model that reads the output of a run page by page. */
final class PageReply {

    private static final int OVERHEAD = 384;

    private PageReply() {}

    static ToolReply of(ToolRun run, String stream, long offset, int maxBytes) {
        BoundedOutput output = run.outputs().of(stream.equals("stderr"));
        requireWithin(output.total(), run, stream, offset);
        ReplyFields facts = ReplyFields.of(ToolStatus.OUTPUT, maxBytes)
                .with("id", run.id())
                .with("stream", stream)
                .with("offset", offset);
        Excerpt page = Excerpt.page(output, offset, ReplyText.room(facts.map(), maxBytes) - OVERHEAD);
        long total = page.total();
        facts = facts.with("total_bytes", total).with("not_kept", page.leftOut());
        StringBuilder text = new StringBuilder(stream)
                .append(" of ")
                .append(run.id())
                .append(" from byte ")
                .append(offset)
                .append(" of ")
                .append(total);
        if (page.leftOut() > 0) {
            text.append("; ").append(page.leftOut()).append(" bytes from there on were not kept");
        }
        text.append('\n').append(ForeignText.marks().lines(page.head() + page.tail()));
        if (page.next() < total) {
            facts = facts.with("next_offset", page.next());
            text.append("\n[… ").append(total - page.next()).append(" bytes more; next offset ");
            text.append(page.next()).append(" …]");
        } else {
            text.append(run.hasEnded() ? "\n[end]" : "\n[no more yet; it goes on]");
        }
        return ReplyText.reply(ToolStatus.OUTPUT, text.toString(), facts.map(), maxBytes);
    }

    private static void requireWithin(long total, ToolRun run, String stream, long offset) {
        if (offset > total) {
            throw new ToolInputException("offset " + offset + " is beyond the end: " + stream + " of " + run.id()
                    + " has " + total + " bytes" + (run.hasEnded() ? "" : " so far"));
        }
    }
}
