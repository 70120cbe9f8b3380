package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.error.EvaluationException;
import io.github.nixadhoc.error.PackageNotFoundException;
import io.github.nixadhoc.event.NixEvent;
import io.github.nixadhoc.result.SearchIndex;
import io.github.nixadhoc.testkit.FixtureFlake;
import io.github.nixadhoc.testkit.NixCalls;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.SandboxedClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches of flakes in which evaluations fail in ways that no Nix expression can catch. */
class BrokenSetsIT {

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    private final NixCalls calls = new NixCalls();
    private final List<NixEvent> events = new CopyOnWriteArrayList<>();
    private final NixClient nix = sandbox.closing(SandboxedClient.builder(sandbox)
            .executor(calls)
            .listener(events::add)
            .build());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ }.missing",
                "import ./nope.nix",
                "1 + \"a\"",
                "builtins.head [ ]",
                "(p \"x\") // { name = { }.missing; }",
                "(p \"x\") // { meta.description = [ ] + 1; }",
                "let x = x; in x",
                "let deeper = n: 1 + deeper (n + 1); in deeper 0",
                "{ recurseForDerivations = { }.missing; }",
                "builtins.foldl' (a: b: a.b) { } [ 1 ]"
            })
    void whatIsBrokenIsLeftOutAndNamedWithTheReason(String broken) throws IOException {
        String flake = flake("legacyPackages", """
                a = p "tool-a";
                broken = %s;
                z = p "tool-z";
                """.formatted(broken));

        assertThat(nix.search("tool").in(flake).execute())
                .extracting(PackageHit::pname)
                .containsExactly("tool-a", "tool-z");
        assertThat(index(flake).skipped()).singleElement().asString().matches("(?s)broken: \\S.*");
        assertThat(warnings()).singleElement().asString().contains("leaves out broken: ");
    }

    @Test
    void eachBrokenPackageCostsOneEvaluation() throws IOException {
        int broken = 12;
        String flake = flake(
                "legacyPackages",
                IntStream.range(0, 300)
                        .mapToObj(i -> i % (300 / broken) == 7
                                ? "b%03d = { }.missing;".formatted(i)
                                : "a%03d = p \"tool\";".formatted(i))
                        .collect(Collectors.joining("\n")));

        assertThat(nix.search("tool").in(flake).execute()).hasSize(300 - broken);

        assertThat(index(flake).skipped()).hasSize(broken).allMatch(one -> one.contains("attribute 'missing' missing"));
        // one for each, one for the rest, one for what lies before the last of them, and three to know Nix and the
        // flake; before 2.20 one more, since the first failure does not name its package
        int unnamed = sandbox.under().isAtLeast(2, 20) ? 0 : 1;
        assertThat(calls.ofNix()).hasSizeLessThanOrEqualTo(broken + 5 + unnamed);
    }

    @Test
    void whatIsBrokenDeepInSetsHidesNothingBesideIt() throws IOException {
        String flake = flake("legacyPackages", """
                a.recurseForDerivations = true;
                a.one = p "toola";
                a.\"two.dots\" = { }.missing;
                a.\"z.dots\" = p "toolb";
                b = { recurseForDerivations = true; c = { recurseForDerivations = true; d = { }.missing; e = p "toolc"; }; };
                c = { recurseForDerivations = true; inherit (({ }).missing) x; y = p "toold"; };
                d = p "toole";
                """);

        assertThat(nix.search("tool").in(flake).execute())
                .extracting(PackageHit::pname)
                .containsExactlyInAnyOrder("toola", "toolb", "toolc", "toold", "toole");
        assertThat(index(flake).skipped())
                .extracting(one -> one.substring(0, one.indexOf(':')))
                .containsExactly("a.\"two.dots\"", "b.c.d", "c.x");
    }

    @Test
    void bothKindsOfPackagesMayBeBroken() throws IOException {
        Path directory = sandbox.flake("both", """
                { outputs = { self }: let p = n: derivation { name = n; system = "%1$s"; builder = "/bin/sh"; }; in {
                    packages.%1$s = { a = p "toola"; b = { }.missing; c = p "toolb"; };
                    legacyPackages.%1$s = { a = { }.missing; d = p "toolc"; e = { }.missing; };
                }; }
                """.formatted(FixtureFlake.system()));
        String flake = "path:" + directory;

        assertThat(nix.search("tool").in(flake).execute())
                .extracting(PackageHit::pname)
                .containsExactlyInAnyOrder("toola", "toolb", "toolc");
        assertThat(index(flake).skipped()).hasSize(3);
    }

    @Test
    void aLaterSearchEvaluatesNothing() throws IOException {
        String flake = flake("legacyPackages", "a = p \"tool\"; b = { }.missing;");
        assertThat(nix.search("tool").in(flake).execute()).hasSize(1);
        int before = calls.ofNix().size();

        assertThat(nix.search("tool").in(flake).execute()).hasSize(1);

        assertThat(calls.ofNix()).hasSize(before);
    }

    @Test
    void aLargeSetTellsHowFarItsEvaluationIs() throws IOException {
        String flake = flake(
                "legacyPackages",
                IntStream.range(0, 1000)
                        .mapToObj(i -> "a" + i + " = p \"tool\";")
                        .collect(Collectors.joining("\n")));

        assertThat(nix.search("tool").in(flake).execute()).hasSize(1000);

        assertThat(events)
                .filteredOn(event ->
                        event instanceof NixEvent.Message message && message.level() == NixEvent.Level.PROGRESS)
                .extracting(event -> ((NixEvent.Message) event).text())
                .hasSize(9)
                .first()
                .isEqualTo("read 100 of 1000 names in " + flake);
    }

    @Test
    void progressNeverGoesBackAfterABrokenPackage() throws IOException {
        String flake = flake("legacyPackages", thousandWith(350, 650, 651));

        assertThat(nix.search("tool").in(flake).execute()).hasSize(997);

        List<String> first = progress().stream()
                .filter(text -> !text.endsWith(" again, without those left out"))
                .toList();
        assertThat(first)
                .containsExactlyElementsOf(IntStream.range(1, 10)
                        .mapToObj(i -> "read " + i + "00 of 1000 names in " + flake)
                        .toList());
    }

    @Test
    void theSecondReadingIsNotSilent() throws IOException {
        String flake = flake("legacyPackages", thousandWith(950));

        assertThat(nix.search("tool").in(flake).execute()).hasSize(999);

        assertThat(progress()).contains("read 900 of 1000 names in " + flake + " again, without those left out");
    }

    @Test
    void aLongTraceCostsNoMoreThanAShortOne() throws IOException {
        String deep = IntStream.range(0, 200)
                .mapToObj(i -> "f%d = n: 1 + f%d (n + 1); ".formatted(i, i + 1))
                .collect(Collectors.joining("", "let ", "f200 = n: n + { }.missing; in f0 0"));
        String flake = flake("legacyPackages", "a = p \"tool\"; b = " + deep + "; c = p \"tool\";");

        assertThat(nix.search("tool").in(flake).execute()).hasSize(2);

        assertThat(index(flake).skipped()).containsExactly("b: attribute 'missing' missing");
        assertThat(calls.all("--show-trace")).isEmpty();
    }

    private static String thousandWith(int... broken) {
        List<Integer> all = IntStream.of(broken).boxed().toList();
        return IntStream.range(0, 1000)
                .mapToObj(i -> "a%03d = ".formatted(i) + (all.contains(i) ? "{ }.missing;" : "p \"tool\";"))
                .collect(Collectors.joining("\n"));
    }

    private List<String> progress() {
        return events.stream()
                .filter(event ->
                        event instanceof NixEvent.Message message && message.level() == NixEvent.Level.PROGRESS)
                .map(event -> ((NixEvent.Message) event).text())
                .toList();
    }

    @Test
    void aSetThatIsBrokenAsAWholeIsAFailure() throws IOException {
        String flake = flake("legacyPackages", "a = p \"tool\"; } // ({ }.missing) // {");

        assertThatThrownBy(() -> nix.search("tool").in(flake).execute()).isInstanceOf(EvaluationException.class);
    }

    @Test
    void aFlakeWithoutPackagesIsNotSearchedInSilence() throws IOException {
        String flake = flake("apps", "run = { type = \"app\"; program = \"/bin/x\"; };");

        assertThatThrownBy(() -> nix.search("tool").in(flake).execute())
                .isInstanceOfSatisfying(PackageNotFoundException.class, failure -> {
                    assertThat(failure.shortMessage())
                            .isEqualTo(flake + " has no packages for " + FixtureFlake.system());
                    assertThat(failure.hint()).isEqualTo("it has apps, which run by name: " + flake + "#run");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"packages", "legacyPackages"})
    void aFlakeWithAnEmptySetHasNoHits(String kind) throws IOException {
        assertThat(nix.search("tool").in(flake(kind, "")).execute()).isEmpty();
    }

    @Test
    void anImpureClientSearchesTheSameWay() throws IOException {
        String flake = flake("legacyPackages", "a = p \"tool\"; b = { }.missing; c = p \"tool\";");
        try (NixClient impure =
                SandboxedClient.builder(sandbox).option("impure", "true").build()) {
            assertThat(impure.search("tool").in(flake).execute()).hasSize(2);
        }
    }

    private SearchIndex index(String flake) {
        return nix.search("tool").in(flake).index().orElseThrow();
    }

    private List<String> warnings() {
        return events.stream()
                .filter(event -> event instanceof NixEvent.Message message && message.level() == NixEvent.Level.WARNING)
                .map(event -> ((NixEvent.Message) event).text())
                .filter(text -> text.startsWith("the search of "))
                .toList();
    }

    private String flake(String kind, String packages) throws IOException {
        Path directory = sandbox.flake("searched", """
                {
                  outputs = { self }: {
                    %1$s.%2$s = let
                      p = name: derivation { name = "${name}-1.0"; system = "%2$s"; builder = "/bin/sh"; };
                    in {
                %3$s
                    };
                  };
                }
                """.formatted(kind, FixtureFlake.system(), packages));
        sandbox.settled();
        return "path:" + directory;
    }
}
