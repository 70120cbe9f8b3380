package io.github.nixadhoc.internal.nix;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackageNameTest {

    @ParameterizedTest
    @CsvSource({
        "slack-4.35.126, slack",
        "google-chrome-131.0, google-chrome",
        "python3.12-x, python3.12-x",
        "name, name",
        "unfree-2022-1.0, unfree-2022-1.0",
        "x-0-unstable-2024-10-07, x-0-unstable-2024-10-07",
    })
    void theVersionIsRemovedWhereItIsUnambiguous(String name, String shortest) {
        assertThat(PackageName.shortest(name)).isEqualTo(shortest);
    }
}
