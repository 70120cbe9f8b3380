package io.github.nixadhoc.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import io.github.nixadhoc.internal.json.StrictJson;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolSpecsTest {

    private static final int MOST_TOKENS = 500;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theDescriptionsCostFewTokens(boolean scripts) {
        Encoding encoding = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);

        int tokens = ToolSpecs.of(scripts, true).stream()
                .mapToInt(spec -> encoding.countTokens(spec.name())
                        + encoding.countTokens(spec.description())
                        + encoding.countTokens(spec.inputSchema()))
                .sum();

        System.out.println(
                "the tools' description has " + tokens + " tokens (o200k_base)" + (scripts ? " with scripts" : ""));
        assertThat(tokens).isLessThanOrEqualTo(MOST_TOKENS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSchemaNamesTheFieldsThatAreTaken(boolean scripts) {
        List<ToolSpec> specs = ToolSpecs.of(scripts, true);

        assertThat(specs).extracting(ToolSpec::name).containsExactly("nix_search", "nix_plan", "nix_run");
        assertThat(properties(specs.get(0))).containsOnly("query", "limit");
        assertThat(properties(specs.get(1))).containsExactlyInAnyOrderElementsOf(ToolProgram.fields(scripts));
        assertThat(properties(specs.get(2)))
                .containsAll(ToolProgram.fields(scripts))
                .contains("directory", "stdin", "timeout_seconds", "background", "id", "stop", "offset", "stream");
        assertThat(specs)
                .allSatisfy(spec -> assertThat(spec.inputSchemaAsMap())
                        .isEqualTo(StrictJson.object(spec.inputSchema()))
                        .containsEntry("additionalProperties", false));
    }

    @Test
    void eachValueHasAType() {
        for (ToolSpec spec : ToolSpecs.of(true, true)) {
            assertTyped(spec.inputSchemaAsMap(), spec.name());
        }
    }

    private static void assertTyped(Object schema, String place) {
        Map<?, ?> keywords = (Map<?, ?>) schema;
        assertThat((Object) keywords.get("type")).as(place).isInstanceOf(String.class);
        if (keywords.get("properties") instanceof Map<?, ?> properties) {
            properties.forEach((name, property) -> assertTyped(property, place + "." + name));
        }
        if (keywords.get("type").equals("array")) {
            assertTyped(keywords.get("items"), place + "[]");
        }
        if (keywords.get("enum") instanceof List<?> values) {
            assertThat(values).as(place).isNotEmpty().allMatch(String.class::isInstance);
            assertThat((Object) keywords.get("type")).as(place).isEqualTo("string");
        }
    }

    @Test
    void withoutBackgroundAModelIsNotToldOfIt() {
        ToolSpec run = ToolSpecs.of(false, false).get(2);

        assertThat(properties(run)).doesNotContain("background").contains("id", "timeout_seconds");
        assertThat(run.description()).contains("is stopped").doesNotContain("goes on");
    }

    private static Set<String> properties(ToolSpec spec) {
        Object properties = spec.inputSchemaAsMap().get("properties");
        return ((Map<?, ?>) properties).keySet().stream().map(String::valueOf).collect(Collectors.toSet());
    }
}
