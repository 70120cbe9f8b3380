package io.github.nixadhoc.mcp;

import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * The two halves of a reply, of which some clients show a model only one.
 *
 * @param text the content for those that know nothing else
 * @param structured the structured content, as JSON
 */
record Halves(String text, String structured) {

    private static final McpJsonMapper JSON = McpJsonDefaults.getMapper();

    /** Reads an answer of the server. */
    static Halves of(String line) throws IOException {
        Map<?, ?> answer = JSON.readValue(line, new TypeRef<Map<String, Object>>() {});
        Map<?, ?> result = (Map<?, ?>) answer.get("result");
        Map<?, ?> content = (Map<?, ?>) ((List<?>) result.get("content")).get(0);
        return new Halves(content.get("text").toString(), JSON.writeValueAsString(result.get("structuredContent")));
    }
}
