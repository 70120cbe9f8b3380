package io.github.nixadhoc.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NixVersionTest {

    @Test
    void isOrderedByNumberNotByText() {
        assertThat(NixVersion.parse("2.8.0")).isLessThan(NixVersion.parse("2.26.3"));
        assertThat(NixVersion.parse("2.26.3").isAtLeast(2, 8)).isTrue();
        assertThat(NixVersion.parse("2.8.0").isAtLeast(2, 9)).isFalse();
        assertThat(NixVersion.parse("3.0.0").isAtLeast(2, 9)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.8.0", "2.26.3", "2.34.8", "2.30.0pre20250601_abcdef0", "2.93.0-lix"})
    void isPrintedAsItWasRead(String text) {
        assertThat(NixVersion.parse(text)).hasToString(text);
    }

    @Test
    void aMissingThirdNumberIsZero() {
        assertThat(NixVersion.parse("2.4").patch()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2", "nix (Nix) 2.8.0", "2.x", "2.8.0 ", "99999999999.1"})
    void anInvalidVersionIsRefused(String text) {
        assertThatThrownBy(() -> NixVersion.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
