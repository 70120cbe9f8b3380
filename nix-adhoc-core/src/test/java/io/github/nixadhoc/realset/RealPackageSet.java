package io.github.nixadhoc.realset;

import io.github.nixadhoc.internal.json.JsonValue;
import io.github.nixadhoc.testkit.FixtureFlake;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;

/** A large set of packages that is at hand outside of the project, and the answers of Nix about it. */
record RealPackageSet(NixSandbox sandbox, String reference) {

    private static final String FOLDER = "nix.adhoc.package-set";

    /** The number of attributes of which one is looked at. */
    private static final int STEP = Integer.getInteger("nix.adhoc.package-set-step", 25);

    private static final Duration LIMIT = Duration.ofMinutes(10);

    static RealPackageSet in(NixSandbox sandbox) {
        String folder = System.getProperty(FOLDER);
        Assumptions.assumeTrue(
                folder != null, "no set of packages is at hand: .ci/real-package-set.sh prepares one for -D" + FOLDER);
        return new RealPackageSet(sandbox, "path:" + folder);
    }

    /** Asks Nix, whose answer may take long. */
    Ran ask(String... arguments) {
        return Ran.run(
                sandbox.nixCommand(arguments),
                sandbox.environment(),
                sandbox.root().resolve("home"),
                new byte[0],
                LIMIT);
    }

    /** Returns some of the names in the set, evenly spread. */
    List<String> sample() {
        List<String> names = JsonValue.parse(ask(
                                "eval",
                                "--json",
                                reference + "#legacyPackages." + system(),
                                "--apply",
                                "builtins.attrNames")
                        .text())
                .texts();
        List<String> sample = new ArrayList<>();
        for (int i = 0; i < names.size(); i += STEP) {
            sample.add(names.get(i));
        }
        return sample;
    }

    /** Writes a flake that has the packages of the set but for some. */
    String without(List<String> paths) throws IOException {
        String list = paths.stream()
                .map(path -> "[ \"" + path.replace(".", "\" \"") + "\" ]")
                .collect(Collectors.joining(" ", "[ ", " ]"));
        Path folder = Files.createDirectories(sandbox.root().resolve("sound"));
        Files.writeString(folder.resolve("flake.nix"), """
                {
                  inputs.set.url = "%s";
                  outputs = { self, set }:
                    let
                      b = builtins;
                      below = name: paths: map b.tail (b.filter (path: b.head path == name) paths);
                      drop = paths: packages:
                        b.mapAttrs (name: value: if below name paths == [ ] then value else drop (below name paths) value)
                          (removeAttrs packages (map b.head (b.filter (path: b.length path == 1) paths)));
                    in
                    { legacyPackages.%s = drop %s set.legacyPackages.%2$s; };
                }
                """.formatted(reference, system(), list));
        sandbox.settled();
        return "path:" + folder;
    }

    static String system() {
        return FixtureFlake.system();
    }
}
