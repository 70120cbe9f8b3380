package io.github.nixadhoc.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.github.nixadhoc.internal.json.JsonValue;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class NixValueProperties {

    @Property(tries = 300)
    void aValueIsReadBackFromItsPrint(@ForAll("values") Object value) throws IOException {
        NixValue printed = NixValue.of(value);

        assertThat(JsonValue.parse(printed.toString()).toNixValue()).isEqualTo(printed);
    }

    @Property(tries = 300)
    void aValueIsMadeOfItsParts(@ForAll("values") Object value) {
        NixValue made = NixValue.of(value);

        assertThat(NixValue.of(made.toJava())).isEqualTo(made).hasSameHashCodeAs(made);
    }

    @Property(tries = 300)
    void aPrintIsOneLineOfJson(@ForAll("values") Object value) throws IOException {
        String json = NixValue.of(value).toString();

        assertThat(json).doesNotContain("\n", "\r");
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            while (parser.nextToken() != null) {
                assertThat(parser.currentToken()).isNotNull();
            }
        }
    }

    @Example
    void anotherTypeIsRefusedWithTheValue() {
        NixValue list = NixValue.of(List.of(1, 2));

        assertThatThrownBy(list::text)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("expected a string, but the value is a list: [1,2]");
        assertThatThrownBy(() -> NixValue.of(null).get("x"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("expected an attribute set, but the value is null: null");
    }

    @Example
    void aNumberThatDoesNotFitIsRefused() {
        NixValue large = NixValue.of(BigInteger.ONE.shiftLeft(64));

        assertThatThrownBy(large::toLong).isInstanceOf(ArithmeticException.class);
        assertThat(large.toDouble()).isEqualTo(Math.pow(2, 64));
    }

    @Example
    void aValueOfAnotherClassIsRefused() {
        assertThatThrownBy(() -> NixValue.of(Map.of("a", new StringBuilder())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.StringBuilder");
    }

    @Provide
    Arbitrary<Object> values() {
        Arbitrary<Object> scalars = Arbitraries.oneOf(
                Arbitraries.of(true, false).asGeneric(),
                Arbitraries.longs().asGeneric(),
                Arbitraries.doubles()
                        .between(-1e10, 1e10)
                        .filter(number -> number % 1 != 0)
                        .asGeneric(),
                Arbitraries.strings().asGeneric());
        return Arbitraries.recursive(
                () -> scalars,
                inner -> Arbitraries.oneOf(
                        inner.list().ofMaxSize(4).asGeneric(),
                        Arbitraries.maps(Arbitraries.strings().ofMaxLength(5), inner)
                                .ofMaxSize(4)
                                .asGeneric()),
                0,
                3);
    }
}
