package io.github.nixadhoc.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * The flake that stands in for nixpkgs; its packages are in {@code src/test/resources/fixture-nixpkgs}.
 *
 * @param directory a copy of it, which a test may change
 */
public record FixtureFlake(Path directory) {

    private static final List<String> FILES = List.of(
            "flake.nix",
            "default.nix",
            "check-meta.nix",
            "kit.nix",
            "programs.nix",
            "shapes.nix",
            "failures.nix",
            "odd.nix",
            "sizes.nix",
            "syntax-error.nix");

    /** The name that Nix has for this machine, such as {@code x86_64-linux}. */
    public static String system() {
        String machine = System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");
        return machine + (System.getProperty("os.name").startsWith("Mac") ? "-darwin" : "-linux");
    }

    static FixtureFlake writeTo(Path directory) throws IOException {
        Files.createDirectories(directory);
        for (String file : FILES) {
            try (InputStream resource = FixtureFlake.class.getResourceAsStream("/fixture-nixpkgs/" + file)) {
                Files.copy(Objects.requireNonNull(resource, file), directory.resolve(file));
            }
        }
        return new FixtureFlake(directory);
    }

    /** The flake reference, such as {@code path:/tmp/…/nixpkgs}. */
    public String reference() {
        return "path:" + directory;
    }

    /** The content of a {@code registry.json} that says nixpkgs is this flake. */
    String registry() {
        return """
                {"version":2,"flakes":[{"from":{"type":"indirect","id":"nixpkgs"},"to":{"type":"path","path":"%s"}}]}
                """.formatted(directory);
    }
}
