package io.github.nixadhoc.internal.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.internal.store.StorePaths;
import io.github.nixadhoc.internal.text.AttributePath;
import io.github.nixadhoc.model.StorePath;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmallPartsTest {

    private static final StorePath HELLO = StorePath.parse("/nix/store/00000000000000000000000000000000-hello-1.0");

    @Test
    void attributePathsAreSplit() {
        assertThat(AttributePath.parse("a.b-c.d")).isEqualTo(new AttributePath(List.of("a", "b-c", "d"), false));
        assertThat(AttributePath.parse(".a")).isEqualTo(new AttributePath(List.of("a"), true));
        assertThat(AttributePath.parse("")).isEqualTo(new AttributePath(List.of(), false));
        assertThat(AttributePath.parse("a.\"b.c\".d")).isEqualTo(new AttributePath(List.of("a", "b.c", "d"), false));
        assertThat(AttributePath.quoted(List.of("a", "b.c"))).isEqualTo("a.\"b.c\"");
    }

    @Test
    void nixStringsAreEscaped() {
        assertThat(ResolveExpression.string("a\"b\\c${d}$e")).isEqualTo("\"a\\\"b\\\\c\\${d}$e\"");
        assertThat(ResolveExpression.string("$${x}")).isEqualTo("\"$\\${x}\"");
    }

    @ParameterizedTest
    @CsvSource({
        "hello-2.12,hello,2.12",
        "justname-beta,justname-beta,''",
        "a-b-1.0-rc1,a-b,1.0-rc1",
        "x,x,''",
        "x-,x-,''"
    })
    void namesAreSplitAsNixDoes(String name, String base, String version) {
        assertThat(DerivationName.base(name)).isEqualTo(base);
        assertThat(DerivationName.version(name)).isEqualTo(version);
    }

    @Test
    void theOwnerOfAPathIsFound() {
        assertThat(StorePaths.owner(HELLO + "/bin/hello")).contains(HELLO);
        assertThat(StorePaths.owner(HELLO.value())).contains(HELLO);
        assertThat(StorePaths.owner("/bin/ls")).isEmpty();
        assertThat(StorePaths.owner("")).isEmpty();
    }
}
