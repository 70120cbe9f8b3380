package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.nixadhoc.error.BuildFailedException;
import io.github.nixadhoc.model.NixVersion;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.policy.CommandPolicy;
import io.github.nixadhoc.policy.Decision;
import io.github.nixadhoc.policy.PlannedCommand;
import io.github.nixadhoc.policy.Policies;
import io.github.nixadhoc.result.Closure;
import io.github.nixadhoc.result.Pin;
import io.github.nixadhoc.result.Plan;
import io.github.nixadhoc.result.PrefetchResult;
import io.github.nixadhoc.result.RunResult;
import io.github.nixadhoc.testkit.FailureOf;
import io.github.nixadhoc.testkit.FixtureFlake;
import io.github.nixadhoc.testkit.NixCalls;
import io.github.nixadhoc.testkit.NixDaemon;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.SandboxedClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Outputs whose store paths depend on their content, so that only a build tells them. */
class ContentAddressedIT {

    private static final String FLAKE = """
            { outputs = { self }: let
              system = "%s";
              plain = attrs: derivation ({ inherit system; builder = "/bin/sh"; PATH = "/usr/bin:/bin"; } // attrs);
              floating = attrs: plain ({
                __contentAddressed = true; outputHashMode = "recursive"; outputHashAlgo = "sha256";
              } // attrs);
              say = text: "mkdir -p $out/bin; echo '#!/bin/sh' > $out/bin/tool; echo echo \\"${text}\\" >> $out/bin/tool; chmod +x $out/bin/tool";
              sh = script: [ "-euc" script ];
            in {
              packages.${system} = rec {
                floating = self.lib.floating { name = "tool"; args = sh (say "floating"); };
                several = self.lib.floating {
                  name = "tool-1.0"; pname = "tool"; outputs = [ "out" "dev" ];
                  args = sh "mkdir $dev; echo d > $dev/d; ${say "several"}";
                };
                dependent = plain { name = "tool"; args = sh (say "after $(${floating}/bin/tool)"); };
                link = self.lib.floating { name = "tool"; args = sh "ln -s ${floating} $out"; };
                impure = plain {
                  name = "tool"; __impure = true; outputHashMode = "recursive"; outputHashAlgo = "sha256";
                  args = sh (say "$(date +%%s%%N)");
                };
                after-impure = plain {
                  name = "tool"; __impure = true; outputHashMode = "recursive"; outputHashAlgo = "sha256";
                  args = sh (say "after $(${impure}/bin/tool)");
                };
                producing = plain {
                  name = "made.drv"; __contentAddressed = true; outputHashMode = "text"; outputHashAlgo = "sha256";
                  args = sh "cp ${builtins.unsafeDiscardOutputDependency (plain { name = "made"; args = sh (say "made"); }).drvPath} $out";
                };
                dynamic = plain { name = "tool"; args = sh "cp -r ${builtins.outputOf producing.outPath "out"} $out"; };
                text = "${floating}";
                fails = self.lib.floating { name = "tool"; args = sh "echo no luck; exit 7"; };
              };
              apps.${system}.app = { type = "app"; program = "${self.packages.${system}.floating}/bin/tool"; };
              lib = { inherit floating; };
            }; }
            """;

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create().settled();

    private final NixCalls started = new NixCalls();
    private final NixClient nix =
            sandbox.closing(builder(sandbox.environment()).executor(started).build());

    private final String flake = flake();

    private NixClientBuilder builder(Map<String, String> environment) {
        NixClientBuilder builder = SandboxedClient.builder(sandbox, environment)
                .option("extra-experimental-features", "ca-derivations")
                .option("extra-experimental-features", "impure-derivations");
        return version().isAtLeast(2, 26)
                ? builder.option("extra-experimental-features", "dynamic-derivations")
                : builder;
    }

    private NixVersion version() {
        return NixVersion.parse(sandbox.under().version());
    }

    private String flake() {
        Path folder = sandbox.flake("ca", FLAKE.formatted(FixtureFlake.system()));
        sandbox.settled();
        return "path:" + folder + "#";
    }

