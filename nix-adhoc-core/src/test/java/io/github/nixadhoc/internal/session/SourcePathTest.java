package io.github.nixadhoc.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.model.StorePath;
import org.junit.jupiter.api.Test;

class SourcePathTest {

    @Test
    void aSourceIsWhereNixPutsIt() {
        // nix flake metadata of an empty folder with a flake.nix that holds "{ outputs = _: { }; }\n"
        assertThat(SourcePath.of("VO8KzRYOgpVx36ZrJgyhKBIqs/LCSt75RVaCYxQv9TY=", "/nix/store"))
                .isEqualTo(StorePath.parse("/nix/store/9vym1f1kyygc8aj8h7fd5zhrk3532062-source"));
    }
}
