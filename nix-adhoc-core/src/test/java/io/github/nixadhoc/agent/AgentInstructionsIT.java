package io.github.nixadhoc.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.testkit.FixtureFlake;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.Ran;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Does what agents are told to do. */
class AgentInstructionsIT {

    private static final String FEATURES = "--extra-experimental-features 'nix-command flakes'";
    private static final Pattern BLOCK = Pattern.compile("^```sh\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    private static List<String> commands(AgentInstructions instructions) {
        return BLOCK.matcher(instructions.text())
                .results()
                .flatMap(block -> block.group(1).lines())
                .toList();
    }

    @Test
    void everyCommandWorksInTheGivenOrder() {
        List<String> commands = commands(AgentInstructions.standard());

        assertThat(commands).hasSize(8);
        for (String command : commands) {
            Ran ran = inShell(withoutGlobalRegistry(command));
            assertThat(ran.exitCode()).as(ran.toString()).isZero();
        }
    }

    @Test
    void theCommandsWorkAsDescribed() {
        List<String> commands = commands(AgentInstructions.standard());

        assertThat(text(commands.get(0))).contains("Hello from Nix");
        assertThat(text(commands.get(1))).contains("both are on PATH");
        assertThat(text(commands.get(2))).isNotEmpty();
        assertThat(text(commands.get(3))).contains("\"pname\":\"hello\"");
        assertThat(text(commands.get(5))).contains("-hello").contains("/store/");
        int paths = sandbox.validPaths().size();
        text(commands.get(6));
        assertThat(sandbox.validPaths()).hasSize(paths);
        text(commands.get(7));
        assertThat(sandbox.validPaths()).isEmpty();
    }

    @Test
    void theCommandsWorkWithoutTheOptionIfFeaturesAreEnabled() {
        sandbox.configure(
                "experimental-features = nix-command flakes",
                "flake-registry = " + sandbox.options().get(2));

        assertThat(inShell(commands(AgentInstructions.standard().withoutFeatureOption())
                                .get(0))
                        .text())
                .contains("Hello from Nix");
    }

    @Test
    void anotherFlakeIsUsedAsItIs() {
        String flake = sandbox.nixpkgs().reference();

        assertThat(text(commands(AgentInstructions.standard().nixpkgs(flake)).get(0)))
                .contains("Hello from Nix");
    }

    /** … of a flake that asks as nixpkgs does. */
    @Test
    void anUnfreePackageRunsAsDescribed() throws IOException {
        assertThat(AgentInstructions.standard().text()).contains("`NIXPKGS_ALLOW_UNFREE=1`", "`--impure`");
        Path flake = sandbox.flake(
                "unfree", """
                {
                  inputs.nixpkgs.url = "%2$s";
                  outputs = { self, nixpkgs }: {
                    packages.%1$s.unfree =
                      if builtins.getEnv "NIXPKGS_ALLOW_UNFREE" == "1"
                      then nixpkgs.legacyPackages.%1$s.hello
                      else throw "has an unfree license";
                  };
                }
                """.formatted(FixtureFlake.system(), sandbox.nixpkgs().reference()));
        String command = withoutGlobalRegistry("nix " + FEATURES + " run --impure path:" + flake + "#unfree --");

        assertThat(inShell(command).stderr()).contains("unfree license");
        assertThat(inShell("NIXPKGS_ALLOW_UNFREE=1 " + command).text()).isEqualTo("Hello, world!");
    }

    private String text(String command) {
        return inShell(withoutGlobalRegistry(command)).text();
    }

    /** The registry is on the network, and cannot be set in the settings where flakes are not enabled. */
    private String withoutGlobalRegistry(String command) {
        return command.replace(FEATURES, FEATURES + " " + String.join(" ", sandbox.options()));
    }

    private Ran inShell(String command) {
        return sandbox.run(List.of("/bin/sh", "-c", command), new byte[0]);
    }
}
