package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.error.NoMainProgramException;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.result.Pin;
import io.github.nixadhoc.testkit.FailureOf;
import io.github.nixadhoc.testkit.FixtureFlake;
import io.github.nixadhoc.testkit.SandboxedNix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Outputs that are symbolic links, to whatever their builders wrote into them. */
@Timeout(120)
class LinkOutputsIT extends SandboxedNix {

    private String flake = "";

    @BeforeEach
    void writeTheFlake() throws IOException {
        Path folder = Files.createDirectories(sandbox.root().resolve("links"));
        Path pipe = sandbox.root().resolve("pipe");
        sandbox.run(List.of("mkfifo", pipe.toString()), new byte[0]).requireSuccess();
        Path closed = Files.createFile(sandbox.root().resolve("closed"));
        Files.setPosixFilePermissions(closed, Set.of());
        Files.writeString(folder.resolve("flake.nix"), """
                { outputs = { self }: let
                  system = "%s";
                  link = target: derivation {
                    name = "link"; inherit system; builder = "/bin/sh"; PATH = "/usr/bin:/bin";
                    args = [ "-euc" "ln -s ${target} $out" ];
                  };
                in { packages.${system} = {
                  dangling = link "/nowhere/at/all";
                  itself = link "$out";
                  pipe = link "%s";
                  closed = link "%s";
                  device = link "/dev/null";
                  empty-name = link "no-such-neighbour";
                  program = derivation {
                    name = "tool"; inherit system; builder = "/bin/sh"; PATH = "/usr/bin:/bin";
                    args = [ "-euc" "ln -s ${derivation {
                      name = "inner"; inherit system; builder = "/bin/sh"; PATH = "/usr/bin:/bin";
                      args = [ "-euc" "mkdir -p $out/bin; echo '#!/bin/sh' > $out/bin/tool; echo echo linked >> $out/bin/tool; chmod +x $out/bin/tool" ];
                    }} $out" ];
                  };
                }; }; }
                """.formatted(FixtureFlake.system(), pipe, closed));
        flake = "path:" + folder + "#";
    }

    @ParameterizedTest
    @ValueSource(strings = {"dangling", "itself", "pipe", "closed", "device", "empty-name"})
    void aLinkToNoFolderIsAnOutputAsAnyOther(String attribute) {
        StorePath path = nix.prefetch(flake + attribute)
                .execute()
                .packages()
                .get(0)
                .storePaths()
                .get(0);

        assertThat(Files.isSymbolicLink(path.path())).isTrue();
        assertThat(nix.pathInfo(flake + attribute).execute().isInStore()).isTrue();
        assertThat(nix.prefetch(flake + attribute).execute().wasInStore()).isTrue();
        assertThat(nix.shell(flake + attribute, "hello").command("hello").text())
                .isEqualTo("Hello, world!");
        assertThat(nix.shell(flake + attribute, "hello").command("hello").text())
                .isEqualTo("Hello, world!");
        assertThat(nix.verifyStore().execute().findings()).isEmpty();
        assertThat(nix.storeUsage().execute().paths()).isPositive();
        assertThat(FailureOf.running(
                                () -> nix.run(flake + attribute).execute(), NoMainProgramException.class, Phase.EXECUTE)
                        .shortMessage())
                .contains("has no program bin/link");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dangling", "itself"})
    void aPinKeepsALinkAndACollectionDeletesIt(String attribute) {
        Pin pin = nix.pin(flake + attribute).as("link").execute();
        StorePath path = pin.storePaths().get(0);

        Object unused = nix.collectGarbage().execute();
        assertThat(Files.exists(path.path(), LinkOption.NOFOLLOW_LINKS)).isTrue();
        assertThat(nix.listPins().execute().get(0).lost()).isEmpty();
        assertThat(nix.unpin("link").execute()).isTrue();
        Object again = nix.collectGarbage().execute();

        assertThat(Files.exists(path.path(), LinkOption.NOFOLLOW_LINKS)).isFalse();
    }

    @Test
    void theProgramBehindALinkRuns() {
        assertThat(nix.run(flake + "program").text()).isEqualTo("linked");
        assertThat(nix.shell(flake + "program").command("tool").text()).isEqualTo("linked");
    }
}
