package io.github.nixadhoc.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.internal.json.JsonValue;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlakeInputsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ outputs = { self }: { }; }",
                "{ outputs =\n  { self, ... }: { }; }",
                "{ outputs = { self, }: { }; }",
                "{ outputs = all: { }; }",
                "{ outputs = _: { }; }"
            })
    void aFlakeOfItsOwnHasNone(String text) {
        assertThat(FlakeInputs.hasNone(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ outputs = { self, nixpkgs }: { }; }",
                "{ outputs = { nixpkgs, ... }: { }; }",
                "{ outputs = { self, nixpkgs ? null }: { }; }",
                "{ inputs.x.url = \"path:/x\"; outputs = { self }: { }; }",
                "{ description = \"outputs = { self }: x\"; outputs = { self, x }: { }; }",
                "{ outputs = import ./outputs.nix; }",
                "{ \"outputs\" = { self, x }: { }; }",
                "{ }"
            })
    void whereThatIsNotPlainNixIsAsked(String text) {
        assertThat(FlakeInputs.hasNone(text)).isFalse();
    }

    @Test
    void foldersOfThisMachineAreFound() {
        FlakeInputs inputs = read("""
                "root": {"inputs": {"a": "a", "b": "b", "c": "c"}},
                "a": {"locked": {"type": "path", "path": "/x"}},
                "b": {"locked": {"type": "github", "owner": "o", "repo": "r", "rev": "0"}},
                "c": {"locked": {"type": "path", "path": "./below"}, "parent": []}""", Set.of("root", "a", "b", "c"));

        assertThat(inputs).isEqualTo(new FlakeInputs(false, Set.of(Path.of("/x"))));
    }

    @Test
    void anInputThatIsNotLockedFloats() {
        FlakeInputs inputs = read("""
                "root": {"inputs": {"b": "b"}},
                "b": {"locked": {"type": "github", "owner": "o", "repo": "r", "rev": "0"}}""", Set.of("root"));

        assertThat(inputs).isEqualTo(new FlakeInputs(true, Set.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\": \"git\", \"url\": \"file:///x\"}",
                "{\"type\": \"tarball\", \"url\": \"file:///x.tar.gz\"}",
                "{\"type\": \"path\", \"path\": \"./relative\"}"
            })
    void whatCannotBeLookedAtIsNotRemembered(String locked) {
        assertThat(read("\"root\": {}, \"a\": {\"locked\": " + locked + "}", Set.of("a")))
                .isNull();
    }

    private static FlakeInputs read(String nodes, Set<String> locked) {
        return FlakeInputs.read(JsonValue.parse("{\"root\": \"root\", \"nodes\": {" + nodes + "}}"), locked);
    }
}
