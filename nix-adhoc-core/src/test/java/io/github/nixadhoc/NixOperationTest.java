package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.error.NixNotInstalledException;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.StoreFinding;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.model.StorePathInfo;
import io.github.nixadhoc.model.Transfer;
import io.github.nixadhoc.result.Closure;
import io.github.nixadhoc.result.MissingPaths;
import io.github.nixadhoc.result.StoreRepair;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NixOperationTest {

    private static final String NIX = "nix --extra-experimental-features 'nix-command flakes' ";

    @Test
    void isPrintedAsTheLineOfNixThatDoesTheSame() {
        assertThat(Nix.pathInfo("ffmpeg", ".#x"))
                .hasToString(NIX + "path-info --recursive --size --closure-size nixpkgs#ffmpeg .#x");
        assertThat(Nix.prefetch("ffmpeg", ".#x", "ffmpeg")).hasToString(NIX + "build --no-link nixpkgs#ffmpeg .#x");
        assertThat(Nix.storeInfo()).hasToString(NIX + "store ping");
        assertThat(Nix.eval("lib.version")).hasToString(NIX + "eval --json nixpkgs#lib.version");
        assertThat(Nix.eval(".#x").apply("x: x + 1").directory(Path.of("/d")))
                .hasToString("cd /d && " + NIX + "eval --json .#x --apply 'x: x + 1'");
        assertThat(Nix.eval(Installable.expression("{ a }: a").argument("a", "b")))
                .hasToString(NIX + "eval --json --impure --expr '{ a }: a' --argstr a b .");
        assertThat(Nix.pathInfo(List.of(
                        Installable.file(Path.of("/d/x.nix"), "a"), Installable.file(Path.of("/d/x.nix"), "b^dev"))))
                .hasToString(NIX + "path-info --recursive --size --closure-size --impure --file /d/x.nix a b^dev");
        assertThat(Nix.flakeInfo(".").overrideInput("nixpkgs", "github:o/r"))
                .hasToString(NIX + "flake metadata --json . --override-input nixpkgs github:o/r")
                .isNotEqualTo(Nix.flakeInfo("."));
        assertThat(Nix.flakeInfo(".")).hasToString(NIX + "flake metadata --json .");
        assertThat(Nix.flakeOutputs("github:o/r")).hasToString(NIX + "flake show --json github:o/r");
        assertThat(Nix.buildLog("hello")).hasToString(NIX + "log nixpkgs#hello");
        assertThat(Nix.doctor()).hasToString(NIX + "doctor");
        assertThat(Nix.search("image", "c++").exclude("^x").limit(3))
                .hasToString(NIX + "search nixpkgs image c++ --exclude ^x");
        assertThat(Nix.storeUsage()).hasToString(NIX + "path-info --all --size");
        assertThat(Nix.collectGarbage())
                .hasToString("nix-collect-garbage --extra-experimental-features 'nix-command flakes'");
        assertThat(Nix.collectGarbage().deleteOldGenerations().dryRun())
                .asString()
                .endsWith("flakes' --delete-old --dry-run");
        assertThat(Nix.collectGarbage()
                        .deleteOldGenerations()
                        .olderThan(Duration.ofDays(30))
                        .maxFreed(ByteSize.of(7)))
                .asString()
                .endsWith("flakes' --delete-older-than 30d --max-freed 7");
        assertThat(Nix.search("x").refresh())
                .hasToString(NIX + "search nixpkgs --refresh x")
                .isNotEqualTo(Nix.search("x"));
        assertThat(Nix.search().in("github:o/r")).hasToString(NIX + "search github:o/r ^");
        assertThat(Nix.search().in(".").directory(Path.of("/a b"))).hasToString("cd '/a b' && " + NIX + "search . ^");
        assertThat(Nix.pathInfo(".#x").directory(Path.of("/d")).toString()).startsWith("cd /d && " + NIX);
        assertThat(Nix.verifyStore()).hasToString(NIX + "store verify --no-trust --all");
        assertThat(Nix.verifyStore().checkContents(false).checkTrust(true).paths(path(1)))
                .hasToString(NIX + "store verify --no-contents " + path(1));
        assertThat(Nix.repairStore())
                .hasToString("nix-store --extra-experimental-features 'nix-command flakes'"
                        + " --verify --check-contents --repair");
        assertThat(Nix.deletePaths(path(1), path(2), path(1)))
                .hasToString("nix-store --extra-experimental-features 'nix-command flakes' --delete " + path(1) + " "
                        + path(2))
                .isEqualTo(Nix.deletePaths(List.of(path(1), path(2))))
                .isNotEqualTo(Nix.deletePaths(path(1)));
        assertThat(Nix.listRoots()).asString().endsWith("flakes' --gc --print-roots");
        assertThat(Nix.listRoots().keeping(path(1)))
                .isNotEqualTo(Nix.listRoots())
                .asString()
                .endsWith("flakes' --query --roots " + path(1));
        assertThat(Nix.copy("hello", ".#x").to("file:///c").directory(Path.of("/d")))
                .hasToString("cd /d && " + NIX + "copy --to file:///c nixpkgs#hello .#x")
                .isNotEqualTo(Nix.copy("hello", ".#x").from("file:///c").directory(Path.of("/d")));
        assertThat(Nix.copy("hello").from("ssh://h").checkSignatures(false))
                .hasToString(NIX + "copy --from ssh://h --no-check-sigs nixpkgs#hello");
        assertThat(Nix.pinInRegistry("nixpkgs")).hasToString(NIX + "registry pin nixpkgs");
        assertThat(Nix.addToRegistry("a", "github:o/r")).hasToString(NIX + "registry add a github:o/r");
        assertThat(Nix.removeFromRegistry("a"))
                .hasToString(NIX + "registry remove a")
                .isNotEqualTo(Nix.pinInRegistry("a"));
        assertThat(Nix.repairStore().paths(path(1))).hasToString(NIX + "store repair " + path(1));
    }

    @Test
    void pinsArePrintedWithTheFolderOfTheClient() {
        try (NixClient client =
                NixClient.builder().environment(Map.of("HOME", "/h")).build()) {
            String folder = "/h/.local/state/nix-adhoc/pins/default";
            assertThat(client.pin("ffmpeg").as("tool").toShellCommand())
                    .isEqualTo(NIX + "build nixpkgs#ffmpeg --out-link " + folder + "/tool/link");
            assertThat(client.unpin("tool").toShellCommand()).isEqualTo("rm -r " + folder + "/tool");
            assertThat(client.listPins().toShellCommand())
                    .isEqualTo(NIX + "path-info --closure-size " + folder + "/*/*/link*");
        }
    }

    @Test
    void equalityIsByContentAndNotByClient() {
        try (NixClient client = NixClient.builder().build()) {
            assertThat(client.pathInfo("a", "b"))
                    .isEqualTo(Nix.pathInfo("a", "b"))
                    .hasSameHashCodeAs(Nix.pathInfo("a", "b"))
                    .isNotEqualTo(Nix.pathInfo("b", "a"))
                    .isNotEqualTo(Nix.pathInfo("a", "b").timeout(Duration.ofSeconds(1)));
            assertThat(client.prefetch("a"))
                    .isEqualTo(Nix.prefetch("a"))
                    .isNotEqualTo(Nix.prefetch("b"))
                    .isNotEqualTo(Nix.prefetch("a").directory(Path.of("/d")));
            assertThat(client.search("a").exclude("b").in(".").limit(1))
                    .isEqualTo(Nix.search("a").exclude("b").in(".").limit(1))
                    .isNotEqualTo(Nix.search("a").exclude("b").in("."));
            assertThat(client.doctor()).isEqualTo(Nix.doctor()).isNotEqualTo(Nix.storeInfo());
            assertThat(client.pathInfo("a").directory(Path.of("/d")))
                    .isEqualTo(Nix.pathInfo("a").directory(Path.of("/d")))
                    .isNotEqualTo(Nix.pathInfo("a"));
            assertThat(client.search().directory(Path.of("/d"))).isNotEqualTo(Nix.search());
            assertThat(client.pin("a").as("b"))
                    .isEqualTo(Nix.pin("a").as("b"))
                    .isNotEqualTo(Nix.pin("a").as("c"))
                    .isNotEqualTo(Nix.pin("a").as("b").directory(Path.of("/d")));
            assertThat(client.unpin("a")).isEqualTo(Nix.unpin("a")).isNotEqualTo(Nix.unpin("b"));
            assertThat(client.listPins()).isEqualTo(Nix.listPins());
            assertThat(client.verifyStore().paths(path(1)))
                    .isEqualTo(Nix.verifyStore().paths(path(1)))
                    .isNotEqualTo(Nix.verifyStore());
            assertThat(client.repairStore().paths(path(1)))
                    .isEqualTo(Nix.repairStore().paths(path(1)))
                    .isNotEqualTo(Nix.repairStore());
            assertThat(client.collectGarbage().olderThan(Duration.ofHours(24)))
                    .isEqualTo(Nix.collectGarbage().deleteOldGenerations().olderThan(Duration.ofDays(1)))
                    .isNotEqualTo(Nix.collectGarbage().deleteOldGenerations())
                    .isNotEqualTo(Nix.collectGarbage().olderThan(Duration.ofDays(2)))
                    .isNotEqualTo(
                            Nix.collectGarbage().olderThan(Duration.ofDays(1)).onDeleted(path -> {}));
            assertThat(client.storeUsage()).isEqualTo(Nix.storeUsage()).isNotEqualTo(Nix.storeInfo());
            assertThat(client.storeInfo()).isEqualTo(Nix.storeInfo()).isNotEqualTo(Nix.pathInfo("a"));
        }
    }

    @Test
    void invalidQuestionsAreRefusedWhenTheCommandIsBuilt() {
        StoreInfoCommand command = Nix.storeInfo();

        assertThatThrownBy(Nix::prefetch).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Nix.deletePaths()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(Nix::pathInfo).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Nix.pathInfo("-x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Nix.search("a", "(b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a regular expression that nix search takes: \"(b\", at position 0:"
                        + " there is no ) for this (");
        SearchCommand search = Nix.search();
        assertThatThrownBy(() -> search.exclude("*")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> search.limit(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> search.in("--x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> search.in("nixpkgs#python3Packages"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "not a flake reference: \"nixpkgs#python3Packages\": it has a #, and a whole flake is wanted;"
                                + " expected one as in nixpkgs, github:owner/repo or ./directory");
        String none = null;
        assertThatThrownBy(() -> search.exclude(none))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("a regular expression is null");
        assertThatThrownBy(() -> search.in("a b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Nix.pin("a b").as("name")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Nix.pin("a").as("../name"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not a name for a pin: \"../name\"; expected");
        assertThatThrownBy(() -> Nix.pin("a").execute())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("as(…)");
        assertThat(Nix.pin("a").executeAsync())
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Nix.unpin("-f")).isInstanceOf(IllegalArgumentException.class);
        StoreVerifyCommand verify = Nix.verifyStore();
        assertThatThrownBy(verify::paths).isInstanceOf(IllegalArgumentException.class);
        CollectGarbageCommand collection = Nix.collectGarbage();
        for (Duration age : List.of(
                Duration.ofHours(36),
                Duration.ZERO,
                Duration.ofDays(-1),
                Duration.ofDays(24_856),
                Duration.ofSeconds(Long.MAX_VALUE))) {
            assertThatThrownBy(() -> collection.olderThan(age))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Nix counts the age of generations in whole days, from 1 to 24855: " + age);
        }
        assertThatThrownBy(() -> collection.maxFreed(ByteSize.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> collection.dryRun().maxFreed(ByteSize.of(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> collection.maxFreed(ByteSize.of(1)).dryRun())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> command.timeout(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aClosedClientRefusesQuestions() {
        NixClient client = NixClient.builder().build();
        client.close();
        StoreInfoCommand command = client.storeInfo();

        assertThatThrownBy(command::execute).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(command::executeAsync).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> client.execute(Nix.pathInfo("x"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aClientWithoutNixRefusesQuestions() {
        try (NixClient client = NixClient.builder().withoutNix().build()) {
            PathInfoCommand command = client.pathInfo("x");

            assertThatThrownBy(command::execute)
                    .isInstanceOf(NixNotInstalledException.class)
                    .hasMessageContaining("withoutNix()");
        }
    }

    @Test
    void theChainIsTheShortestDespiteCycles() {
        Closure closure =
                Closure.of(List.of(path(0)), List.of(info(0, 0, 1, 2), info(1, 2), info(2, 3, 0), info(3, 3)));

        assertThat(closure.why(path(3))).containsExactly(path(0), path(2), path(3));
        assertThat(closure.why(path(4))).isEmpty();
    }

    @Test
    void aLargeClosureIsOneScreen() {
        Closure closure = Closure.of(
                List.of(path(0)),
                IntStream.range(0, 30).mapToObj(NixOperationTest::info).toList());

        assertThat(closure.toString().lines()).hasSizeLessThan(24);
        assertThat(closure)
                .asString()
                .startsWith("30 paths, ")
                .contains("-p29")
                .contains("… 18 more")
                .doesNotContain("-p1\n");
        assertThat(closure.largest(2)).extracting(info -> info.path().name()).containsExactly("p29", "p28");
        assertThatThrownBy(() -> closure.largest(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void foreignTextCannotControlTheTerminal() {
        PackageHit hit = new PackageHit(
                NixClient.builder().build().engine(),
                null,
                "a",
                "packages.a",
                "a",
                "1",
                "\u001b[31mred\u009b0m\rü\u202e");

        assertThat(hit).hasToString("a (1): ?[31mred?0m?ü?");
        assertThat(hit.description()).contains("\u001b");
    }

    @Test
    void unobtainablePathsArePrintedAsSuch() {
        MissingPaths missing = MissingPaths.of(
                List.of(path(1)),
                Transfer.builder().unobtainable(List.of(path(1))).build());

        assertThat(missing.toString())
                .startsWith("not in the store\n    " + path(1) + "\n  cannot be had")
                .doesNotContain("download");
        assertThat(Closure.of(List.of(path(1)), List.of(), missing)).asString().contains("cannot be had");
    }

    @Test
    void aRepairThatFailedIsPrintedWithTheReasonAndWhatToDo() {
        StoreFinding finding =
                StoreFinding.Modified.of(path(1), "sha256:" + "0".repeat(52), "sha256:" + "1".repeat(52));

        StoreRepair repair = StoreRepair.of(1, List.of(), List.of(StoreRepair.Failure.of(finding, "nobody has it")));

        assertThat(repair.toString()).contains("not repaired 1\n", "why: nobody has it", "try: ");
    }

    private static StorePath path(int number) {
        return StorePath.parse("/nix/store/" + "0".repeat(32) + "-p" + number);
    }

    private static StorePathInfo info(int number, int... references) {
        return StorePathInfo.builder(path(number))
                .narSize(ByteSize.of(number * 1000L))
                .closureSize(ByteSize.of(number * 1000L))
                .references(IntStream.of(references)
                        .mapToObj(NixOperationTest::path)
                        .toList())
                .build();
    }
}
