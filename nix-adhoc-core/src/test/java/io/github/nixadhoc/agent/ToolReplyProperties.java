package io.github.nixadhoc.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.internal.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ToolReplyProperties {

    @Property(tries = 300)
    void theJsonOfAReplyIsReadAsTheReply(@ForAll String given, @ForAll boolean flag, @ForAll int number) {
        String text = new String(given.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("status", "exited");
        fields.put("flag", flag);
        fields.put("number", number);
        fields.put("names", List.of(text, "b"));
        ToolReply reply = ToolReply.of(ToolStatus.EXITED, text, fields);

        Map<String, Object> read = StrictJson.object(reply.asJson());

        assertThat(read)
                .containsEntry("status", "exited")
                .containsEntry("flag", flag)
                .containsEntry("names", List.of(text, "b"))
                .containsEntry("text", text)
                .hasSize(5);
        assertThat(read.get("number")).hasToString(String.valueOf(number));
        assertThat(reply.asMap().keySet()).containsExactly("status", "flag", "number", "names", "text");
        assertThat(reply.asJson().lines()).hasSizeLessThanOrEqualTo(1);
    }
}
