package io.github.nixadhoc.internal.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchPatternTest {

    /** Expressions that Nix 2.8, 2.26 and 2.34 refuse. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\d",
                "\\w",
                "\\-",
                "\\]",
                "\\}",
                "\\/",
                "\\\"",
                "(?:a)",
                "*a",
                "+a",
                "(*a)",
                "{a",
                "a{",
                "a{,2}",
                "a{2,1}",
                "a{99999}",
                "[",
                "[a",
                "[b-a]",
                "[[:foo:]]",
                "[a-c-e]",
                "a\\",
                ")",
                "(a",
                "(a)\\1",
                "^*"
            })
    void whatNixRefusesIsRefused(String regex) {
        assertThatThrownBy(() -> SearchPattern.compile(regex))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not a regular expression that nix search takes: \"" + regex + "\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "hello HELLO-1 true",
                "c++ c++ true",
                "c++ xyz false",
                "c\\+\\+ c++ true",
                "c\\+\\+ ccc false",
                "a*? b true",
                "^a$ a true",
                "^a$ ab false",
                "a| b true",
                "(ab){2} xababx true",
                "a{2}{2} aaa false",
                "[]a] ] true",
                "[^]a] ]a false",
                "[\\d] \\ true",
                "[a-] - true",
                "[&&a] & true",
                "[[:upper:]] a true",
                "[[:digit:]] a false",
                "[[.a.]-c] b true",
                "a} a} true",
                "a^b ab false",
                "x|^b ab false"
            })
    void theSamePackagesAreFoundAsWithNix(String regex, String text, boolean found) {
        assertThat(SearchPattern.compile(regex).matcher(text).find()).isEqualTo(found);
    }

    @Property
    void anyTextIsAPatternOrRefused(
            @ForAll
                    @StringLength(max = 12)
                    @Chars({'[', ']', '(', ')', '{', '}', '\\', '^', '$', '*', '|', ':', '-', ','})
                    @CharRange(from = 'a', to = 'c')
                    String regex) {
        try {
            assertThat(SearchPattern.compile(regex)).isNotNull();
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageStartingWith("not a regular expression");
        }
    }
}
