package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.nixadhoc.agent.NixTool;
import io.github.nixadhoc.agent.ToolReply;
import io.github.nixadhoc.error.ConfinementUnavailableException;
import io.github.nixadhoc.policy.CleanRoom;
import io.github.nixadhoc.policy.Confinement;
import io.github.nixadhoc.policy.Policies;
import io.github.nixadhoc.testkit.ConfinedSandbox;
import io.github.nixadhoc.testkit.NixDaemon;
import io.github.nixadhoc.testkit.Ran;
import io.github.nixadhoc.testkit.SandboxedClient;
import io.github.nixadhoc.testkit.Waits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Attempts of programs in a clean room to read the environment and the command line of the JVM. */
class HiddenProcessesIT {

    private static final String READ_ENVIRONMENT =
            "PATH=/usr/bin:/bin; grep -q . /proc/$JVM/environ && tr '\\0' '\\n' < /proc/$JVM/environ";

    private static final String JVM = Long.toString(ProcessHandle.current().pid());

    @RegisterExtension
    private static final ConfinedSandbox confined = new ConfinedSandbox();

    private static NixClient open;
    private static NixClient inRoom;

    @BeforeAll
    static void buildClients() {
        open = confined.closing(SandboxedClient.of(confined.sandbox()));
        inRoom = confined.closing(SandboxedClient.builder(confined.sandbox())
                .cleanRoom(CleanRoom.forAgents())
                .build());
    }

    private static ShellCommand script(NixClient nix, String text) {
        return nix.shell("hello")
                .command("/bin/bash", "-c", text)
                .env("JVM", JVM)
                .env("PATH", "/usr/bin:/bin:/usr/sbin:/sbin");
    }

    private static boolean succeeds(ShellCommand command) {
        return command.execute().termination().isSuccess();
    }

    // the quote is |, because the scripts contain the others
    @ParameterizedTest(name = "{0}")
    @CsvSource(quoteCharacter = '|', delimiter = '~', textBlock = """
            the environment of the JVM          ~ grep -q . /proc/$JVM/environ
            its command line                    ~ grep -q java /proc/$JVM/cmdline
            the command lines of all            ~ cat /proc/[0-9]*/cmdline | tr '\\0' ' ' | grep -q 'java[ ]'
            the parent of its parent            ~ tr "\\\\0" " " < /proc/$PPID/cmdline | grep -q "bin/jav[a] "
            the memory of the JVM               ~ exec 3< /proc/$JVM/mem
            its files                           ~ ls /proc/$JVM/fd/0
            its root                            ~ test -e /proc/$JVM/root/bin/sh
            what it shows of itself             ~ test -s /tmp/hsperfdata_$(id -un)/$JVM
            a signal to it                      ~ kill -0 $JVM
            """)
    void aProgramInACleanRoomDoesNotSee(String what, String attempt) {
        assertThat(succeeds(script(open, attempt))).as("outside").isTrue();
        assertThat(succeeds(script(inRoom, attempt))).isFalse();
        assertThat(succeeds(script(open, attempt).cleanRoom(CleanRoom.forAgents())))
                .as("in the clean room of the command")
                .isFalse();
    }

