package io.github.nixadhoc.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.NixClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TourIT {

    @TempDir
    private Path root;

    @Test
    void theTourShowsEachCallBesideItsNixCommand() throws IOException {
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
                NixClient nix = ScratchNix.client(root, flake.reference())) {
            new Tour(nix, new PrintStream(shown, true, StandardCharsets.UTF_8)).give(collect);
        }
        return shown.toString(StandardCharsets.UTF_8);
    }
}
