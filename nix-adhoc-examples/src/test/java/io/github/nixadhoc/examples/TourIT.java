package io.github.nixadhoc.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.NixClientBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TourIT {

    @TempDir
    private Path root;

    @Test
    void theTourShowsEachThingBesideTheLineThatDoesTheSame() throws IOException {
        String shown = tour(false);

        assertThat(shown)
                .containsSubsequence(
                        " run ",
                        "#cowsay -- 'Hello from Nix'",
                        "< Hello from Nix >",
                        " run ",
                        "#cowsay -- moo",
                        "< moo >",
                        " shell ",
                        "#hello --command hello",
                        "Hello, world!",
                        " shell ",
                        "--command bash -c",
                        "< Hello, world! >",
                        " search ",
                        "cowsay (1.0)",
                        " path-info --recursive --size --closure-size ",
                        "-cowsay-1.0",
                        " store ping",
                        "store local",
                        " path-info --all --size",
                        "reclaimable",
                        "nix-collect-garbage",
                        "would be deleted",
                        "left out; -Dtour.collect=true permits it",
                        "--delete-older-than 30d",
                        "Nix here");
        assertThat(root.resolve("store")).isNotEmptyDirectory();
    }

    @Test
    void theTourCollectsGarbageWhereItMay() throws IOException {
        String shown = tour(true);

        assertThat(shown).containsPattern("\\d+ store paths deleted, .* freed");
        try (var left = Files.list(root.resolve("store"))) {
            assertThat(left.map(path -> path.getFileName().toString())).noneMatch(name -> name.contains("cowsay"));
        }
    }

    private String tour(boolean collect) throws IOException {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        try (DemoFlake flake = DemoFlake.unpack();
                NixClient nix = client(flake.reference())) {
            new Tour(nix, new PrintStream(shown, true, StandardCharsets.UTF_8)).give(collect);
        }
        return shown.toString(StandardCharsets.UTF_8);
    }

    /** A client with a Nix of its own, so that no collection touches that of this machine. */
    private NixClient client(String nixpkgs) throws IOException {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("HOME", root.resolve("home").toString());
        environment.put("XDG_CACHE_HOME", root.resolve("cache").toString());
        environment.put("XDG_STATE_HOME", root.resolve("state").toString());
        environment.put("NIX_STORE_DIR", root.resolve("store").toString());
        environment.put("NIX_STATE_DIR", root.resolve("var/nix").toString());
        environment.put("NIX_LOCALSTATE_DIR", root.resolve("var").toString());
        environment.put("NIX_LOG_DIR", root.resolve("log").toString());
        environment.put("NIX_CONF_DIR", root.resolve("etc").toString());
        Files.createDirectories(root.resolve("home"));
        Files.createDirectories(root.resolve("etc"));
        Files.write(root.resolve("etc/nix.conf"), List.of("build-users-group =", "sandbox = false", "substituters ="));
        Path registry = Files.writeString(root.resolve("registry.json"), "{\"version\":2,\"flakes\":[]}");
        NixClientBuilder builder = NixClient.builder()
                .nixpkgs(nixpkgs)
                .environment(environment)
                .option("flake-registry", registry.toString());
        String binary = System.getProperty("nix.binary", "");
        return (binary.isEmpty() ? builder : builder.nixBinary(Path.of(binary))).build();
    }
}
