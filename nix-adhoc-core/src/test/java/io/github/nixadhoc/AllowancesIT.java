package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.github.nixadhoc.error.EvaluationException;
import io.github.nixadhoc.error.PackageRefusedException;
import io.github.nixadhoc.error.PackageRefusedException.Reason;
import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.exec.commons.CommonsExecExecutor;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.Ran;
import io.github.nixadhoc.testkit.SandboxedClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Packages that nixpkgs refuses, allowed one by one. */
class AllowancesIT {

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    @Test
    void onlyAnAllowedPackageRuns() {
        try (NixClient nix = client(builder -> builder.allowUnfree("slack"))) {
            assertThat(nix.run("slack").text()).isEqualTo("slack runs");
            assertThat(nix.run("nixpkgs#slack").text()).isEqualTo("slack runs");
            assertRefused(nix, "unfree", Reason.UNFREE, "allowUnfree(\"unfree\")");
            assertRefused(nix, "insecure", Reason.INSECURE, "allowInsecure(\"insecure-1.0\")");
            assertRefused(nix, "broken", Reason.BROKEN, "allowBroken(\"broken\")");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "unfree, unfree",
        "unfree, unfree-1.0",
        "unfree-2022, unfree-2022",
        "insecure, insecure-1.0",
        "insecure-2022, insecure-2022-1.0",
        "broken, broken",
        "broken-2022, broken-2022",
    })
    void aPackageIsAllowedByItsNameInAllFormsOfTheRefusal(String attribute, String name) {
        try (NixClient nix =
                client(builder -> builder.allowUnfree(name).allowInsecure(name).allowBroken(name))) {
            assertThat(nix.run(attribute).plan().storePaths()).hasSize(1);
        }
    }

    /** The advice of a message has to help, even for a name that looks like a version. */
    @ParameterizedTest
    @ValueSource(strings = {"slack", "unfree-2022", "insecure-2022", "broken"})
    void theHintNamesTheCallThatHelps(String attribute) {
        String hint;
        try (NixClient nix = client(builder -> builder)) {
            hint = refusal(nix, attribute).hint();
        }
        String name = hint.replaceFirst(".*\\(\"(.*?)\"\\).*", "$1");

        try (NixClient nix = client(builder -> hint.contains("allowUnfree")
                ? builder.allowUnfree(name)
                : hint.contains("allowInsecure") ? builder.allowInsecure(name) : builder.allowBroken(name))) {
            assertThat(nix.run(attribute).plan().storePaths()).hasSize(1);
        }
    }

    @Test
    void anInsecurePackageIsNotAllowedInEveryVersion() {
        try (NixClient nix = client(builder -> builder.allowInsecure("insecure", "insecure-1.1"))) {
            assertRefused(nix, "insecure", Reason.INSECURE, "insecure-1.0");
        }
    }

    @Test
    void aPackageInTheStoreIsStillRefused() {
        try (NixClient nix = client(builder -> builder.allowUnfree("unfree", "slack"))) {
            assertThat(nix.run("unfree").text()).isEqualTo("unfree runs");
            assertThat(nix.run("needs-unfree").text()).endsWith("is needed");
        }

        try (NixClient nix = client(builder -> builder.allowUnfree("slack"))) {
            assertRefused(nix, "unfree", Reason.UNFREE, "allowUnfree(\"unfree\")");
            assertRefused(nix, "needs-unfree", Reason.UNFREE, "allowUnfree(\"unfree\")");
        }
        try (NixClient nix = client(builder -> builder)) {
            assertRefused(nix, "unfree", Reason.UNFREE, "allowUnfree(\"unfree\")");
            assertRefused(nix, "needs-unfree", Reason.UNFREE, "allowUnfree(\"unfree\")");
        }
    }

    @Test
    void anAllowanceDoesNotHoldForDependencies() {
        try (NixClient nix = client(builder -> builder.allowUnfree("needs-unfree"))) {
            assertRefused(nix, "needs-unfree", Reason.UNFREE, "allowUnfree(\"unfree\")");
        }
    }

    @Test
    void theStorePathsAreTheSameAsWithoutAllowances() {
        try (NixClient without = client(builder -> builder);
                NixClient with = client(builder ->
                        builder.allowUnfree("slack").allowInsecure("x-1").allowBroken("y"))) {
            ShellCommand all = without.shell("hello", "nixpkgs-version", "closure-top", "multi")
                    .script("true");

            assertThat(with.bind(all).plan().storePaths()).isEqualTo(all.plan().storePaths());
        }
    }

    @Test
    void aPackageOutsideOfLegacyPackagesIsFoundAsWithoutAllowances() {
        try (NixClient nix = client(builder -> builder.allowUnfree("slack"))) {
            assertThat(nix.run("only-app").text()).isEqualTo("only an app");
            assertThat(nix.run("nixpkgs#").text()).isEqualTo("default app");
            assertThat(nix.run("top-level").text()).isEqualTo("top level");
        }
    }

    @Test
    void everyVerbHonoursAllowances() {
        try (NixClient nix = client(builder -> builder.allowUnfree("slack", "unfree"))) {
            assertThat(nix.run("slack").plan().transfer().toBuild()).isNotEmpty();
            assertThat(nix.pathInfo("slack").execute().missing()).isPresent();
            assertThat(nix.shell("slack", "unfree").script("slack; unfree").text())
                    .isEqualTo("slack runs\nunfree runs");
            assertThat(nix.search("^slack$").execute())
                    .singleElement()
                    .satisfies(hit -> assertThat(hit.run().text()).isEqualTo("slack runs"));
        }
    }

