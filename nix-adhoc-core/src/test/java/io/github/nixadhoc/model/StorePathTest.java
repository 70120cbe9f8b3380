package io.github.nixadhoc.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorePathTest {

    private static final String HASH = "0c0ia6bbk3v3c9l6jzwvn9pnfjsfdsqa";

    @Test
    void hasADirectoryAHashAndAName() {
        StorePath path = StorePath.parse("/nix/store/" + HASH + "-hello-2.12");

        assertThat(path.storeDirectory()).isEqualTo("/nix/store");
        assertThat(path.hash()).isEqualTo(HASH);
        assertThat(path.name()).isEqualTo("hello-2.12");
    }

    @Test
    void aDerivationIsKnownByItsEnding() {
        assertThat(StorePath.parse("/nix/store/" + HASH + "-hello-2.12.drv").isDerivation())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/nix/store",
                "/nix/store/hello",
                "nix/store/" + HASH + "-hello",
                "/nix/store/" + HASH,
                "/nix/store/" + HASH + "-",
                "/nix/store/" + HASH + "-hello/bin/hello",
                "/nix/store/eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee-hello",
                "/nix/store/" + HASH + "-hel lo",
                "/nix/store/" + HASH + "-hello\n"
            })
    void whatIsNoStorePathIsRefused(String text) {
        assertThatThrownBy(() -> StorePath.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a store path");
    }
}