    @ParameterizedTest
    @CsvSource({"floating, floating", "several, several", "dependent, after floating", "link, floating", "app, floating"
    })
    void aProgramRunsAndThenRunsAgainWithoutNix(String attribute, String said) {
        RunResult first = nix.run(flake + attribute).execute();
        started.clear();
        RunResult second = nix.run(flake + attribute).execute();

        assertThat(first.stdout()).isEqualTo(said + "\n");
        assertThat(first.storePaths())
                .isNotEmpty()
                .allSatisfy(path -> assertThat(path.path()).exists());
        assertThat(first.program()).isEqualTo(first.storePaths().get(0).path().resolve("bin/tool"));
        assertThat(first.closureSize().bytes()).isPositive();
        assertThat(started.firstWords()).containsExactly(second.program().toString());
        assertThat(second.storePaths()).isEqualTo(first.storePaths());
    }

    @ParameterizedTest
    @CsvSource({"floating, floating", "several^*, several", "dependent, after floating", "text, floating"})
    void aShellHasTheProgram(String attribute, String said) {
        assumeThat(version().isAtLeast(2, 9) || !attribute.contains("^")).isTrue();

        assertThat(nix.shell(flake + attribute).command("tool").text()).isEqualTo(said);
        assertThat(nix.shell("hello", flake + attribute).script("hello; tool").text())
                .isEqualTo("Hello, world!\n" + said);
    }

    @ParameterizedTest
    @CsvSource({"floating", "dependent", "app"})
    void aPlanNamesThePathOnlyWhenItIsKnown(String attribute) {
        Plan before = nix.run(flake + attribute).plan();
        StorePath built = nix.run(flake + attribute).execute().storePaths().get(0);
        Plan after = nix.run(flake + attribute).refresh().plan();

        assertThat(before.storePaths()).isEmpty();
        assertThat(before.command().get(0)).matches("/[0-9a-z]{52}/bin/tool");
        assertThat(before.transfer().toBuild()).isNotEmpty();
        assertThat(before.isInStore()).isFalse();
        assertThat(after.storePaths()).containsExactly(built);
        assertThat(after.command()).containsExactly(built + "/bin/tool");
        assertThat(after.transfer().toBuild()).isEmpty();
    }

    @Test
    void aRunAfterAPlanBuildsWhatWasPlanned() {
        Plan unused = nix.run(flake + "floating").plan();
        String text = nix.run(flake + "floating").text();
        started.clear();

        assertThat(text).isEqualTo("floating");
        assertThat(nix.run(flake + "floating").text()).isEqualTo("floating");
        assertThat(started.firstWords()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"floating", "dependent", "several"})
    void aPrefetchBringsItIntoTheStore(String attribute) {
        PrefetchResult first = nix.prefetch(flake + attribute).execute();
        PrefetchResult second = nix.prefetch(flake + attribute).execute();

        assertThat(first.wasInStore()).isFalse();
        assertThat(second.wasInStore()).isTrue();
        assertThat(second.packages()).isEqualTo(first.packages());
        assertThat(first.packages().get(0).storePaths())
                .isNotEmpty()
                .allSatisfy(path -> assertThat(path.path()).exists());
    }

    @Test
    void aClosureIsTheOneOfTheOutputThatWasBuilt() {
        Closure before = nix.pathInfo(flake + "dependent").execute();
        StorePath built = nix.run(flake + "dependent").execute().storePaths().get(0);
        Closure after = nix.pathInfo(flake + "dependent").execute();

        assertThat(before.isInStore()).isFalse();
        assertThat(before.missing().orElseThrow().transfer().toBuild()).isNotEmpty();
        assertThat(after.roots()).containsExactly(built);
        assertThat(after.isInStore()).isTrue();
    }

    @Test
    void aPinKeepsIt() {
        Pin pin = nix.pin(flake + "floating").as("tool").execute();

        Object unused = nix.collectGarbage().execute();

        assertThat(pin.storePaths()).hasSize(1);
        assertThat(pin.storePaths().get(0).path()).exists();
        assertThat(nix.listPins().execute().get(0).lost()).isEmpty();
    }

    @Test
    void aDeletedOutputIsBuiltAgain() {
        StorePath first = nix.run(flake + "floating").execute().storePaths().get(0);
        Object unused = nix.collectGarbage().execute();
        assertThat(first.path()).doesNotExist();

        assertThat(nix.run(flake + "floating").text()).isEqualTo("floating");
    }

