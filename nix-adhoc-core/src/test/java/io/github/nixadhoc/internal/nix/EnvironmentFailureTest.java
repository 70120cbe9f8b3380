package io.github.nixadhoc.internal.nix;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.error.BuildFailedException;
import io.github.nixadhoc.error.EvaluationException;
import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.FileAccessException;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.StoreUnavailableException;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.Termination;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentFailureTest {

    private static final NixCall CALL = NixCall.nix(Phase.RESOLVE, List.of("eval", "x"));

    @TempDir
    private Path root;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'%s' is not a directory",
                "creating directory '%s/.cache': Not a directory",
                "creating directory \"%s/.cache/nix\": Not a directory",
                "creating directory '%s/.local/state/nix': File exists"
            })
    void aHomeThatIsAFileIsToldAsThat(String message) throws IOException {
        Path home = Files.createFile(root.resolve("home"));

        NixException failure = explained(message.formatted(home), Map.of("HOME", home.toString()));

        assertThat(failure).isInstanceOf(FileAccessException.class);
        assertThat(failure.shortMessage()).startsWith(home + " is a file, and Nix needs a folder there");
        assertThat(failure.hint()).contains("set HOME to a folder");
    }

    @ParameterizedTest
    @CsvSource({"XDG_CACHE_HOME, cache", "XDG_STATE_HOME, state", "XDG_DATA_HOME, data", "XDG_CONFIG_HOME, settings"})
    void aFolderThatIsAFileIsToldWithTheVariableThatNamesIt(String variable, String topic) throws IOException {
        Path file = Files.createFile(root.resolve("file"));

        NixException failure = explained(
                "creating directory \"" + file + "/nix\": Not a directory",
                Map.of("HOME", root.toString(), variable, file.toString()));

        assertThat(failure.shortMessage()).contains("a folder there for its " + topic);
        assertThat(failure.hint()).contains("set " + variable + " to a folder");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "creating directory '%s/nix/store': Permission denied",
                "getting status of '%s/flake/flake.nix': No such file or directory",
                "opening lock file '%s/var/nix/db/big-lock': Permission denied"
            })
    void anotherFileIsNoFailureOfAFolder(String message) {
        EvaluationException before = failure(message.formatted(root));

        assertThat(explained(before, Map.of("HOME", root.toString()), new Termination.Exited(1)))
                .isSameAs(before);
    }

    @Test
    void aFolderThatCanBeUsedIsNotToBlame() {
        EvaluationException before = failure("creating directory '" + root + "/.cache/nix': Permission denied");

        assertThat(explained(before, Map.of("HOME", root.toString()), new Termination.Exited(1)))
                .isSameAs(before);
    }

    @Test
    void ofAKilledNixTheMemoryIsToldAsTheLikelyReason() {
        Failure failure = Failure.of("Nix was ended by signal 9", "nix build", Phase.REALISE, List.of(), "see the log");

        NixException killed = explained(new BuildFailedException(failure, ""), Map.of(), new Termination.Signaled(9));

        assertThat(killed.hint()).contains("the memory was used up");
        assertThat(killed.shortMessage()).isEqualTo("Nix was ended by signal 9");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "opening lock file '/nix/var/nix/db/big-lock': Permission denied",
                "getting status of /nix/var/nix/daemon-socket/socket: Permission denied",
                "could not set permissions on '/nix/var/nix/profiles/per-user' to 755: Operation not permitted",
                "cannot connect to socket at '/nix/var/nix/daemon-socket/socket': Permission denied"
            })
    void aDaemonThatServesAnotherGroupIsToldWithTheWayIntoIt(String message) throws IOException {
        Path folder = Files.createDirectories(root.resolve("daemon-socket"));
        HostSystem host = new HostSystem("Linux", root, "ada");
        DaemonAccess daemon = new DaemonAccess(host, folder, path -> false);
        StoreUnavailableException before =
                new StoreUnavailableException(Failure.of(message, "nix eval", Phase.RESOLVE, List.of(), "start it"));

        NixException failure = new EnvironmentFailure(new UserFolders(Map.of()), daemon)
                .explained(before, CALL, new Termination.Exited(1));

        assertThat(failure.hint())
                .startsWith("the Nix daemon is there, but this user may not use it: sudo ")
                .contains(folder.toString().isEmpty() ? "" : daemon.remedy());
    }

    @Test
    void aRemedyAddsTheUserToTheGroupOfTheFolder() throws IOException {
        Path folder = Files.createDirectories(root.resolve("daemon-socket"));
        HostSystem host = new HostSystem("Linux", root, "ada");
        DaemonAccess daemon = new DaemonAccess(host, folder, path -> false);

        assertThat(daemon.isClosed()).isTrue();
        assertThat(daemon.remedy())
                .isEqualTo(
                        daemon.group().isEmpty()
                                ? "sudo chmod 755 " + folder
                                : "sudo usermod -aG " + daemon.group() + " ada, then log in again");
        assertThat(new DaemonAccess(host, folder, path -> true).isClosed()).isFalse();
        assertThat(new DaemonAccess(host, root.resolve("none"), path -> false).isClosed())
                .isFalse();
    }

    @Test
    void whoMayNotUseTheDaemonIsPlannedToJoinItsGroup() throws IOException {
        Path folder = Files.createDirectories(root.resolve("daemon-socket"));
        Path nix = Files.createFile(
                Files.createDirectories(root.resolve("usr/bin")).resolve("nix"));
        assertThat(nix.toFile().setExecutable(true)).isTrue();
        HostSystem host = new HostSystem("Linux", root, "ada");
        DaemonAccess closed = new DaemonAccess(host, folder, path -> false);

        InstallCommands plan = InstallCommands.forHost(host, Map.of(), closed);

        assertThat(plan.commands()).containsExactly(closed.command());
        assertThat(plan.why())
                .startsWith(nix + " is installed, and its daemon serves ")
                .endsWith("log in again afterwards");
        assertThat(InstallCommands.forHost(host, Map.of(), new DaemonAccess(host, folder, path -> true)))
                .isEqualTo(new InstallCommands(List.of(), "Nix is installed: " + nix));
    }

    private static EvaluationException failure(String message) {
        return new EvaluationException(
                Failure.of(message, "nix eval", Phase.RESOLVE, List.of(), "use another revision"));
    }

    private static NixException explained(String message, Map<String, String> variables) {
        return explained(failure(message), variables, new Termination.Exited(1));
    }

    private static NixException explained(NixException failure, Map<String, String> variables, Termination end) {
        HostSystem host = new HostSystem("Linux", Path.of("/none"), "ada");
        DaemonAccess open = new DaemonAccess(host, Path.of("/none"), path -> true);
        return new EnvironmentFailure(new UserFolders(variables), open).explained(failure, CALL, end);
    }
}
