package io.github.nixadhoc.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A locked flake with as many packages as nixpkgs has, none of which can be built. */
public final class LargeFlake {

    public static final int PACKAGES = 120_000;

    private LargeFlake() {}

    /**
     * Makes the flake in a sandbox, which needs git.
     *
     * @return its reference, with the revision
     */
    public static String create(NixSandbox sandbox) throws IOException {
        Path directory = sandbox.flake("large", """
                {
                  outputs = { self }: {
                    legacyPackages.%s = let
                      p = pname: description: derivation {
                        name = "${pname}-1.0"; system = "%s"; builder = "/bin/sh";
                      } // { meta = { inherit description; }; };
                    in builtins.listToAttrs (builtins.genList (i: {
                      name = "package-${toString i}";
                      value = p "package-${toString i}"
                        "The package of number ${toString i}, described in as many words as those of nixpkgs are";
                    }) %d);
                  };
                }
                """.formatted(FixtureFlake.system(), FixtureFlake.system(), PACKAGES));
        String revision = "";
        for (String line : List.of(
                "git init -q",
                "git add flake.nix",
                "git -c user.name=x -c user.email=x@x commit -q -m x",
                "git rev-parse HEAD")) {
            revision = Ran.run(
                            List.of(line.split(" ")),
                            sandbox.environment(),
                            directory,
                            new byte[0],
                            Duration.ofMinutes(1))
                    .stdout()
                    .strip();
        }
        return "git+file://" + directory + "?rev=" + revision;
    }
}
