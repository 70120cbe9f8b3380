package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.audit.Audit;
import io.github.nixadhoc.error.ConfinementUnavailableException;
import io.github.nixadhoc.policy.Confinement;
import io.github.nixadhoc.result.RunResult;
import io.github.nixadhoc.testkit.ConfinedSandbox;
import io.github.nixadhoc.testkit.SandboxedClient;
import io.github.nixadhoc.testkit.Trees;
import io.github.nixadhoc.testkit.Waits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The audit of confined programs, which they can neither read nor hold up. */
class KeptAuditIT {

    /** Locks a file for reading, which a file system that is mounted read-only does not prevent. */
    private static final String LOCK =
            "exec perl -MFcntl=:DEFAULT,:flock -e 'for (@ARGV) { open(my $f, \"<\", $_) or next; "
                    + "my $l = pack(\"ssx4qqix4\", F_RDLCK, 0, 0, 0, 0); fcntl($f, F_SETLK, $l) or next; flock($f, LOCK_EX);"
                    + " push @held, $f; } $| = 1; print \"ready\\n\"; sleep 3' ";

    @RegisterExtension
    private static final ConfinedSandbox confined = new ConfinedSandbox();

    private Path top;
    private Path folder;
    private Path record;

    @BeforeEach
    void setUp() throws IOException {
        // not in a folder for temporary files, which is empty inside
        top = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "k");
        folder = Files.createDirectories(top.resolve("records/here"));
        // this JVM remembers what it has written to a record, and would miss it in another one of the same name
        record = folder.resolve(UUID.randomUUID() + ".jsonl");
    }

    @AfterEach
    void clear() throws IOException {
        confined.clear();
        Trees.delete(top);
    }

    private NixClient client(Confinement confinement) {
        return SandboxedClient.builder(confined.sandbox())
                .audit(Audit.to(record).required().patience(Duration.ofMillis(300)))
                .confinement(confinement)
                .build();
    }

    private static ShellCommand script(NixClient nix, String text) {
        return nix.shell("hello").command("/bin/bash", "-c", text).env("PATH", "/usr/bin:/bin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"beside", "in the directory of the program", "by a link"})
    void aProgramCannotHoldUpTheRecord(String place) throws IOException {
        Path named = folder;
        if (place.equals("by a link")) {
            named = Files.createSymbolicLink(top.resolve("turned"), folder);
            record = named.resolve(record.getFileName());
        }
        Path directory = place.startsWith("in the") ? folder : confined.chosen();
        try (NixClient nix = client(Confinement.readOnly().writable(confined.chosen()));
                RunningProgram locker = script(nix, LOCK + folder + "/* " + record + ".lock " + record)
                        .directory(directory)
                        .start()) {
            Waits.until(() -> locker.output().text().contains("ready"));

            nix.run("hello").execute().orThrow();
        }
        assertThat(Files.readString(record)).contains("Exited");
        assertThat(Audit.verify(record).problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cat %s", "ls %s", "head -c 1 %s.lock", "test -s %s"})
    void aProgramCannotReadTheRecord(String attempt) {
        try (NixClient nix = client(Confinement.readOnly())) {
            RunResult result =
                    script(nix, attempt.formatted(record) + " | grep -q .").execute();

            assertThat(result.termination().isSuccess()).isFalse();
            assertThat(Files.exists(record)).isTrue();
        }
    }

    @Test
    void aRecordThatIsRotatedWhileAProgramRunsStaysOutOfReach() throws IOException {
        try (NixClient nix = client(Confinement.readOnly());
                RunningProgram reader = script(nix, "echo ready; read -r go; cat " + folder + "/* 2>&1; echo done")
                        .openStdin()
                        .start()) {
            Waits.until(() -> reader.output().text().contains("ready"));
            Files.move(record, folder.resolve("rotated.1"));
            nix.run("hello").execute().orThrow();

            reader.write("go\n");

            assertThat(Waits.forResult(reader.result()).stdout())
                    .endsWith("done\n")
                    .doesNotContain("previous");
        }
    }

    @Test
    void aChosenFolderThatBecomesALinkToTheRecordIsRefused() throws IOException {
        Path out = top.resolve("out");
        try (NixClient nix = client(Confinement.readOnly().writable(out))) {
            Files.createSymbolicLink(out, folder);

            assertThatThrownBy(() -> nix.run("hello").execute())
                    .isInstanceOf(ConfinementUnavailableException.class)
                    .hasMessageContaining("keep it elsewhere");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"out", "deep/out", "out/deeper"})
    void aChosenFolderThatAnEarlierProgramHasMadeALinkIsRefused(String chosen) throws IOException {
        Path project = Files.createDirectories(top.resolve("project"));
        Path home = Files.createDirectories(top.resolve("home/deeper")).getParent();
        Path out = Files.createDirectories(project.resolve(chosen));
        Path link = chosen.equals("out/deeper") ? out.getParent() : out;
        try (NixClient earlier = client(Confinement.readOnly().writable(project));
                NixClient nix = client(Confinement.readOnly().writable(project, out))) {
            script(earlier, "rm -r " + link + "; ln -s " + home + " " + link)
                    .execute()
                    .orThrow();

            assertThatThrownBy(() -> script(nix, "echo x > " + home + "/new").execute())
                    .isInstanceOf(ConfinementUnavailableException.class)
                    .hasMessageContaining("by a link in " + project);
        }
        assertThat(home.resolve("new")).doesNotExist();
    }

    @Test
    void aLinkThatIsTurnedLaterLeadsTheRecordNowhereElse() throws IOException {
        Path link = top.resolve("turned");
        Files.createSymbolicLink(link, folder);
        record = link.resolve(record.getFileName());
        try (NixClient nix = client(Confinement.readOnly().writable(confined.chosen()))) {
            nix.run("hello").execute().orThrow();
            Files.delete(link);
            Files.createSymbolicLink(link, confined.chosen());

            nix.run("hello").execute().orThrow();
        }
        assertThat(confined.chosen().resolve(record.getFileName())).doesNotExist();
        assertThat(Audit.verify(folder.resolve(record.getFileName())).lines()).isEqualTo(4);
    }

    @Test
    void theFilesOfThisLibraryAreOutOfReach() throws IOException {
        Path state = Path.of(confined.sandbox().environment().get("XDG_STATE_HOME"), "nix-adhoc");
        Path cache = Path.of(confined.sandbox().environment().get("XDG_CACHE_HOME"), "nix-adhoc");
        try (NixClient nix = SandboxedClient.builder(confined.sandbox())
                .confinement(Confinement.readOnly().writable(confined.sandbox().root()))
                .build()) {
            nix.run("hello").execute().orThrow();
            assertThat(cache).isNotEmptyDirectory();

            RunResult result = script(
                            nix,
                            "find " + cache + " -type f; for d in " + state + " " + cache
                                    + "; do echo x > $d/new; done")
                    .execute();

            assertThat(result.stdout()).isEmpty();
        }
        assertThat(cache.resolve("new")).doesNotExist();
        assertThat(state.resolve("new")).doesNotExist();
    }
}
