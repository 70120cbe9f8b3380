package io.github.nixadhoc.internal.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequiredTextProperties {

    @Property
    void eachMatchHasOneOfTheTexts(
            @ForAll
                    @StringLength(max = 10)
                    @Chars({'a', 'B', '(', ')', '[', ']', '|', '*', '+', '?', '{', '}', '2', '.', '\\', '^', '$'})
                    String regex,
            @ForAll @StringLength(max = 12) @Chars({'a', 'b', '2', '.'}) String text) {
        Pattern pattern;
        try {
            pattern = SearchPattern.compile(regex);
        } catch (IllegalArgumentException refused) {
            return;
        }
        RequiredText required = RequiredText.of(regex);
        if (required.texts().isEmpty()) {
            return;
        }
        boolean hasOne = required.texts().stream().anyMatch(text::contains);
        boolean matches = pattern.matcher(text).find();

        if (required.isAll()) {
            assertThat(matches).isEqualTo(hasOne);
        } else if (matches) {
            assertThat(hasOne).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Image, image, true",
        "c\\+\\+, c++, true",
        "^jq$, jq, false",
        "py3?-tools, -tools, false",
        "ab+c, ab, false",
        "(foo|bar)baz, baz, false",
        "x[[:digit:]]yz, yz, false",
        "x[]a]yz, yz, false",
        "a.bc{2}def, def, false"
    })
    void isTheLongestTextThatIsSure(String regex, String text, boolean isAll) {
        assertThat(RequiredText.of(regex)).isEqualTo(new RequiredText(List.of(text), isAll));
    }

    @Test
    void oneOfTheAlternativesIsRequired() {
        assertThat(RequiredText.of("image|Picture")).isEqualTo(new RequiredText(List.of("image", "picture"), true));
        assertThat(RequiredText.of("image|.*").texts()).isEmpty();
    }
}
