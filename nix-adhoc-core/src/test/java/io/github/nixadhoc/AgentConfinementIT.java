package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.agent.NixTool;
import io.github.nixadhoc.audit.Audit;
import io.github.nixadhoc.error.ConfinementUnavailableException;
import io.github.nixadhoc.policy.CleanRoom;
import io.github.nixadhoc.policy.Confinement;
import io.github.nixadhoc.policy.Policies;
import io.github.nixadhoc.testkit.ConfinedSandbox;
import io.github.nixadhoc.testkit.SandboxedClient;
import io.github.nixadhoc.testkit.Trees;
import io.github.nixadhoc.testkit.Waits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The confinement for agents, in which a program sees no files but those of the system and those that are named. */
class AgentConfinementIT {

    @RegisterExtension
    private static final ConfinedSandbox confined = new ConfinedSandbox();

    private Path top;
    private Path home;
    private Path project;

    @BeforeEach
    void setUp() throws IOException {
        // not in a folder for temporary files, which is empty inside
        top = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "a");
        home = Files.createDirectories(top.resolve("home"));
        project = Files.createDirectories(home.resolve("project"));
        Files.writeString(project.resolve("file"), "text");
        Files.writeString(home.resolve(".netrc"), "password");
        Files.writeString(home.resolve("notes"), "private");
        Files.writeString(top.resolve("elsewhere"), "private");
    }

    @AfterEach
    void clear() throws IOException {
        Trees.delete(top);
        confined.clear();
    }

    private NixClientBuilder builder(Confinement confinement) {
        Map<String, String> environment = new HashMap<>(confined.sandbox().environment());
        environment.put("HOME", home.toString());
        return SandboxedClient.builder(confined.sandbox(), environment).confinement(confinement);
    }

    private ShellCommand script(NixClient nix, String text) {
        return nix.shell("hello")
                .command("/bin/bash", "-c", text)
                .env("PATH", "/usr/bin:/bin")
                .env("TOP", top.toString())
                .directory(project);
    }

    private boolean succeeds(NixClient nix, String text) {
        return script(nix, text).execute().termination().isSuccess();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '~', textBlock = """
            a file of the home directory     ~ test -e $HOME/notes
            a password                       ~ grep -q . $HOME/.netrc
            a file elsewhere                 ~ test -e $TOP/elsewhere
            the root of the file system      ~ ls /root/* /home/* /srv/* /var/log/*
            settings of the machine          ~ test -e /etc/shadow || test -e /etc/ssh || test -e /etc/sudoers
            the folder above by a link       ~ ls $TOP/home/project/../notes
            """)
    void aProgramDoesNotSee(String what, String attempt) {
        try (NixClient nix = builder(Confinement.forAgents()).build()) {
            assertThat(succeeds(nix, attempt)).isFalse();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '~', textBlock = """
            its directory                    ~ grep -q text file && test "$(ls)" = file
            programs of the system           ~ ls -l /etc/passwd | sort | wc -l
            its name                         ~ id -un
            a home for its own files         ~ mkdir -p $HOME/.cache/x && echo x > $HOME/.cache/x/y && grep -q x $HOME/.cache/x/y
            temporary files                  ~ mktemp && mktemp -p /var/tmp
            devices                          ~ echo x > /dev/null && head -c 1 /dev/urandom
            its own processes                ~ test -d /proc/self && test $(ls -d /proc/[0-9]* | wc -l) -lt 20
            numbers of processors            ~ nproc && test -d /sys/devices
            """)
    void aProgramHas(String what, String script) {
        try (NixClient nix = builder(Confinement.forAgents()).build()) {
            assertThat(script(nix, script).execute().orThrow().exitCode()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo x > file", "echo x > new", "echo x > /new", "mkdir /usr/new", "echo x > /etc/new"})
    void nothingOfTheHostIsChanged(String attempt) {
        try (NixClient nix = builder(Confinement.forAgents()).build()) {
            assertThat(succeeds(nix, attempt)).isFalse();
        }
        assertThat(project.resolve("file")).hasContent("text");
    }

    @Test
    void whatIsNamedCanBeReadOrChanged() {
        Confinement confinement = Confinement.forAgents()
                .readable(home.resolve("notes"), home.resolve(".netrc"), top.resolve("missing"))
                .writable(project);
        try (NixClient nix = builder(confinement).build()) {
            script(nix, "grep -q private $HOME/notes && grep -q password $HOME/.netrc && echo new > new")
                    .execute()
                    .orThrow();
            assertThat(succeeds(nix, "echo x > $HOME/notes")).isFalse();
        }
        assertThat(project.resolve("new")).hasContent("new\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {".netrc", ".git-credentials", ".npmrc", "notes"})
    void aFileThatIsReplacedOrCreatedWhileItRunsStaysHidden(String name) throws IOException {
        try (NixClient nix = builder(Confinement.forAgents()).build();
                RunningProgram program = script(nix, "echo ready; read -r go; cat $HOME/" + name + "; echo done")
                        .openStdin()
                        .start()) {
            Waits.until(() -> program.output().text().contains("ready"));
            Path next = Files.writeString(home.resolve("next"), "a new password");
            Files.move(next, home.resolve(name), StandardCopyOption.ATOMIC_MOVE);

            program.write("go\n");

            assertThat(Waits.forResult(program.result()).stdout())
                    .endsWith("done\n")
                    .doesNotContain("password");
        }
    }

    @Test
    void toolsWithTheRecommendedSetUpRun() throws IOException {
        Path record = Files.createDirectory(project.resolve("audit")).resolve("audit.jsonl");
        try (NixClient nix = builder(Confinement.forAgents())
                        .policy(Policies.forAgents())
                        .cleanRoom(CleanRoom.forAgents())
                        .audit(Audit.to(record).by("my agent").required())
                        .build();
                NixTool tool = NixTool.builder(nix).directory(project).build()) {
            assertThat(tool.call("nix_run", Map.of("packages", List.of("cowsay"), "args", List.of("hi")))
                            .text())
                    .contains("< hi >");
            assertThat(tool.call("nix_run", Map.of("packages", List.of("cat"), "args", List.of("file")))
                            .text())
                    .contains("text");
            assertThat(tool.call("nix_run", Map.of("packages", List.of("cat"), "args", List.of("audit/audit.jsonl")))
                            .text())
                    .contains("No such file");
        }
        assertThat(Audit.verify(record).problems()).isEmpty();
    }

    @Test
    void aLinkThatAnEarlierProgramHasMadeShowsNoOtherDirectory() throws IOException {
        Path other = Files.createDirectory(top.resolve("other"));
        Files.writeString(other.resolve("notes"), "private");
        try (NixClient nix = builder(Confinement.forAgents().writable(project)).build()) {
            script(nix, "ln -s " + home + " out; ln -s " + other + " further")
                    .execute()
                    .orThrow();

            assertThat(script(nix, "cat notes")
                            .directory(project.resolve("out"))
                            .execute()
                            .stdout())
                    .isEmpty();
            assertThatThrownBy(() -> script(nix, "cat notes")
                            .directory(project.resolve("further"))
                            .execute())
                    .isInstanceOf(ConfinementUnavailableException.class)
                    .hasMessageContaining("by a link in " + project);
        }
    }

    @Test
    void aDetachedProgramAndAPipelineRun() {
        try (NixClient nix = builder(Confinement.forAgents()).build()) {
            DetachedProgram program = script(nix, "cat; cat file").stdin("in ").startDetached();
            assertThat(program.awaitEnd(Waits.LIMIT)).isTrue();
            assertThat(program.output().text()).isEqualTo("in text");
            assertThat(nix.shell("hello", "count-stdin")
                            .directory(project)
                            .pipeline(stages -> stages.command("hello").pipe("count-stdin"))
                            .execute()
                            .stdout()
                            .strip())
                    .isEqualTo("14");
        }
    }
}
