package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.error.CommandDeniedException;
import io.github.nixadhoc.error.FlakeNotFoundException;
import io.github.nixadhoc.model.RegistryEntry;
import io.github.nixadhoc.policy.CommandPolicy;
import io.github.nixadhoc.policy.HostChange;
import io.github.nixadhoc.policy.Policies;
import io.github.nixadhoc.result.RegistryChange;
import io.github.nixadhoc.testkit.GitRepository;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.SandboxedClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes of the user's flake registry on a real Nix. */
class RegistryChangeIT {

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    private final NixClient nix = sandbox.closing(client(CommandPolicy.allowAll()));
    private final Path flake = sandbox.root().resolve("words");

    private NixClient client(CommandPolicy policy) {
        return SandboxedClient.builder(sandbox).policy(policy).build();
    }

    @BeforeEach
    void writeFlake() throws IOException {
        write("first");
    }

    private void write(String text) throws IOException {
        Files.createDirectories(flake);
        Files.writeString(flake.resolve("flake.nix"), "{ outputs = { self }: { text = \"" + text + "\"; }; }\n");
    }

    private List<RegistryEntry> ofUser(String name) {
        return nix.registry().execute().stream()
                .filter(entry -> entry.kind() == RegistryEntry.Kind.USER)
                .filter(entry -> entry.from().equals("flake:" + name))
                .toList();
    }

    @Test
    void aNameStandsForAFlakeUntilItIsRemoved() throws IOException {
        RegistryChange added = nix.addToRegistry("words", "path:" + flake).execute();

        assertThat(added.before()).isEmpty();
        assertThat(added.after()).hasValueSatisfying(to -> assertThat(to).startsWith("path:" + flake));
        assertThat(Files.readString(added.file())).contains("\"words\"");
        assertThat(nix.eval("words#text").execute().text()).isEqualTo("first");

        RegistryChange removed = nix.removeFromRegistry("words").execute();

        assertThat(removed.before()).isEqualTo(added.after());
        assertThat(removed.after()).isEmpty();
        assertThat(removed.file()).isEqualTo(added.file());
        assertThat(ofUser("words")).isEmpty();
        assertThatThrownBy(() -> nix.eval("words#text").execute()).isInstanceOf(FlakeNotFoundException.class);
    }

    @Test
    void aNewReferenceTakesThePlaceOfTheOldOne() throws IOException {
        nix.addToRegistry("words", "github:owner/repo").execute();

        RegistryChange changed = nix.addToRegistry("words", "path:" + flake).execute();

        assertThat(changed.before()).contains("github:owner/repo");
        assertThat(ofUser("words")).hasSize(1);
    }

    @Test
    void aPinnedNameStandsForTheSameRevisionLater() throws Exception {
        GitRepository repository = GitRepository.in(sandbox, flake);
        String first = repository.commit();
        nix.addToRegistry("words", "git+file://" + flake).execute();

        RegistryChange pinned = nix.pinInRegistry("words").execute();

        assertThat(pinned.after()).hasValueSatisfying(to -> assertThat(to).contains("rev=" + first));
        write("second");
        assertThat(repository.commit()).isNotEqualTo(first);
        assertThat(nix.eval("words#text").execute().text()).isEqualTo("first");
        assertThat(nix.eval("git+file://" + flake + "#text").execute().text()).isEqualTo("second");
    }

    @Test
    void aNameThatStandsForNothingCannotBePinned() {
        assertThatThrownBy(() -> nix.pinInRegistry("nosuch").execute()).isInstanceOf(FlakeNotFoundException.class);
        assertThat(ofUser("nosuch")).isEmpty();
        assertThat(nix.removeFromRegistry("nosuch").execute().before()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "--registry", "a b", "path:/x", "github:o/r", "a#b", "../x", "/x", "a/../b", "a\n", "a?x=y"})
    void aTextThatIsNoNameIsRefused(String name) {
        assertThatThrownBy(() -> nix.pinInRegistry(name)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> nix.removeFromRegistry(name)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> nix.addToRegistry(name, "nixpkgs")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--registry", ".", "./x", "path:./x", "path:x", "a b", "https://u:secret@h/x", "x#y"})
    void aReferenceThatIsNoneOrRelativeIsRefused(String reference) {
        assertThatThrownBy(() -> nix.addToRegistry("words", reference))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void aPolicyDeniesEachChangeThatItDoesNotAllow() throws IOException {
        Path file = nix.addToRegistry("words", "path:" + flake).execute().file();
        String before = Files.readString(file);
        for (CommandPolicy policy : List.of(
                Policies.anyPackage(),
                Policies.forAgents(),
                Policies.anyPackage().allowingChanges(HostChange.Kind.COPY_TO))) {
            try (NixClient closed = client(policy)) {
                for (RegistryChangeCommand command : List.of(
                        closed.pinInRegistry("words"),
                        closed.removeFromRegistry("words"),
                        closed.addToRegistry("nixpkgs", "path:/evil"))) {
                    assertThatThrownBy(command::execute).isInstanceOf(CommandDeniedException.class);
                }
            }
        }
        assertThat(Files.readString(file)).isEqualTo(before);
    }

    @Test
    void aPolicyCanAllowThem() {
        CommandPolicy open = Policies.forAgents().allowingChanges(HostChange.Kind.REGISTRY);
        try (NixClient allowed = client(open)) {
            assertThat(allowed.addToRegistry("words", "path:" + flake).execute().after())
                    .isPresent();
        }
    }
}
