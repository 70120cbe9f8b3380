package io.github.nixadhoc.differential;

import io.github.nixadhoc.testkit.FixtureFlake;
import io.github.nixadhoc.testkit.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Content of the directory in which a program runs. */
interface Folder {

    Folder EMPTY = directory -> {};

    void fill(Path directory) throws IOException;

    /** Returns the text of a flake with the package {@code tool}, which is its default too. */
    static String flake(String says) {
        return """
                {
                  outputs = { self }: rec {
                    packages.SYSTEM.default = packages.SYSTEM.tool;
                    packages.SYSTEM.tool = derivation {
                      name = "tool-1.0";
                      system = "SYSTEM";
                      builder = "/bin/sh";
                      PATH = "/usr/bin:/bin";
                      args = [ "-euc" ''
                        mkdir -p "$out/bin"
                        printf '#!/bin/sh\\necho $0\\necho SAYS\\npwd\\n' > "$out/bin/tool"
                        chmod +x "$out/bin/tool"
                      '' ];
                    };
                  };
                }
                """.replace("SYSTEM", FixtureFlake.system()).replace("SAYS", says);
    }

    /** A file with the right to be executed or not. */
    static Folder file(String name, boolean executable, String text) {
        return directory -> {
            Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text.replace("SYSTEM", FixtureFlake.system()));
            if (executable && !file.toFile().setExecutable(true)) {
                throw new IOException("cannot be made executable: " + file);
            }
        };
    }

    static Folder flakeIn(String name) {
        return file(name + "/flake.nix", false, flake("from the flake in " + name));
    }

    static Folder flakeHere() {
        return file("flake.nix", false, flake("from the flake"));
    }

    /** One that takes its tool from another flake, whose place is written into it. */
    static Folder flakeWithInput() {
        return directory -> {
            flakeIn("input").fill(directory);
            String text = """
                    {
                      inputs.other.url = "path:%s/input";
                      outputs = { self, other }: { packages = other.packages; };
                    }
                    """.formatted(directory);
            file("user/flake.nix", false, text).fill(directory);
        };
    }

    /** Makes a repository of what is there so far. */
    static Folder repository() {
        return directory -> {
            for (List<String> command : List.of(
                    List.of("git", "init", "-q"),
                    List.of("git", "add", "-A"),
                    List.of("git", "commit", "-q", "-m", "Begin"))) {
                Ran.run(command, gitEnvironment(directory), directory, new byte[0], Duration.ofSeconds(30))
                        .requireSuccess();
            }
        };
    }

    private static Map<String, String> gitEnvironment(Path directory) {
        return Map.of(
                "PATH", "/usr/bin:/bin:" + System.getenv("PATH"),
                "HOME", directory.toString(),
                "GIT_CONFIG_NOSYSTEM", "1",
                "GIT_AUTHOR_NAME", "someone",
                "GIT_AUTHOR_EMAIL", "someone@example.org",
                "GIT_COMMITTER_NAME", "someone",
                "GIT_COMMITTER_EMAIL", "someone@example.org");
    }

    default Folder and(Folder other) {
        return directory -> {
            fill(directory);
            other.fill(directory);
        };
    }
}
