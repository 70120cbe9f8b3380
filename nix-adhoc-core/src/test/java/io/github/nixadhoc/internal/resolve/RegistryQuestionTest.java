package io.github.nixadhoc.internal.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.error.UnexpectedOutputException;
import io.github.nixadhoc.model.RegistryEntry;
import io.github.nixadhoc.model.RegistryEntry.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryQuestionTest {

    @Test
    void everyKindOfRegistryIsRead() {
        assertThat(RegistryQuestion.read("""
                flags  flake:a path:/with a space
                user   flake:b path:/with%20a%20space
                system flake:c github:o/r?dir=d
                global flake:d/branch flake:e
                """))
                .containsExactly(
                        RegistryEntry.of(Kind.FLAG, "flake:a", "path:/with a space"),
                        RegistryEntry.of(Kind.USER, "flake:b", "path:/with%20a%20space"),
                        RegistryEntry.of(Kind.SYSTEM, "flake:c", "github:o/r?dir=d"),
                        RegistryEntry.of(Kind.GLOBAL, "flake:d/branch", "flake:e"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "user flake:a", "other flake:a path:/b", "{}"})
    void anInvalidEntryIsATypedError(String line) {
        assertThatThrownBy(() -> RegistryQuestion.read(line))
                .isInstanceOf(UnexpectedOutputException.class)
                .hasMessageContaining("registry");
    }
}
