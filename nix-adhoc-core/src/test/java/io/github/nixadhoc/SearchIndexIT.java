package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.exec.commons.CommonsExecExecutor;
import io.github.nixadhoc.internal.json.JsonValue;
import io.github.nixadhoc.model.Freshness;
import io.github.nixadhoc.testkit.FixtureFlake;
import io.github.nixadhoc.testkit.SandboxedClient;
import io.github.nixadhoc.testkit.SandboxedNix;
import io.github.nixadhoc.testkit.Waits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchIndexIT extends SandboxedNix {

    private static final String NESTED = """
            plain = p "plain-1.0" "";
            Capital = p "Capital-2.0pre" "Has CAPITALS, and a € sign";
            lines = p "lines-1" "two\\nlines";
            no-version = p "no-version" "";
            dashes = p "a-b-c-2024-01-01" "";
            without-meta = removeAttrs (p "without-meta-1" "") [ "meta" ];
            without-description = (p "without-description-1" "") // { meta = { }; };
            null-description = (p "null-description-1" "") // { meta.description = null; };
            odd-type = { type = 1; recurseForDerivations = true; inner = p "inner-1" ""; };
            a-number = 1;
            alias = throw "this alias is gone";
            failed = assert false; p "failed-1" "";
            bad-name = (p "x" "") // { name = throw "no"; };
            context = (p "context-1" "") // { meta.description = "needs ${p "y" ""}"; };
            set = { recurseForDerivations = true; a = p "a-1" ""; bad = throw "b"; deeper = {
              recurseForDerivations = true; b = p "b-1" "deep"; }; };
            closed = { c = p "c-1" ""; };
            odd = { recurseForDerivations = 1; c = p "c-2" ""; };
            "with.dot" = p "with-dot-1" "";
            "with space" = p "with-space-1" "";
            """;

    @Test
    void laterSearchesOfAnyClientStartNoProcess() {
        List<PackageHit> first = nix.search("ascii").execute();
        CommandExecutor none = spec -> {
            throw new AssertionError("started " + spec);
        };

        try (NixClient other = SandboxedClient.builder(sandbox).executor(none).build()) {
            assertThat(other.search("ascii").execute()).isEqualTo(first).isNotEmpty();
            assertThat(other.search("^hello$").execute())
                    .extracting(PackageHit::attribute)
                    .containsExactly("hello");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                // a failure that no expression can catch
                "missing = { }.missing; added = 1 + \"a\"; aborts = abort \"x\"; deep = { recurseForDerivations = true;"
                        + " u = { }.u; ok = p \"ok-1\" \"\"; };"
            })
    void theSamePackagesAreFoundAsWithNix(String more) throws IOException {
        String flake = flake("legacyPackages", NESTED + more);
        Map<String, String> byNix = new TreeMap<>();
        String json = sandbox.nix("search", "--json", flake, "^").stdout();
        JsonValue.parse(json)
                .members()
                .forEach((path, hit) -> byNix.put(
                        path,
                        hit.get("pname").text() + "|" + hit.get("version").text() + "|"
                                + hit.get("description").text()));

        Map<String, String> found = new TreeMap<>();
        nix.search()
                .in(flake)
                .execute()
                .forEach(hit ->
                        found.put(hit.attributePath(), hit.pname() + "|" + hit.version() + "|" + hit.description()));

        assertThat(found).isEqualTo(byNix).hasSizeGreaterThan(10);
        for (String regex : List.of("CAPITAL", "€", "two lines", "linux.set", "^1", "[-][0-9]", "e$", "x|y")) {
            assertThat(nix.search(regex).in(flake).execute())
                    .as(regex)
                    .extracting(PackageHit::attributePath)
                    .containsExactlyInAnyOrderElementsOf(JsonValue.parse(sandbox.nix("search", "--json", flake, regex)
                                    .stdout())
                            .members()
                            .keySet());
        }
    }

    /** Nix 2.8 fails at such a package. */
    @Test
    void aPackageWithoutANameDoesNotHideTheOthers() throws IOException {
        String flake = flake("legacyPackages", "no-name = { type = \"derivation\"; }; a = p \"tool-1\" \"\";");

        assertThat(versions(nix, flake)).containsExactly("1");
    }

    @Test
    void aChangedFlakeIsReadAgain() throws IOException {
        String flake = flake("packages", "a = p \"tool-1\" \"\";");
        assertThat(versions(nix, flake)).containsExactly("1");
        assertThat(nix.search().in(flake).index()).isPresent();

        String unused = flake("packages", "a = p \"tool-2\" \"\";");

        assertThat(nix.search().in(flake).index()).isEmpty();
        assertThat(versions(nix, flake)).containsExactly("2");
    }

    /**
     * Changes a file without its time, as tools that unpack archives do, and as two writes within a tick of the clock.
     */
    @Test
    void aFlakeWithAnotherTimeOfChangeIsReadAgain() throws IOException {
        String flake = flake("packages", "a = p \"tool-1\" \"\";");
        Path file = sandbox.root().resolve("indexed/flake.nix");
        FileTime written = Files.getLastModifiedTime(file);
        assertThat(versions(nix, flake)).containsExactly("1");

        String unused = flake("packages", "a = p \"tool-2\" \"\";");
        Files.setLastModifiedTime(file, written);

        assertThat(versions(nix, flake)).containsExactly("2");
    }

    @Test
    void anOldIndexIsNotSearchedIfAnswersHaveToBeFresh() throws IOException {
        Path input = Files.createDirectories(sandbox.root().resolve("input"));
        String flake = flakeOf(input);
        flake("packages", "a = p \"tool-1\" \"\";", input);
        try (NixClient careful = SandboxedClient.builder(sandbox)
                .option("tarball-ttl", "0")
                .freshness(Freshness.ALWAYS)
                .build()) {
            assertThat(versions(careful, flake)).containsExactly("1");
            flake("packages", "a = p \"tool-2\" \"\";", input);

            assertThat(versions(careful, flake)).containsExactly("2");
        }
    }

    @Test
    void anIndexHasItsAge() throws IOException {
        String flake = flake("packages", "a = p \"tool-1\" \"\"; b = p \"b\" \"\";");
        SearchCommand search = nix.search("tool").in(flake);
        assertThat(search.index()).isEmpty();
        Instant before = Instant.now();

        assertThat(search.execute()).hasSize(1);

        assertThat(search.index()).hasValueSatisfying(index -> {
            assertThat(index.packages()).isEqualTo(2);
            assertThat(index.flake()).startsWith("path:").contains("narHash=");
            assertThat(index.asOf()).isBetween(before.minusMillis(1), Instant.now());
            Duration age = index.age();
            assertThat(age).isBetween(Duration.ZERO, Duration.between(before.minusMillis(1), Instant.now()));
        });
        Instant first = search.index().orElseThrow().asOf();
        assertThat(search.refresh().execute()).hasSize(1);
        assertThat(search.index().orElseThrow().asOf()).isAfter(first);
    }

    @Test
    void anAgedIndexIsUsedAtOnceAndRefreshedInTheBackground() throws Exception {
        Path input = Files.createDirectories(sandbox.root().resolve("input"));
        String flake = flakeOf(input);
        flake("packages", "a = p \"tool-1\" \"\";", input);
        try (NixClient eager =
                SandboxedClient.builder(sandbox).option("tarball-ttl", "0").build()) {
            assertThat(versions(eager, flake)).containsExactly("1");
            flake("packages", "a = p \"tool-2\" \"\";", input);

            assertThat(versions(eager, flake)).containsExactly("1");

            Waits.until(() -> versions(eager, flake).equals(List.of("2")));
        }
    }

    @Test
    void anUnchangedFlakeIsNotEvaluatedAgain() throws Exception {
        Path input = Files.createDirectories(sandbox.root().resolve("input"));
        String flake = flakeOf(input);
        flake("packages", "a = p \"tool-1\" \"\";", input);
        AtomicInteger evaluations = new AtomicInteger();
        try (NixClient eager = SandboxedClient.builder(sandbox)
                .option("tarball-ttl", "0")
                .executor(counting("--raw", evaluations))
                .build()) {
            SearchCommand search = eager.search("tool").in(flake);
            assertThat(search.execute()).hasSize(1);
            Instant first = search.index().orElseThrow().asOf();

            assertThat(search.execute()).hasSize(1);

            Waits.until(() -> search.index().orElseThrow().asOf().isAfter(first));
            assertThat(evaluations).hasValue(1);
        }
    }

    /** A flake without a lock file, with all packages from another flake. */
    private String flakeOf(Path input) throws IOException {
        Path flake = sandbox.flake("with-input", """
                {
                  inputs.b.url = "path:%s";
                  outputs = { self, b }: { packages = b.packages; };
                }
                """.formatted(input));
        return "path:" + flake;
    }

    /** Counts the processes with a word in their command line. */
    private static CommandExecutor counting(String word, AtomicInteger count) {
        CommandExecutor executor = CommonsExecExecutor.create();
        return spec -> {
            if (spec.command().contains(word)) {
                count.incrementAndGet();
            }
            return executor.start(spec);
        };
    }

    @Test
    void aDamagedIndexIsMadeAgain() throws IOException {
        String flake = flake("packages", "a = p \"tool-1\" \"\";");
        assertThat(versions(nix, flake)).containsExactly("1");
        for (Path file : indexes()) {
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length / 2] ^= 1;
            Files.write(file, bytes);
        }

        try (NixClient other = SandboxedClient.of(sandbox)) {
            assertThat(versions(other, flake)).containsExactly("1");
        }
    }

    @Test
    void withoutAFolderTheIndexIsKeptInMemory() throws IOException {
        Files.writeString(sandbox.root().resolve("cache/nix-adhoc"), "in the way");
        AtomicInteger started = new AtomicInteger();
        try (NixClient counted = SandboxedClient.builder(sandbox)
                .executor(counting("internal-json", started))
                .build()) {
            assertThat(counted.search("^hello$").execute()).hasSize(1);
            int first = started.get();

            assertThat(counted.search("cowsay").execute()).hasSize(1);

            assertThat(started).hasValue(first);
        }
    }

    @Test
    void otherSettingsHaveAnIndexOfTheirOwn() {
        try (NixClient other =
                SandboxedClient.builder(sandbox).option("cores", "1").build()) {
            assertThat(other.search("cowsay").execute()).hasSize(1);
            assertThat(other.search("cowsay").index()).isPresent();
        }
        assertThat(nix.search("cowsay").index()).isEmpty();
    }

    @Test
    void aHundredSearchesAtOnceReadTheFlakeOnce() throws IOException {
        String flake = flake("packages", "a = p \"tool-1\" \"\";");
        AtomicInteger evaluations = new AtomicInteger();
        try (NixClient counted = SandboxedClient.builder(sandbox)
                .executor(counting("--raw", evaluations))
                .build()) {
            List<List<PackageHit>> all =
                    IntStream.range(0, 100)
                            .mapToObj(i -> counted.search("tool").in(flake).executeAsync())
                            .toList()
                            .stream()
                            .map(CompletableFuture::join)
                            .toList();

            assertThat(all).allSatisfy(hits -> assertThat(hits).hasSize(1));
        }
        assertThat(evaluations).hasValue(1);
    }

    @Test
    void oldIndexesAreDeletedForNewOnes() throws IOException {
        for (int i = 0; i < 10; i++) {
            Path folder = Files.createDirectories(sandbox.root().resolve("flake" + i));
            flake("packages", "a = p \"tool-" + i + "\" \"\";", folder);
            assertThat(versions(nix, "path:" + folder)).containsExactly(String.valueOf(i));
        }
        assertThat(indexes()).hasSize(8);
    }

    @Test
    void theIndexHasBothAttributesOfOneName() throws IOException {
        String flake = flake(
                "legacyPackages",
                "x = p \"x-1\" \"\"; }; packages." + FixtureFlake.system()
                        + " = { x = derivation { name = \"x-2\"; system = \"s\"; builder = \"b\"; };");

        assertThat(nix.search("^x$").in(flake).execute())
                .extracting(PackageHit::attribute, PackageHit::version)
                .containsExactly(
                        tuple(flake + "#x", "2"),
                        tuple(flake + "#legacyPackages." + FixtureFlake.system() + ".x", "1"));
    }

    private static List<String> versions(NixClient client, String flake) {
        return client.search("tool").in(flake).execute().stream()
                .map(PackageHit::version)
                .toList();
    }

    private List<Path> indexes() {
        try (Stream<Path> files = Files.list(sandbox.root().resolve("cache/nix-adhoc/search"))) {
            return files.collect(Collectors.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String flake(String kind, String packages) throws IOException {
        Path directory = Files.createDirectories(sandbox.root().resolve("indexed"));
        flake(kind, packages, directory);
        return "path:" + directory;
    }

    private static void flake(String kind, String packages, Path directory) throws IOException {
        Files.writeString(directory.resolve("flake.nix"), """
                {
                  outputs = { self }: let
                      p = name: description: derivation {
                        inherit name; system = "%s"; builder = "/bin/sh";
                      } // { meta = { inherit description; }; };
                    in { %s.%s = {
                %s
                    };
                  };
                }
                """.formatted(
                        FixtureFlake.system(), kind, FixtureFlake.system(), packages));
    }
}
