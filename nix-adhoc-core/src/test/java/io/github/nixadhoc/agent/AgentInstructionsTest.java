package io.github.nixadhoc.agent;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.error.FileConflictException;
import io.github.nixadhoc.error.NixException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentInstructionsTest {

    private static final AgentInstructions STANDARD = AgentInstructions.standard();
    private static final AgentInstructions PINNED = STANDARD.nixpkgs("github:NixOS/nixpkgs/nixos-25.05");
    private static final String BEGIN = "<!-- nix-adhoc:begin added=0 x -->\n";
    private static final String END = "<!-- nix-adhoc:end -->";

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("AGENTS.md");
    }

    @Test
    void theTextIsShortAndPlain() {
        assertThat(STANDARD.text().lines()).hasSizeLessThanOrEqualTo(60);
        assertThat(STANDARD.text()).endsWith("\n").matches(US_ASCII.newEncoder()::canEncode, "is ASCII");
        assertThat(STANDARD.text()).doesNotContainPattern("@[a-z]+@");
    }

    @Test
    void theTextNamesThePinnedFlake() {
        assertThat(PINNED.text())
                .contains("run github:NixOS/nixpkgs/nixos-25.05#cowsay -- ")
                .contains("search --json github:NixOS/nixpkgs/nixos-25.05 ")
                .doesNotContain(" nixpkgs#");
    }

    @Test
    void theTextOmitsFeaturesThatAreEnabled() {
        assertThat(STANDARD.text())
                .contains("\nnix --extra-experimental-features 'nix-command flakes' run nixpkgs#cowsay -- ");
        assertThat(STANDARD.withoutFeatureOption().text())
                .contains("\nnix run nixpkgs#cowsay -- ")
                .doesNotContain("experimental");
    }

    @Test
    void aFlakeReferenceIsCheckedAtOnce() {
        assertThatIllegalArgumentException().isThrownBy(() -> STANDARD.nixpkgs("no flake"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> STANDARD.nixpkgs("nixpkgs#x"))
                .withMessageStartingWith("not a flake reference: \"nixpkgs#x\": ");
    }

    @Test
    void aMissingDirectoryIsNamed() {
        Path missing = folder.resolve(".github");

        assertThatThrownBy(() -> STANDARD.writeTo(missing.resolve("copilot-instructions.md")))
                .isInstanceOf(NixException.class)
                .hasMessageContaining("there is no directory " + missing)
                .hasMessageNotContainingAny(".tmp");
    }

    @Test
    void equalityIsByContent() {
        assertThat(PINNED)
                .isEqualTo(STANDARD.nixpkgs("github:NixOS/nixpkgs/nixos-25.05"))
                .hasSameHashCodeAs(STANDARD.nixpkgs("github:NixOS/nixpkgs/nixos-25.05"))
                .isNotEqualTo(STANDARD)
                .isNotEqualTo(PINNED.withoutFeatureOption())
                .hasToString(PINNED.text());
    }

    @Test
    void aMissingFileIsCreatedAndDeletedAgain() {
        assertThat(STANDARD.isIn(file)).isFalse();
        assertThat(STANDARD.writeTo(file)).isEqualTo(FileChange.CREATED);
        assertThat(STANDARD.isIn(file)).isTrue();
        assertThat(file).content().contains(STANDARD.text()).endsWith(END + "\n");
        assertThat(STANDARD.removeFrom(file)).isEqualTo(FileChange.DELETED);
        assertThat(folder).isEmptyDirectory();
        assertThat(STANDARD.removeFrom(file)).isEqualTo(FileChange.UNCHANGED);
    }

    @Test
    void anEmptyFileStays() throws IOException {
        Files.createFile(file);

        assertThat(STANDARD.writeTo(file)).isEqualTo(FileChange.UPDATED);
        assertThat(STANDARD.removeFrom(file)).isEqualTo(FileChange.UPDATED);
        assertThat(file).isEmptyFile();
    }

    @Test
    void theSectionIsAParagraphOfItsOwn() throws IOException {
        Files.writeString(file, "# Mine");

        STANDARD.writeTo(file);

        assertThat(file).content().startsWith("# Mine\n\n<!-- nix-adhoc:begin ");
    }

    @Test
    void olderInstructionsAreBroughtUpToDate() throws IOException {
        Files.writeString(file, "# Mine\n");
        STANDARD.writeTo(file);
        Files.writeString(file, Files.readString(file) + "# Mine too\n");

        assertThat(PINNED.writeTo(file)).isEqualTo(FileChange.UPDATED);
        assertThat(PINNED.writeTo(file)).isEqualTo(FileChange.UNCHANGED);
        assertThat(file)
                .content()
                .startsWith("# Mine\n\n<!--")
                .contains(PINNED.text())
                .endsWith("-->\n# Mine too\n");
        assertThat(STANDARD.removeFrom(file)).isEqualTo(FileChange.UPDATED);
        assertThat(file).hasContent("# Mine\n# Mine too\n");
    }

    @Test
    void textBehindTheSectionStaysOnALineOfItsOwn() throws IOException {
        Files.writeString(file, "no newline");
        STANDARD.writeTo(file);
        Files.writeString(file, Files.readString(file) + "behind");

        STANDARD.removeFrom(file);

        assertThat(file).content().isEqualTo("no newline\nbehind");
    }

    @Test
    void aCreatedFileWithSomethingOfTheUserStays() throws IOException {
        STANDARD.writeTo(file);
        Files.writeString(file, "# Mine\n" + Files.readString(file));

        assertThat(STANDARD.removeFrom(file)).isEqualTo(FileChange.UPDATED);
        assertThat(file).content().isEqualTo("# Mine\n");
    }

    @Test
    void linesEndAsTheyDoInTheFile() throws IOException {
        Files.writeString(file, "# Mine\r\n");

        STANDARD.writeTo(file);

        assertThat(Files.readString(file).replace("\r\n", "")).doesNotContain("\n", "\r");
    }

    @Test
    void aFileMayChangeItsLineEnds() throws IOException {
        Files.writeString(file, "# Mine\n");
        STANDARD.writeTo(file);
        Files.writeString(file, Files.readString(file).replace("\n", "\r\n"));

        assertThat(STANDARD.writeTo(file)).isEqualTo(FileChange.UNCHANGED);
        STANDARD.removeFrom(file);

        assertThat(file).content().isEqualTo("# Mine\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "ISO-8859-1", "windows-1252", "Shift_JIS", "GB18030", "UTF-16", "x-UTF-16LE-BOM"})
    void theSectionIsInTheEncodingOfTheFile(String name) throws IOException {
        Charset charset = Charset.forName(name);
        String mine = name.startsWith("Shift") || name.startsWith("GB") ? "日本\n" : "für\n";
        Files.writeString(file, mine, charset);
        byte[] before = Files.readAllBytes(file);

        STANDARD.writeTo(file);
        assertThat(Files.readString(file, charset)).startsWith(mine).contains(STANDARD.text());
        assertThat(STANDARD.isIn(file)).isTrue();
        STANDARD.removeFrom(file);

        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void aByteOrderMarkStaysInFront() throws IOException {
        Files.writeString(file, "\uFEFF# Mine\n");

        STANDARD.writeTo(file);

        assertThat(Files.readString(file)).startsWith("\uFEFF# Mine\n").containsOnlyOnce("\uFEFF");
    }

    @Test
    void aBinaryFileIsLeftAlone() throws IOException {
        byte[] before = "für\n".getBytes(StandardCharsets.UTF_16LE);
        Files.write(file, before);

        assertThatThrownBy(() -> STANDARD.writeTo(file))
                .isInstanceOf(FileConflictException.class)
                .hasMessageContaining("no text");
        assertThat(file).hasBinaryContent(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                BEGIN,
                END,
                END + "\n" + BEGIN,
                BEGIN + BEGIN + END,
                BEGIN + END + END,
                BEGIN + END + "\n" + BEGIN + END,
                BEGIN + "a" + BEGIN + "b" + END + "c" + END,
                "<!-- nix-adhoc:begin added=0 x\n" + END,
                "<!-- nix-adhoc:begin -->\n" + END,
                "<!-- nix-adhoc:begin added=9 x -->\n" + END,
                BEGIN + "<!-- nix-adhoc:end"
            })
    void brokenMarkersAreRefused(String broken) throws IOException {
        String before = "mine\n" + broken + "\nmine too\n";
        Files.writeString(file, before);

        for (Runnable verb :
                new Runnable[] {() -> STANDARD.writeTo(file), () -> STANDARD.removeFrom(file), () -> STANDARD.isIn(file)
                }) {
            assertThatThrownBy(verb::run)
                    .isInstanceOfSatisfying(
                            FileConflictException.class,
                            e -> assertThat(e.file()).isEqualTo(file))
                    .hasMessageContaining("marker")
                    .hasMessageContaining(file.toString());
        }
        assertThat(file).content().isEqualTo(before);
    }

    @Test
    void theTargetOfALinkIsWritten() throws IOException {
        Path target = Files.writeString(folder.resolve("target.md"), "# Mine\n");
        Path link = Files.createSymbolicLink(folder.resolve("CLAUDE.md"), Path.of("target.md"));
        Files.createSymbolicLink(file, link);

        STANDARD.writeTo(file);

        assertThat(file).isSymbolicLink();
        assertThat(link).isSymbolicLink();
        assertThat(target).content().contains(STANDARD.text());
    }

    @Test
    void aLinkThatLeadsNowhereGetsATarget() throws IOException {
        Files.createSymbolicLink(file, Path.of("target.md"));

        assertThat(STANDARD.writeTo(file)).isEqualTo(FileChange.CREATED);
        assertThat(folder.resolve("target.md")).content().contains(STANDARD.text());
        assertThat(STANDARD.removeFrom(file)).isEqualTo(FileChange.DELETED);
        assertThat(file).isSymbolicLink();
        assertThat(folder.resolve("target.md")).doesNotExist();
    }

    @Test
    void aLinkToItselfIsAFailure() throws IOException {
        Files.createSymbolicLink(file, file);

        assertThatThrownBy(() -> STANDARD.writeTo(file))
                .isInstanceOf(NixException.class)
                .hasMessageContaining("symbolic links");
    }

    @Test
    void thePermissionsStay() throws IOException {
        Files.writeString(file, "# Mine\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));

        STANDARD.writeTo(file);

        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-rw----"));
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void aMissingDirectoryIsAFailure() {
        assertThatThrownBy(() -> STANDARD.writeTo(folder.resolve("none/AGENTS.md")))
                .isInstanceOf(NixException.class)
                .hasMessageContaining("could not write");
    }
}
