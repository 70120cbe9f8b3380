package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.testkit.CountedNix;
import io.github.nixadhoc.testkit.FixtureFlake;
import io.github.nixadhoc.testkit.SandboxedClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Settings of Nix that change while a client lives, and what another client then finds in the cache. */
class ChangedSettingsIT extends CountedNix {

    private static final String OTHER = "riscv64-linux";

    private String app = "";

    @BeforeEach
    void writeAProgramForEachSystem() throws IOException {
        Path flake = sandbox.root().resolve("systems");
        StringBuilder outputs = new StringBuilder();
        for (String system : List.of(FixtureFlake.system(), OTHER)) {
            Path program = Files.createDirectories(flake.resolve("bin")).resolve(system);
            Files.writeString(program, "#!/bin/sh\necho " + system + "\n");
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
            outputs.append(
                    "apps.%s.tool = { type = \"app\"; program = \"${self}/bin/%s\"; };".formatted(system, system));
            outputs.append(
                    ("legacyPackages.%s.tool = derivation { name = \"for-%s\"; system = \"%s\"; builder = \"/bin/sh\";"
                                    + " args = [ ]; };")
                            .formatted(system, system, system));
        }
        Files.writeString(flake.resolve("flake.nix"), "{ outputs = { self }: { " + outputs + " }; }");
        sandbox.settled();
        app = "path:" + flake + "#tool";
    }

    @Test
    void aChangedSystemIsSeenByTheClientThatLivesAndByTheNext() throws IOException {
        assertThat(nix.run(app).text()).isEqualTo(FixtureFlake.system());
        String before = Files.readString(conf());
        sandbox.configure("system = " + OTHER);

        assertThat(nix.run(app).text()).isEqualTo(OTHER);
        assertThat(inAnotherClient()).isEqualTo(OTHER);
        Files.writeString(conf(), before);
        assertThat(nix.run(app).text()).isEqualTo(FixtureFlake.system());
        assertThat(inAnotherClient()).isEqualTo(FixtureFlake.system());
    }

    @Test
    void aSystemInAFileOfTheUserAndInAnIncludedFileIsSeenToo() throws IOException {
        assertThat(nix.run(app).text()).isEqualTo(FixtureFlake.system());
        Path ofUser = Path.of(sandbox.environment().get("XDG_CONFIG_HOME"), "nix", "nix.conf");
        Files.writeString(ofUser, "!include more.conf\n");
        assertThat(nix.run(app).text()).isEqualTo(FixtureFlake.system());
        Files.writeString(ofUser.resolveSibling("more.conf"), "system = " + OTHER + "\n");

        assertThat(nix.run(app).text()).isEqualTo(OTHER);
        assertThat(inAnotherClient()).isEqualTo(OTHER);
    }

    @Test
    void aSearchFindsThePackagesOfTheChangedSystem() {
        String flake = app.substring(0, app.indexOf('#'));
        assertThat(nix.search("tool").in(flake).execute())
                .extracting(PackageHit::pname)
                .containsExactly("for-" + FixtureFlake.system());
        sandbox.configure("system = " + OTHER);

        assertThat(nix.search("tool").in(flake).execute())
                .extracting(PackageHit::pname)
                .containsExactly("for-" + OTHER);
    }

    @Test
    void theSystemOfExpressionsIsNotTheOneOfPackages() {
        sandbox.configure("eval-system = " + OTHER);

        assertThat(nix.run(app).text()).isEqualTo(FixtureFlake.system());
    }

    @Test
    void aSystemInNixConfigOrAsAnOptionIsPartOfTheKey() {
        assertThat(nix.run(app).text()).isEqualTo(FixtureFlake.system());
        TreeMap<String, String> environment = new TreeMap<>(sandbox.environment());
        environment.put("NIX_CONFIG", "system = " + OTHER);

        try (NixClient byVariable =
                        SandboxedClient.builder(sandbox, environment).build();
                NixClient byOption =
                        SandboxedClient.builder(sandbox).option("system", OTHER).build()) {
            assertThat(byVariable.run(app).text()).isEqualTo(OTHER);
            assertThat(byOption.run(app).text()).isEqualTo(OTHER);
        }
        assertThat(inAnotherClient()).isEqualTo(FixtureFlake.system());
    }

    @Test
    void unchangedSettingsAreNotAskedForAgain() {
        assertThat(nix.run(app).text()).isEqualTo(FixtureFlake.system());
        calls.clear();

        assertThat(nix.pathInfo("hello").execute().isInStore()).isFalse();

        assertThat(calls.all("builtins.currentSystem")).isEmpty();
        assertThat(calls.all(" config show")).isEmpty();
        assertThat(calls.all(" show-config")).isEmpty();
    }

    private String inAnotherClient() {
        try (NixClient another = SandboxedClient.of(sandbox)) {
            return another.run(app).text();
        }
    }

    private Path conf() {
        return sandbox.root().resolve("etc/nix.conf");
    }
}
