package io.github.nixadhoc.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.audit.Audit;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.Waits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server without options is the set-up that is recommended for agents, and each loosening has one of its own. */
@Timeout(300)
class RecommendedSetUpIT {

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    @TempDir
    private Path state;

    private Map<String, String> environment() {
        Map<String, String> environment = ServerCommand.environment(sandbox);
        environment.put("XDG_STATE_HOME", state.toString());
        environment.put("ANTHROPIC_API_KEY", "hunter2");
        return environment;
    }

    private Path record() {
        return state.resolve("nix-adhoc").resolve("mcp-audit.jsonl");
    }

    private RawClient connect(String... options) throws Exception {
        List<String> command = new ArrayList<>(ServerCommand.of(sandbox, options));
        command.add("--unattended");
        RawClient client = new RawClient(command, environment());
        client.greet();
        return client;
    }

    private static String run(RawClient client, int id, String arguments) throws Exception {
        client.run(id, arguments);
        return Halves.of(client.answer(id)).text();
    }

    @Test
    void aShellIsNoProgramForAModelUnlessScriptsAreAllowed() throws Exception {
        try (RawClient client = connect()) {
            assertThat(run(client, 1, "{'packages':['bash'],'args':['-c','echo PWNED']}"))
                    .startsWith("denied")
                    .contains("shell");
            assertThat(run(client, 2, "{'packages':['dash'],'program':'dash','args':['-c','echo PWNED']}"))
                    .startsWith("denied");
            assertThat(run(client, 3, "{'packages':['hello'],'script':'echo PWNED'}"))
                    .contains("scripts are not allowed here");
        }
        try (RawClient client = connect("--allow-scripts")) {
            assertThat(run(client, 1, "{'packages':['hello'],'script':'hello && echo in a shell'}"))
                    .contains("exited with code 0", "Hello, world!", "in a shell");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--confine", "--unconfined"})
    void theEnvironmentAndTheCommandLineOfTheServerAreOutOfReach(String option) throws Exception {
        try (RawClient client = connect(option)) {
            String files = "/proc/" + client.server().pid() + "/";

            assertThat(run(client, 1, "{'packages':['cat'],'args':['" + files + "environ']}"))
                    .contains("exited with code 1")
                    .doesNotContain("hunter2");
            assertThat(run(client, 2, "{'packages':['cat'],'args':['" + files + "cmdline']}"))
                    .contains("exited with code 1");
            assertThat(run(client, 3, "{'packages':['print-env'],'args':['ANTHROPIC_API_KEY','NO_COLOR']}"))
                    .contains("NO_COLOR=1")
                    .doesNotContain("hunter2");
        }
    }

    @Test
    void noFileChangesUnlessItsFolderIsWritable() throws Exception {
        Path folder = Files.createDirectory(sandbox.root().resolve("folder"));
        String script = "{'packages':['hello'],'script':'echo x > folder/file; echo $?'}";
        try (RawClient client = connect("--allow-scripts")) {
            assertThat(run(client, 1, script)).contains("Read-only file system");
        }
        assertThat(folder).isEmptyDirectory();
        try (RawClient client = connect("--allow-scripts", "--writable", folder.toString())) {
            assertThat(run(client, 1, script)).doesNotContain("Read-only");
        }
        assertThat(folder.resolve("file")).hasContent("x");
    }

    @Test
    void noFileIsReadUnlessItsFolderIsReadable() throws Exception {
        Path secret = Files.writeString(
                Files.createDirectory(sandbox.root().resolve("home/secrets")).resolve("key"), "hunter2");
        String read = "{'packages':['cat'],'args':['" + secret + "']}";
        try (RawClient client = connect("--directory", state.toString())) {
            assertThat(run(client, 1, read)).contains("exited with code 1").doesNotContain("hunter2");
        }
        try (RawClient client = connect(
                "--directory",
                state.toString(),
                "--readable",
                secret.getParent().toString())) {
            assertThat(run(client, 1, read)).contains("exited with code 0", "hunter2");
        }
    }

    @Test
    void theFilesOfTheWorkingDirectoryAreRead() throws Exception {
        Files.writeString(state.resolve("file"), "of the working directory");
        try (RawClient client = connect("--directory", state.toString())) {
            assertThat(run(client, 1, "{'packages':['cat'],'args':['file']}")).contains("of the working directory");
        }
    }

    @Test
    void otherFlakesAreRefusedUnlessTheyAreAllowed() throws Exception {
        String other = "{'packages':['path:" + sandbox.nixpkgs().directory() + "#cowsay'],'args':['moo']}";
        try (RawClient client = connect()) {
            assertThat(run(client, 1, other)).contains("flake references and paths are not allowed here");
        }
        try (RawClient client = connect("--allow-any-flake")) {
            assertThat(run(client, 1, other)).contains("< moo >");
            assertThat(run(client, 2, "{'packages':['bash'],'args':['-c','echo PWNED']}"))
                    .startsWith("denied");
        }
    }

    @Test
    void eachDecisionAndEachRunIsRecordedForThisUserOnly() throws Exception {
        try (RawClient client = connect()) {
            assertThat(run(client, 1, "{'packages':['cowsay'],'args':['moo']}")).contains("< moo >");
            assertThat(run(client, 2, "{'packages':['bash']}")).startsWith("denied");
        }

        assertThat(Audit.verify(record()).problems()).isEmpty();
        assertThat(Files.readAllLines(record()))
                .anyMatch(line -> line.contains("\"decision\":\"allow\"") && line.contains("no network"))
                .anyMatch(line -> line.contains("\"decision\":\"deny\""))
                .anyMatch(line -> line.contains("\"event\":\"run\""));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(record().getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void aLoosenedConfinementIsInTheRecord() throws Exception {
        try (RawClient client = connect(
                "--network", "--writable", sandbox.root().resolve("home").toString())) {
            assertThat(run(client, 1, "{'packages':['cowsay'],'args':['moo']}")).contains("< moo >");
        }
        assertThat(Files.readString(record())).contains("writable [", ", network\"");
    }

    @Test
    void withoutAnAuditNothingIsRecorded() throws Exception {
        try (RawClient client = connect("--no-audit")) {
            assertThat(run(client, 1, "{'packages':['cowsay'],'args':['moo']}")).contains("< moo >");
        }
        assertThat(record()).doesNotExist();
    }

    @Test
    void whereNothingCanBeRecordedTheServerDoesNotStart() throws Exception {
        Files.writeString(state.resolve("file"), "");
        ProcessBuilder builder = new ProcessBuilder(ServerCommand.of(sandbox));
        builder.environment().clear();
        builder.environment().putAll(environment());
        builder.environment().put("XDG_STATE_HOME", state.resolve("file").toString());
        Process server = builder.start();

        Waits.forExit(server);

        assertThat(server.exitValue()).isEqualTo(2);
        assertThat(server.inputReader().lines()).isEmpty();
        assertThat(server.errorReader().lines().toList().get(0))
                .contains("the folder of the record cannot be made", "--audit FILE", "--no-audit");
    }

    @Test
    void withoutBackgroundNoProgramGoesOnAfterItsCall() throws Exception {
        try (RawClient client = connect("--no-background")) {
            assertThat(run(client, 1, "{'packages':['sleeper'],'background':true}"))
                    .contains("leave out background");
            assertThat(stopped(client)).startsWith("stopped after");
            Waits.until(() -> client.server().descendants().findAny().isEmpty());
        }
    }

    /** Returns the reply to a run whose time was up after its program had begun, which takes longer on a busy machine. */
    private static String stopped(RawClient client) throws Exception {
        String reply = "";
        for (int seconds = 1; seconds <= 64; seconds *= 4) {
            reply = run(client, 1 + seconds, "{'packages':['sleeper'],'timeout_seconds':" + seconds + "}");
            if (!reply.contains("while Nix was still at work")) {
                break;
            }
        }
        return reply;
    }
}