    @Test
    void anotherFlakeIsUntouched() throws IOException {
        String other = "path:" + copyOfNixpkgs("other");

        try (NixClient nix = client(builder -> builder.allowUnfree("slack"))) {
            assertThat(nix.run(other + "#hello").text()).isEqualTo("Hello, world!");
            assertRefused(nix, other + "#slack", Reason.UNFREE, "has to allow it itself");
            assertRefused(nix, sandbox.nixpkgs().reference() + "#slack", Reason.UNFREE, "has to allow it itself");
        }
    }

    @Test
    void nixpkgsMayBeARelativePath() throws IOException {
        copyOfNixpkgs("project/np");

        try (NixClient nix = client(builder -> builder.nixpkgs("./np").allowUnfree("slack"))) {
            RunCommand command = nix.run("slack").directory(sandbox.root().resolve("project"));

            assertThat(command.text()).isEqualTo("slack runs");
            assertThat(command.toShellCommand())
                    .contains("NIXPKGS_ALLOW_UNFREE=1")
                    .endsWith("run --impure ./np#slack");
        }
    }

    @Test
    void aFlakeThatCannotBeImportedSaysSo() throws IOException {
        Path flake = sandbox.flake("no-default", "{ outputs = { self }: { legacyPackages = { }; }; }");

        try (NixClient nix = client(builder -> builder.nixpkgs("path:" + flake).allowUnfree("slack"))) {
            assertThatThrownBy(nix.run("slack")::execute)
                    .isInstanceOf(EvaluationException.class)
                    .hasMessageContaining("without default.nix");
        }
    }

    @Test
    void allowancesCostOneMoreCallOfNix() {
        int without = processesOf(builder -> builder, "hello");
        int with = processesOf(builder -> builder.allowUnfree("slack"), "hello");

        assertThat(with - without).isEqualTo(sandbox.under().isAtLeast(2, 19) ? 1 : 0);
    }

    @Test
    void theLineThatIsPrintedDoesTheSame() {
        try (NixClient nix = client(builder ->
                builder.allowUnfree("slack").allowInsecure("insecure-1.0").allowBroken("broken", "broken-2022"))) {
            assertSame(nix.run("slack").args("a b"), "slack runs");
            assertSame(
                    nix.shell("slack", "insecure", "broken", "broken-2022")
                            .script("slack; insecure; broken; broken-2022"),
                    "slack runs\ninsecure runs\nbroken runs\nbroken-2022 runs");
            assertSame(nix.run("nixpkgs-version"), "of-the-flake");
            assertThat(nix.run("slack").toShellCommand()).doesNotContain("NIXPKGS_ALLOW");
            assertThat(runs(nix.run("unfree").toShellCommand()).stderr()).contains("has an unfree license");
            assertThat(runs(nix.pathInfo("slack").toShellCommand()).stdout()).contains("-slack-1.0");
        }
    }

    @Test
    void theLineForSeveralFlakesAllowsAll() throws IOException {
        String other = "path:" + copyOfNixpkgs("other");

        try (NixClient nix = client(builder -> builder.allowUnfree("slack"))) {
            ShellCommand command = nix.shell("slack", other + "#hello").script("slack; hello");

            assertThat(command.toShellCommand()).startsWith("env 'NIXPKGS_ALLOW_UNFREE=1' ");
            assertSame(command, "slack runs\nHello, world!");
        }
    }

    private void assertSame(ProgramCommand<?> command, String text) {
        assertThat(command.text()).isEqualTo(text);
        assertThat(runs(command.toShellCommand()).text()).isEqualTo(text);
    }

    private Ran runs(String line) {
        return sandbox.run(List.of("/bin/sh", "-c", line), new byte[0]);
    }

    private int processesOf(UnaryOperator<NixClientBuilder> choices, String attribute) {
        AtomicInteger processes = new AtomicInteger();
        CommandExecutor real = CommonsExecExecutor.create();
        try (NixClient nix = client(builder -> choices.apply(builder).executor(spec -> {
            processes.incrementAndGet();
            return real.start(spec);
        }))) {
            nix.run("cowsay").plan();
            processes.set(0);
            nix.run(attribute).plan();
        }
        return processes.get();
    }

    private NixClient client(UnaryOperator<NixClientBuilder> choices) {
        return choices.apply(SandboxedClient.builder(sandbox)).build();
    }

    private Path copyOfNixpkgs(String name) throws IOException {
        Path copy = Files.createDirectories(sandbox.root().resolve(name));
        try (Stream<Path> files = Files.list(sandbox.nixpkgs().directory())) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }

    private static PackageRefusedException refusal(NixClient nix, String installable) {
        try {
            nix.run(installable).plan();
        } catch (PackageRefusedException e) {
            return e;
        }
        throw new AssertionError(installable + " is not refused");
    }

    private static void assertRefused(NixClient nix, String installable, Reason reason, String hint) {
        assertThatThrownBy(nix.run(installable)::execute)
                .asInstanceOf(type(PackageRefusedException.class))
                .satisfies(refused -> {
                    assertThat(refused.reason()).isEqualTo(reason);
                    assertThat(refused.hint()).contains(hint).doesNotContain("--impure");
                    if (reason == Reason.UNFREE) {
                        assertThat(refused.subject()).isEqualTo("unfree");
                    }
                });
    }
}
