package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.github.nixadhoc.error.FlakeNotFoundException;
import io.github.nixadhoc.error.PackageRefusedException;
import io.github.nixadhoc.testkit.GitRepository;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.SandboxedClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Revisions of nixpkgs behind a name. In the newer one the program {@code hello} prints another text. */
class PinsIT {

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    private final Path repository = sandbox.nixpkgs().directory();
    private String older;

    @BeforeEach
    void makeARepositoryOfTwoRevisions() throws IOException {
        GitRepository git = GitRepository.in(sandbox, repository);
        older = git.commit();
        git.git("branch", "release");
        Path programs = repository.resolve("programs.nix");
        Files.writeString(programs, Files.readString(programs).replace("Hello, world!", "Hello, new world!"));
        git.commit();
        register("\"ref\":\"main\",");
    }

    @Test
    void everyBareNameHasTheRevisionOfTheClient() {
        try (NixClient nix = pinned("git+file://" + repository + "?rev=" + older)) {
            assertThat(nix.run("hello").text()).isEqualTo("Hello, world!");
            assertThat(nix.shell("hello").script("hello").text()).isEqualTo("Hello, world!");
            assertThat(nix.run("nixpkgs#hello").text()).isEqualTo("Hello, new world!");
        }
    }

    @Test
    void theClientMayNameABranchOrARevisionOfTheRegistrysNixpkgs() {
        try (NixClient branch = pinned("nixpkgs/release");
                NixClient revision = pinned("nixpkgs/" + older)) {
            assertThat(branch.run("hello").text()).isEqualTo("Hello, world!");
            assertThat(revision.run("hello").text()).isEqualTo("Hello, world!");
        }
    }

    @Test
    void oneCommandMayNameABranchOrARevision() {
        try (NixClient nix = SandboxedClient.of(sandbox)) {
            assertThat(nix.run("hello").text()).isEqualTo("Hello, new world!");
            assertThat(nix.run("nixpkgs/" + older + "#hello").text()).isEqualTo("Hello, world!");
            assertThat(nix.run("nixpkgs/release#hello").text()).isEqualTo("Hello, world!");
        }
    }

    @Test
    void anAllowanceHoldsForEveryRevision() {
        try (NixClient nix =
                SandboxedClient.builder(sandbox).allowUnfree("slack").build()) {
            assertThat(nix.run("slack").text()).isEqualTo("slack runs");
            assertThat(nix.run("nixpkgs/" + older + "#slack").text()).isEqualTo("slack runs");
            RunCommand refused = nix.run("nixpkgs/release#unfree");
            assertThatThrownBy(refused::execute).isInstanceOf(PackageRefusedException.class);
        }
        try (NixClient nix = SandboxedClient.builder(sandbox)
                .nixpkgs("git+file://" + repository + "?ref=release")
                .allowUnfree("slack")
                .build()) {
            assertThat(nix.run("slack").text()).isEqualTo("slack runs");
            assertThat(nix.run("hello").text()).isEqualTo("Hello, world!");
        }
    }

    @Test
    void uncommittedChangesCountWithAllowancesToo() throws IOException {
        Path programs = repository.resolve("programs.nix");
        Files.writeString(programs, Files.readString(programs).replace("Hello, new world!", "Hello, changed world!"));

        try (NixClient nix = SandboxedClient.builder(sandbox)
                .nixpkgs("git+file://" + repository)
                .allowUnfree("slack")
                .build()) {
            assertThat(nix.run("hello").text()).isEqualTo("Hello, changed world!");
        }
    }

    @Test
    void aRevisionThatIsNotThereIsReportedAsSuch() {
        try (NixClient nix = pinned("nixpkgs/" + "0".repeat(39) + "1")) {
            assertThatThrownBy(nix.run("hello")::execute).isInstanceOf(FlakeNotFoundException.class);
        }
    }

    /** Git cannot fetch a commit by its hash alone, so Nix needs a branch that has it. */
    @Test
    void aRevisionOfANameWithoutABranchIsReportedWithARemedy() throws IOException {
        register("");

        try (NixClient nix = SandboxedClient.of(sandbox)) {
            RunCommand command = nix.run("nixpkgs/" + older + "#hello");
            assertThatThrownBy(command::execute)
                    .asInstanceOf(type(FlakeNotFoundException.class))
                    .satisfies(failure -> assertThat(failure.hint()).contains("nixpkgs/BRANCH/REVISION"));
            assertThat(nix.run("nixpkgs/main/" + older + "#hello").text()).isEqualTo("Hello, world!");
        }
    }

    private void register(String more) throws IOException {
        Files.writeString(sandbox.root().resolve("config/nix/registry.json"), """
                {"version":2,"flakes":[{"from":{"type":"indirect","id":"nixpkgs"},
                  "to":{%s"type":"git","url":"file://%s"}}]}
                """.formatted(more, repository));
    }

    private NixClient pinned(String nixpkgs) {
        return SandboxedClient.builder(sandbox).nixpkgs(nixpkgs).build();
    }
}
