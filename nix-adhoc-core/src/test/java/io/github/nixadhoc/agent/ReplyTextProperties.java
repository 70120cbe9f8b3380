package io.github.nixadhoc.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ReplyTextProperties {

    private static final Pattern LEFT_OUT = Pattern.compile("\n\\[… (\\d+) bytes left out …]\n");

    @Property(tries = 300)
    void theSizeAsJsonIsThatOfAGenerator(@ForAll byte[] bytes) throws IOException {
        String text = new String(bytes, StandardCharsets.UTF_8);

        assertThat(JsonSize.of(text)).isEqualTo(written(text));
    }

    @Property(tries = 300)
    void aTextIsShownWholeOrAtBothEndsAndNeverTooLong(
            @ForAll String given, @ForAll @IntRange(min = 100, max = 200) int most) {
        String text = new String(given.repeat(5).getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);

        String shown = ReplyText.bounded(text, most);

        assertThat(JsonSize.of(shown)).isLessThanOrEqualTo(most);
        if (!shown.equals(text)) {
            Matcher gap = LEFT_OUT.matcher(shown);
            assertThat(gap.find()).isTrue();
            assertThat(text).startsWith(shown.substring(0, gap.start())).endsWith(shown.substring(gap.end()));
            assertThat(ReplyText.size(shown.substring(0, gap.start()))
                            + Long.parseLong(gap.group(1))
                            + ReplyText.size(shown.substring(gap.end())))
                    .isEqualTo(ReplyText.size(text));
        }
    }

    @Property(tries = 300)
    void textAndFieldsTogetherAreNeverTooLong(@ForAll String text, @ForAll List<String> names) {
        Map<String, Object> fields = ReplyFields.of(ToolStatus.FOUND, 4096)
                .withSome("packages", "package_count", names)
                .withSuggestions(names)
                .map();

        ToolReply reply = ReplyText.reply(ToolStatus.FOUND, text.repeat(50), fields, 4096);

        assertThat(JsonSize.of(reply.text()) + JsonSize.of(reply.fields())).isLessThanOrEqualTo(4096);
        assertThat(reply.fields()).containsEntry("package_count", names.size());
    }

    private static int written(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator generator = new JsonFactory().createGenerator(bytes)) {
            generator.writeString(text);
        }
        return bytes.size();
    }
}
