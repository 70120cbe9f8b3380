package io.github.nixadhoc.internal.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.model.StorePath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputPlaceholderTest {

    /** As Nix 2.8, 2.26 and 2.34 have printed them. */
    @ParameterizedTest
    @CsvSource({
        "sa5mi59sh6pgz7hswj10dx792kg1wjnz, out, 1n0iy2bbz6wv7yq8p0d5pzs7dmdv23kbnpjjq02ax7qjy9c17qwf",
        "wwv6h4wks3pf9ikrjic6n9w3rd819n0w, out, 0qphzr8ayrpcax7bznplqlbz3irzrb6n4cpv19nmgj2n6szgwzcc",
        "wwv6h4wks3pf9ikrjic6n9w3rd819n0w, dev, 0846cygvb0sqiyxaw5qaj62rrqp2m4gxd0w39mx2lm1aligg6hgb",
        "nhkkcs0rz5ggyjssksx4d6y0cszphxj3, out, 0x0385djjnwhkf7xw04caclmvkbvm4aasrzasd67mkrrvbg08fyc",
        "08gq1bb16cq7x6af9cf9mdnjq74zq087, out, 1sdk9iks7yfh8gclhhyba7w3q4gp43pivz9ipv6rfxsgfb4kksyn"
    })
    void aPlaceholderIsThatOfNix(String hash, String output, String placeholder) {
        StorePath derivation = StorePath.parse("/nix/store/" + hash + "-tool.drv");

        assertThat(OutputPlaceholder.of(derivation, output)).isEqualTo("/" + placeholder);
        assertThat(OutputPlaceholder.isPlaceholder("/" + placeholder)).isTrue();
    }

    @Test
    void anotherTextIsNone() {
        assertThat(OutputPlaceholder.isPlaceholder("/nix/store/" + "0".repeat(32) + "-x"))
                .isFalse();
        assertThat(OutputPlaceholder.isPlaceholder("/bin/sh")).isFalse();
        assertThat(OutputPlaceholder.isPlaceholder("")).isFalse();
    }

    /** The forms of outputs: floating, deferred because an input floats, impure, and known before the build. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Derive([(\"out\",\"\",\"r:sha256\",\"\")],[]|false|false",
                "Derive([(\"out\",\"\",\"\",\"\")],[]|false|false",
                "DrvWithVersion(\"xp-dyn-drv\",[(\"out\",\"\",\"\",\"\")],[]|false|false",
                "Derive([(\"out\",\"\",\"r:sha256\",\"impure\")],[]|false|true",
                "Derive([(\"out\",\"/nix/store/00000000000000000000000000000000-x\",\"\",\"\")],[]|true|false"
            })
    void aStoreDerivationTellsWhichPathsItKnows(String text, boolean known, boolean impure) {
        StorePath derivation = StorePath.parse("/nix/store/sa5mi59sh6pgz7hswj10dx792kg1wjnz-tool.drv");

        ResolvedOutput output = DerivationFile.outputs(derivation, text).get(0);

        assertThat(output.isKnown()).isEqualTo(known);
        assertThat(output.impure()).isEqualTo(impure);
    }
}