    /** Not attempted outside, nor where there is no wall, because the scripts would harm the host. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(quoteCharacter = '|', delimiter = '~', textBlock = """
            unmount                             ~ umount /proc; umount -l /proc; test -d /proc/$JVM
            in a namespace of its own           ~ unshare -Urm sh -c "umount -l /proc; test -d /proc/$JVM"
            mount again                         ~ mkdir -p m; mount -t proc proc m && test -d m/$JVM
            enter that of another               ~ nsenter -t 1 -p -m test -d /proc/$JVM && test -d /proc/$JVM
            """)
    void norByTakingTheWallAway(String how, String attempt) {
        String guarded = "if test -d /proc/$JVM; then exit 0; fi; " + attempt;

        assertThat(succeeds(script(inRoom, guarded).directory(confined.chosen())))
                .isFalse();
    }

    enum Way {
        PIPELINE,
        BACKGROUND,
        DETACHED,
        SESSION,
        TOOL
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void noWayOfStartingShowsTheEnvironmentOfTheJvm(Way way) {
        String secret = System.getenv("PATH");
        String output = switch (way) {
            case PIPELINE ->
                inRoom.shell("hello", "count-stdin")
                        .pipeline(stages -> stages.command("/bin/echo", "x")
                                .pipe("/bin/bash", "-c", READ_ENVIRONMENT.replace("$JVM", JVM)))
                        .execute()
                        .stdout();
            case BACKGROUND -> {
                try (RunningProgram program = script(inRoom, READ_ENVIRONMENT).start()) {
                    yield Waits.forResult(program.result()).stdout();
                }
            }
            case DETACHED -> {
                DetachedProgram program = script(inRoom, READ_ENVIRONMENT).startDetached();
                assertThat(program.awaitEnd(Waits.LIMIT)).isTrue();
                yield program.output().text();
            }
            case SESSION -> {
                try (NixSession session = inRoom.openSession()) {
                    yield session.shell("hello")
                            .command("/bin/bash", "-c", READ_ENVIRONMENT)
                            .env("JVM", JVM)
                            .env("PATH", "/usr/bin:/bin")
                            .execute()
                            .stdout();
                }
            }
            case TOOL -> {
                try (NixTool tool = NixTool.builder(open).allowScripts().build()) {
                    ToolReply reply = tool.call(
                            "nix_run",
                            Map.of(
                                    "packages",
                                    List.of("hello"),
                                    "script",
                                    READ_ENVIRONMENT.replace("$JVM", JVM)
                                            + "; cat /proc/*/environ | tr '\\0' '\\n' | grep ^PATH"));
                    yield reply.toString();
                }
            }
        };
        assertThat(output).doesNotContain("JAVA_HOME=").doesNotContain("PATH=" + secret + "\n");
    }

    @Test
    void filesAndDirectoryAreThoseOfTheHost() throws IOException {
        Path written = confined.chosen().resolve("written");

        inRoom.shell("hello")
                .script("hello > written; echo $$ > pid")
                .directory(confined.chosen())
                .execute()
                .orThrow();

        assertThat(written).hasContent("Hello, world!");
    }

    @Test
    void anotherMountOfTheProcessesIsHiddenToo() throws IOException {
        assumeTrue(ConfinedSandbox.isRoot(), "only root can mount");
        Path other = confined.other("other-proc");
        Ran mounted = Ran.run(
                List.of("mount", "-t", "proc", "proc", other.toString()),
                confined.sandbox().environment(),
                other,
                new byte[0],
                Waits.LIMIT);
        assumeTrue(mounted.exitCode() == 0, "this machine does not let root mount");
        try {
            String attempt = "grep -q . " + other + "/$JVM/environ";
            assertThat(succeeds(script(open, attempt))).as("outside").isTrue();
            assertThat(succeeds(script(inRoom, attempt))).isFalse();
            assertThat(succeeds(script(confined.closing(confined.builder().build()), attempt)))
                    .isFalse();
        } finally {
            Ran.run(
                            List.of("umount", other.toString()),
                            confined.sandbox().environment(),
                            confined.chosen(),
                            new byte[0],
                            Waits.LIMIT)
                    .requireSuccess();
        }
    }

    @Test
    void aPlainUserIsKeptFromItAsWell() throws IOException {
        assumeTrue(ConfinedSandbox.isRoot(), "only root can be another user");
        try (ConfinedSandbox own = new ConfinedSandbox();
                NixDaemon daemon = NixDaemon.start(own.sandbox())) {
            Map<String, String> environment = new HashMap<>(daemon.environmentOfNobody());
            environment.put("ANTHROPIC_API_KEY", "open-sesame");
            List<String> words = new ArrayList<>();
            for (String room : List.of("", "agents")) {
                words.add(String.join(
                        "\n",
                        ForkedJvm.in(own.sandbox())
                                .behind(daemon.asNobody(List.of()))
                                .with(environment)
                                .run(
                                        "registry=" + SandboxedClient.emptyRegistry(own.sandbox()),
                                        "room=" + room,
                                        "verb=environments",
                                        "hello")));
            }
            assertThat(words.get(0)).contains("stdout ANTHROPIC_API_KEY=open-sesame");
            assertThat(words.get(1)).contains("exit code").doesNotContain("open-sesame");
        }
    }

    /** The set-up that the page on agents recommends. */
    @Test
    void theRecommendedSetUpKeepsKeysAndFilesOfTheUser() throws IOException {
        Path home = confined.other("home");
        Files.writeString(home.resolve("key"), "open-sesame");
        Map<String, String> environment = new HashMap<>(confined.sandbox().environment());
        environment.put("HOME", home.toString());
        try (NixClient nix = SandboxedClient.builder(confined.sandbox(), environment)
                        .policy(Policies.forAgents())
                        .cleanRoom(CleanRoom.forAgents())
                        .confinement(Confinement.forAgents())
                        .build();
                NixTool tool = NixTool.builder(nix).directory(confined.chosen()).build()) {
            String reply = tool.call("nix_run", Map.of("packages", List.of("show"), "args", List.of("x")))
                    .toString();
            assertThat(reply).doesNotContain("JAVA_HOME");
            assertThat(nix.hidesProcesses()).isTrue();
        }
    }

    @Test
    void whereTheMachineCannotItIsToldAtBuildTime() throws IOException {
        Path broken = confined.other("broken");
        Path bwrap = Files.writeString(broken.resolve("bwrap"), "#!/bin/sh\necho no namespaces >&2\nexit 1\n");
        Files.setPosixFilePermissions(bwrap, PosixFilePermissions.fromString("rwxr-xr-x"));
        Map<String, String> environment = new HashMap<>(confined.sandbox().environment());
        environment.put("PATH", broken + ":/usr/bin:/bin");
        NixClientBuilder builder = SandboxedClient.builder(confined.sandbox(), environment);

        try (NixClient nix = builder.cleanRoom(CleanRoom.forAgents()).build()) {
            assertThat(nix.hidesProcesses()).isFalse();
            assertThat(nix.run("hello").text()).isEqualTo("Hello, world!");
        }
        NixClientBuilder confining = builder.confinement(Confinement.forAgents());
        assertThatThrownBy(confining::build)
                .isInstanceOf(ConfinementUnavailableException.class)
                .hasMessageContaining("no namespaces");
    }
}
