package io.github.nixadhoc.internal.nix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.error.NixNotInstalledException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NixLocatorTest {

    @TempDir
    private Path root;

    @Test
    void theNixThatTheUserNamesIsUsed() throws IOException {
        Path chosen = program("/opt/nix/bin/nix");

        assertThat(locator(Map.of()).locate(chosen)).isEqualTo(chosen);
    }

    @Test
    void aMissingChosenNixIsReportedAndNoOtherIsSearched() throws IOException {
        Path installed = program("/usr/bin/nix");

        assertThat(locator(Map.of()).locate(null)).isEqualTo(installed);
        assertThatThrownBy(() -> locator(Map.of()).locate(root.resolve("none")))
                .isInstanceOf(NixNotInstalledException.class)
                .hasMessageContaining(root.resolve("none").toString());
    }

    @Test
    void aFileThatIsNoProgramIsReported() throws IOException {
        Path file = Files.createFile(root.resolve("nix"));

        assertThatThrownBy(() -> locator(Map.of()).locate(file))
                .isInstanceOf(NixNotInstalledException.class)
                .hasMessageContaining(file + ", which was given as the nix to use, is not executable");
    }

    @Test
    void thePathComesBeforeTheUsualPlaces() throws IOException {
        Path usual = program("/run/current-system/sw/bin/nix");
        Path onPath = program("/home/ada/bin/nix");

        assertThat(locator(Map.of("PATH", "/none:/home/ada/bin")).locate(null)).isEqualTo(onPath);
        assertThat(locator(Map.of("PATH", "/none")).locate(null)).isEqualTo(usual);
    }

    @Test
    void aDurableToolIsNotInTheStore() throws IOException {
        program("/nix/store/abc-nix/bin/nix");
        Path inStore = program("/nix/store/abc-nix/bin/nix-store");
        Map<String, String> environment = Map.of("PATH", "/nix/store/abc-nix/bin");
        assertThat(locator(environment).locateDurable("nix-store")).isEqualTo(inStore);
        program("/nix/var/nix/profiles/default/bin/nix");
        Path inProfile = program("/nix/var/nix/profiles/default/bin/nix-store");

        assertThat(locator(environment).locateDurable("nix-store")).isEqualTo(inProfile);
    }

    @Test
    void aDurableToolStaysALinkOfItsProfile() throws IOException {
        Path inStore = program("/nix/store/abc-nix/bin/nix");
        Path bin = Files.createDirectories(root.resolve("home/ada/.nix-profile/bin"));
        Files.createSymbolicLink(bin.resolve("nix"), inStore);
        Path tool = Files.createSymbolicLink(bin.resolve("nix-store"), inStore);

        assertThat(locator(Map.of("HOME", "/home/ada")).locateDurable("nix-store"))
                .isEqualTo(tool);
    }

    @Test
    void aNixWithoutTheToolIsReported() throws IOException {
        Path nix = program("/usr/bin/nix");

        assertThatThrownBy(() -> locator(Map.of()).locateDurable("nix-store"))
                .isInstanceOf(NixNotInstalledException.class)
                .hasMessageContaining("there is no nix-store beside " + nix);
    }

    @ParameterizedTest
    @CsvSource({
        "/run/current-system/sw/bin/nix",
        "/nix/var/nix/profiles/default/bin/nix",
        "/home/ada/.nix-profile/bin/nix",
        "/home/ada/.local/state/nix/profile/bin/nix",
        "/usr/bin/nix",
        "/usr/local/bin/nix"
    })
    void theUsualPlacesAreSearched(String place) throws IOException {
        Path program = program(place);

        assertThat(locator(Map.of("HOME", "/home/ada")).locate(null)).isEqualTo(program);
    }

    @Test
    void theStateFolderOfTheUserIsSearched() throws IOException {
        Path program = program("/state/nix/profile/bin/nix");

        assertThat(locator(Map.of("HOME", "/home/ada", "XDG_STATE_HOME", "/state"))
                        .locate(null))
                .isEqualTo(program);
    }

    @Test
    void theWorkingDirectoryIsNeverSearched() {
        assertThat(locator(Map.of("PATH", ":.:bin")).find()).isEmpty();
    }

    @Test
    void withoutNixTheHintIsTheCommandThatInstallsIt() throws IOException {
        Path apt = program("/usr/bin/apt-get");
        HostSystem debian = new HostSystem("Linux", root, "root");

        assertThat(apt).isExecutable();
        assertThatThrownBy(() -> new NixLocator(Map.of(), debian).locate(null))
                .isInstanceOfSatisfying(
                        NixNotInstalledException.class,
                        failure ->
                                assertThat(failure.hint()).isEqualTo("apt-get update && apt-get install -y nix-bin"));
    }

    @ParameterizedTest
    @CsvSource({"Linux, ada, --no-daemon", "Linux, root, --daemon", "Mac OS X, ada, --daemon"})
    void elsewhereTheHintIsTheInstallerOfTheNixProject(String system, String user, String mode) {
        NixLocator locator = new NixLocator(Map.of(), new HostSystem(system, root, user));

        assertThatThrownBy(() -> locator.locate(null))
                .isInstanceOfSatisfying(
                        NixNotInstalledException.class,
                        failure -> assertThat(failure.hint())
                                .isEqualTo("sh -c 'script=$(curl -fsSL https://nixos.org/nix/install)"
                                        + " && sh -c \"$script\" nix-install " + mode + " --yes'"));
    }

    @Test
    void onWindowsTheHintNamesWsl() {
        NixLocator locator = new NixLocator(Map.of(), new HostSystem("Windows 11", root, "ada"));

        assertThatThrownBy(() -> locator.locate(null))
                .isInstanceOf(NixNotInstalledException.class)
                .hasMessageContaining("WSL");
    }

    @Test
    void asRootNixCanBuildOnlyWithBuildUsers() throws IOException {
        HostSystem debian = new HostSystem("Linux", root, "root");
        Files.createDirectories(root.resolve("etc"));
        Files.writeString(root.resolve("etc/group"), "root:x:0:\n");

        assertThat(debian.canBuild()).isFalse();
        assertThat(new HostSystem("Linux", root, "ada").canBuild()).isTrue();

        Files.writeString(root.resolve("etc/group"), "root:x:0:\nnixbld:x:994:nixbld1\n");
        assertThat(debian.canBuild()).isTrue();
    }

    private NixLocator locator(Map<String, String> environment) {
        return new NixLocator(environment, new HostSystem("Linux", root, "ada"));
    }

    private Path program(String place) throws IOException {
        Path file = root.resolve(place.substring(1));
        Files.createDirectories(file.getParent());
        Files.createFile(file);
        if (!file.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + file + " executable");
        }
        return file;
    }
}
