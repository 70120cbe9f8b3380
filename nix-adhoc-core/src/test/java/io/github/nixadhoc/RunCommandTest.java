package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.policy.CleanRoom;
import io.github.nixadhoc.testkit.Waits;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {

    private static final String NIX = "nix --extra-experimental-features 'nix-command flakes' ";

    @Test
    void isPrintedAsTheLineOfNixThatDoesTheSame() {
        assertThat(Nix.run("cowsay").args("hi", "it's me", ""))
                .hasToString(NIX + "run nixpkgs#cowsay -- hi 'it'\\''s me' ''");
    }

    @Test
    void aReferenceIsPrintedAsItWasGiven() {
        assertThat(Nix.run("github:owner/repo#tool")).hasToString(NIX + "run github:owner/repo#tool");
    }

    @Test
    void eachFluentCallLeavesItsReceiverAsItWas() {
        RunCommand command = Nix.run("cowsay");

        RunCommand changed = command.args("hi").env("A", "1").timeout(Duration.ofSeconds(1));

        assertThat(command).isEqualTo(Nix.run("cowsay")).isNotEqualTo(changed);
    }

    @Test
    void argumentsAreAppended() {
        assertThat(Nix.run("cowsay").args("a").args(List.of("b", "c")))
                .isEqualTo(Nix.run("cowsay").args("a", "b", "c"));
    }

    @Test
    void equalityIsByContentAndNotByClient() {
        try (NixClient client = NixClient.builder().build()) {
            RunCommand here = client.run("cowsay").args("hi").stdin("x").directory(Path.of("/"));
            RunCommand there = Nix.run("cowsay").args("hi").stdin("x").directory(Path.of("/"));

            assertThat(here).isEqualTo(there).hasSameHashCodeAs(there);
        }
    }

    @Test
    void differentInputMakesDifferentCommands() {
        assertThat(Nix.run("cat").stdin("a")).isNotEqualTo(Nix.run("cat").stdin("b"));
        assertThat(Nix.run("cat").stdin("a"))
                .isNotEqualTo(Nix.run("cat").stdin(new ByteArrayInputStream("a".getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void variablesArePrintedBeforeTheCommandAndSecretsMasked() {
        RunCommand command = Nix.run("cowsay")
                .env("GREETING", "hello you")
                .secretEnv("TOKEN", "hunter2")
                .unsetEnv("LD_PRELOAD");

        assertThat(command.toShellCommand())
                .isEqualTo("env -u LD_PRELOAD GREETING='hello you' TOKEN=*** " + NIX + "run nixpkgs#cowsay")
                .doesNotContain("hunter2");
    }

    @Test
    void aSecretThatIsSetAgainAsAPlainVariableIsNoSecretAnyMore() {
        assertThat(Nix.run("x").secretEnv("A", "1").env("A", "2").toShellCommand())
                .startsWith("env A=2 ");
    }

    @Test
    void aCleanEnvironmentIsPrintedAsOne() {
        assertThat(Nix.run("x").cleanEnv("HOME").env("A", "1").toShellCommand())
                .startsWith("env -i ${HOME+\"HOME=$HOME\"} A=1 nix ");
    }

    @Test
    void aLineThatIsPastedIntoAShellRunsNothingButTheCommand(@TempDir Path folder) throws Exception {
        // GIVEN names that a shell would interpret
        Path trap = folder.resolve("trap");
        String line =
                Nix.run("x").cleanEnv("X$(touch " + trap + ")", "a;b", "PATH").toShellCommand();

        // WHEN
        Process shell =
                new ProcessBuilder("sh", "-c", line).redirectErrorStream(true).start();
        shell.getInputStream().readAllBytes();

        // THEN
        assertThat(Waits.forExit(shell)).isNotZero();
        assertThat(trap).doesNotExist();
    }

    @Test
    void theDirectoryIsPartOfTheLine() {
        assertThat(Nix.run(".#app").directory(Path.of("/some where")))
                .hasToString("cd '/some where' && " + NIX + "run .#app");
    }

    @Test
    void theStoreAndTheOptionsOfTheClientArePartOfTheLine() {
        try (NixClient client =
                NixClient.builder().store("/srv/nix").option("cores", "1").build()) {
            assertThat(client.run("x").toShellCommand())
                    .isEqualTo(NIX + "--store /srv/nix --option cores 1 run nixpkgs#x");
        }
    }

    @Test
    void equalCommandsOfDifferentClientsPrintTheSame() {
        CleanRoom room = CleanRoom.forAgents();
        try (NixClient one = NixClient.builder().store("/srv/nix").build();
                NixClient other = NixClient.builder().option("cores", "1").build()) {
            RunCommand here = one.run("x").args("a").cleanRoom(room);
            RunCommand there = other.run("x").args("a").cleanRoom(room);

            assertThat(here).isEqualTo(there).hasSameHashCodeAs(there).hasToString(there.toString());
            assertThat(one.bind(there).toShellCommand()).isEqualTo(here.toShellCommand());
        }
    }

    @Test
    void wordsThatCannotBePassedAreRefusedWhenTheCommandIsBuilt() {
        RunCommand command = Nix.run("x");

        assertThatThrownBy(() -> command.args("a", "b\0c"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("argument 2");
        assertThatThrownBy(() -> command.args("\ud800")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> command.env("A=B", "c")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> command.env("", "c")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> command.secretEnv("A", "hunter\0two"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("hunter");
        assertThatThrownBy(() -> command.timeout(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> command.gracePeriod(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> command.maxOutput(ByteSize.of(1L << 40))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Nix.run("-x")).isInstanceOf(IllegalArgumentException.class);
    }
}