    @ParameterizedTest
    @CsvSource({"impure", "after-impure"})
    void anImpureDerivationIsBuiltAnewEachTime(String attribute) {
        String first = nix.run(flake + attribute).text();
        String second = nix.run(flake + attribute).text();

        assertThat(List.of(first, second)).doesNotHaveDuplicates().allMatch(text -> text.matches(".*\\d{10,}"));
        assertThat(nix.prefetch(flake + attribute).execute().wasInStore()).isFalse();
    }

    @Test
    void whatDependsOnADerivationThatABuildMakesIsBuiltWhereNixCan() {
        assumeThat(version().isAtLeast(2, 26)).as("it has dynamic derivations").isTrue();

        if (version().isAtLeast(2, 30)) {
            assertThat(nix.run(flake + "dynamic").text()).isEqualTo("made");
            assertThat(nix.run(flake + "dynamic").text()).isEqualTo("made");
        } else {
            FailureOf.running(() -> nix.run(flake + "dynamic").execute(), BuildFailedException.class, Phase.REALISE);
        }
    }

    @Test
    void aStoreDerivationCanBeNamed() {
        String derivation = sandbox.nix(
                        "--option",
                        "extra-experimental-features",
                        "ca-derivations impure-derivations",
                        "eval",
                        "--raw",
                        flake + "floating.drvPath")
                .text()
                .strip();

        assertThat(nix.shell(derivation).command("tool").text()).isEqualTo("floating");
    }

    @Test
    void aFailedBuildIsReportedAsSuch() {
        BuildFailedException failure =
                FailureOf.running(() -> nix.run(flake + "fails").execute(), BuildFailedException.class, Phase.REALISE);

        assertThat(failure.log()).contains("no luck");
    }

    @Test
    void aPolicySeesThePathBeforeTheProgramStarts() {
        List<PlannedCommand> seen = new ArrayList<>();
        try (NixClient reviewed = builder(sandbox.environment())
                .policy(CommandPolicy.allOf(Policies.anyPackage(), command -> {
                    seen.add(command);
                    return Decision.allow();
                }))
                .build()) {
            StorePath path = reviewed.shell(flake + "floating")
                    .command("tool")
                    .execute()
                    .storePaths()
                    .get(0);

            assertThat(seen.get(0).packages().get(0).storePaths()).isEmpty();
            assertThat(seen.get(seen.size() - 1).packages().get(0).storePaths()).containsExactly(path);
        }
    }

    @Test
    void aSessionDeletesWhatItHasBuilt() {
        StorePath built;
        try (NixSession session = nix.openSession()) {
            built = session.run(flake + "floating").execute().storePaths().get(0);
            assertThat(session.receipt().added()).contains(built);
        }

        assertThat(built.path()).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"floating, floating", "several, several", "dependent, after floating"})
    void aCopyTellsTheOtherStoreWhichBuildItIsOf(String attribute, String said) {
        assumeThat(version().isAtLeast(2, 9)).as("Nix can name an output").isTrue();
        String cache = "file://" + sandbox.root().resolve("cache-of-outputs");
        StorePath built = nix.run(flake + attribute).execute().storePaths().get(0);

        nix.copy(flake + attribute).to(cache).execute();
        Object unused = nix.collectGarbage().execute();

        assertThat(built.path()).doesNotExist();
        try (NixClient other = builder(sandbox.environment())
                .option("substituters", cache)
                .option("require-sigs", "false")
                .option("max-jobs", "0")
                .build()) {
            assertThat(other.run(flake + attribute).text()).isEqualTo(said);
        }
        assertThat(built.path()).exists();
    }

    @Test
    void aCopyTellsOfOtherOutputsToo() {
        assumeThat(version().isAtLeast(2, 9)).as("Nix can name an output").isTrue();
        Path cache = sandbox.root().resolve("cache-of-others");
        nix.prefetch("hello").execute();

        nix.copy("hello").to("file://" + cache).execute();

        assertThat(cache.resolve("realisations")).isNotEmptyDirectory();
    }

    @Test
    void aDaemonBuildsIt() {
        sandbox.configure("extra-experimental-features = ca-derivations");
        try (NixDaemon daemon = NixDaemon.start(sandbox);
                NixClient behind = builder(daemon.environment()).build()) {
            assertThat(behind.run(flake + "dependent").text()).isEqualTo("after floating");
            assertThat(behind.run(flake + "dependent").text()).isEqualTo("after floating");
        }
    }
}
