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
                        RegistryEntry.builder(Kind.FLAG)
                                .from("flake:a")
                                .to("path:/with a space")
                                .build(),
                        RegistryEntry.builder(Kind.USER)
                                .from("flake:b")
                                .to("path:/with%20a%20space")
                                .build(),
                        RegistryEntry.builder(Kind.SYSTEM)
                                .from("flake:c")
                                .to("github:o/r?dir=d")
                                .build(),
                        RegistryEntry.builder(Kind.GLOBAL)
                                .from("flake:d/branch")
                                .to("flake:e")
                                .build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "user flake:a", "other flake:a path:/b", "{}"})
    void anInvalidEntryIsATypedError(String line) {
        assertThatThrownBy(() -> RegistryQuestion.read(line))
                .isInstanceOf(UnexpectedOutputException.class)
                .hasMessageContaining("registry");
    }
}
