package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.error.CommandDeniedException;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.policy.Decision;
import io.github.nixadhoc.policy.Policies;
import io.github.nixadhoc.testkit.FixtureFlake;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.Ran;
import io.github.nixadhoc.testkit.SandboxedClient;
import io.github.nixadhoc.testkit.Waits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The settings that a flake brings along, of which the most dangerous one is a hook that runs after each build. */
class FlakeSettingsIT {

    private static final String FEATURES = "experimental-features = nix-command flakes\n";

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    private final Path flake = sandbox.root().resolve("flake");
    private final Path hook = sandbox.root().resolve("hook");
    private final Path trace = sandbox.root().resolve("the-hook-ran");
    private final Map<String, String> environment = new TreeMap<>(sandbox.environment());

    /** A way in which a user has said yes to the settings of flakes. */
    enum Consent {
        NIX_CONF_OF_THE_USER {
            @Override
            void give(FlakeSettingsIT it) throws IOException {
                Files.writeString(
                        it.sandbox.root().resolve("config/nix/nix.conf"), FEATURES + "accept-flake-config = true\n");
            }
        },
        NIX_CONF_OF_THE_SYSTEM {
            @Override
            void give(FlakeSettingsIT it) {
                it.sandbox.configure(FEATURES, "accept-flake-config = true");
            }
        },
        VARIABLE {
            @Override
            void give(FlakeSettingsIT it) {
                it.sandbox.configure(FEATURES);
                it.environment.put("NIX_CONFIG", "accept-flake-config = true");
            }
        },
        TRUSTED_FOR_EVER {
            @Override
            void give(FlakeSettingsIT it) throws IOException {
                it.trust(it.sandbox.root().resolve("data/nix"));
            }
        },
        TRUSTED_FOR_EVER_IN_THE_HOME {
            @Override
            void give(FlakeSettingsIT it) throws IOException {
                it.environment.remove("XDG_DATA_HOME");
                it.trust(it.sandbox.root().resolve("home/.local/share/nix"));
            }
        },
        TRUSTED_FOR_EVER_IN_A_FOLDER_OF_NIX {
            @Override
            void give(FlakeSettingsIT it) throws IOException {
                Path folder = it.sandbox.root().resolve("data-of-nix");
                it.environment.put("NIX_DATA_HOME", folder.toString());
                it.trust(
                        it.sandbox.under().isAtLeast(2, 20)
                                ? folder
                                : it.sandbox.root().resolve("data/nix"));
            }
        };

        abstract void give(FlakeSettingsIT it) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void aFlakesHookDoesNotRunWhateverTheUsersFilesSay(Consent consent) throws IOException {
        writeFlake();
        consent.give(this);
        runByNix();
        assertThat(trace).as("the hook, which Nix itself runs").exists();
        Files.delete(trace);
        sandbox.emptyStore();

        try (NixClient nix = SandboxedClient.builder(sandbox, environment).build()) {
            String installable = "path:" + flake + "#";
            nix.run(installable).plan();
            nix.prefetch(installable).execute();
            nix.search().in("path:" + flake).execute();
            nix.pathInfo(installable).execute();
            assertThat(nix.run(installable).text()).isEqualTo("mine");
            assertThat(nix.shell(installable).command("mine").text()).isEqualTo("mine");
            nix.run(installable).refresh().plan();
            assertThatThrownBy(() -> nix.run("path:" + flake + "#nothing").plan())
                    .isInstanceOf(NixException.class);
        }

        assertThat(trace).doesNotExist();
    }

    @Test
    void aPolicyThatDeniesIsAskedBeforeAnyHook() throws IOException {
        writeFlake();
        Consent.NIX_CONF_OF_THE_USER.give(this);
        try (NixClient nix = SandboxedClient.builder(sandbox, environment)
                .policy(command -> Decision.deny("no"))
                .build()) {
            assertThatThrownBy(() -> nix.run("path:" + flake + "#").execute())
                    .isInstanceOf(CommandDeniedException.class);
        }
        assertThat(trace).doesNotExist();
    }

    @Test
    void theClientCanLetThemIn() throws IOException {
        writeFlake();
        try (NixClient nix = SandboxedClient.builder(sandbox, environment)
                .option("accept-flake-config", "true")
                .build()) {
            nix.run("path:" + flake + "#").plan();
            nix.prefetch("path:" + flake + "#").execute();
        }

        // by an expression, as on Nix 2.8, flakes are evaluated without their settings
        assertThat(Files.exists(trace)).isEqualTo(sandbox.under().isAtLeast(2, 20));
    }

    @Test
    void aClientWithAPolicyCannotLetThemIn() {
        NixClientBuilder builder = SandboxedClient.builder(sandbox, environment)
                .option("accept-flake-config", "true")
                .policy(Policies.forAgents());

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("accept-flake-config");
        try (NixClient nix = builder.option("accept-flake-config", "false").build()) {
            assertThat(nix).isNotNull();
        }
    }

    private void writeFlake() throws IOException {
        Files.writeString(hook, "#!/bin/sh\n/bin/date >> " + trace + "\n");
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createDirectories(flake);
        Files.writeString(flake.resolve("flake.nix"), """
                {
                  nixConfig.post-build-hook = "%1$s";
                  outputs = { self }:
                    let
                      make = name: text: derivation {
                        inherit name; system = "%2$s"; builder = "/bin/sh";
                        args = [ "-c" text ];
                      };
                      word = import (make "word.nix" "echo '\\"mine\\"' > $out");
                    in {
                      packages.%2$s.default = make word
                        "/bin/mkdir -p $out/bin; echo '#!/bin/sh' > $out/bin/mine; echo 'echo mine' >> $out/bin/mine; /bin/chmod +x $out/bin/mine";
                    };
                }
                """.formatted(hook, FixtureFlake.system()));
        sandbox.settled();
    }

    private void trust(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve("trusted-settings.json"), "{\"post-build-hook\":{\"%s\":true}}".formatted(hook));
    }

    private void runByNix() {
        Ran.run(sandbox.nixCommand("run", "path:" + flake + "#"), environment, sandbox.root(), new byte[0], Waits.LIMIT)
                .requireSuccess();
    }
}
