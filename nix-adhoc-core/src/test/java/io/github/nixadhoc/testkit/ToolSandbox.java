package io.github.nixadhoc.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.agent.NixTool;
import io.github.nixadhoc.audit.Audit;
import io.github.nixadhoc.event.NixEvent;
import io.github.nixadhoc.policy.CommandPolicy;
import io.github.nixadhoc.policy.Decision;
import io.github.nixadhoc.policy.Policies;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@link NixTool} on a Nix of its own, for the conversation of a test: its policy denies what has {@code --force} in it, and
 * all is recorded. To be registered by {@link org.junit.jupiter.api.extension.RegisterExtension}; after the test it is closed, which fails
 * where a program still runs.
 */
public final class ToolSandbox extends TestResource {

    /** What a reply may have with all that a framework sends of it, unless the tool is told otherwise. */
    public static final int MOST_OF_A_REPLY = 16 << 10;

    /** Stands in the input of a call for the id that the last reply has told. */
    public static final String LAST_ID = "@id";

    private static final Pattern ID = Pattern.compile("id\\W{1,5}(r[a-z0-9]{12})\\b");

    private final NixSandbox sandbox = closing(NixSandbox.create());
    private final Path record = sandbox.root().resolve("audit.jsonl");
    private final CountDownLatch started = new CountDownLatch(1);
    private final NixClient client = closing(SandboxedClient.builder(sandbox)
            .audit(Audit.to(record))
            .listener(event -> {
                if (event instanceof NixEvent.ProgramStarted) {
                    started.countDown();
                }
            })
            // what is run again is of a locked revision
            .policy(CommandPolicy.allOf(
                    command -> command.command().contains("--force") ? Decision.deny("not by force") : Decision.allow(),
                    Policies.anyPackage()))
            .build());
    private final NixTool tool = closing(NixTool.builder(client)
            .allowScripts()
            .runLimit(Duration.ofSeconds(20))
            .build());

    public NixSandbox sandbox() {
        return sandbox;
    }

    public NixClient client() {
        return client;
    }

    public NixTool tool() {
        return tool;
    }

    /** Where decisions and runs are recorded. */
    public Path record() {
        return record;
    }

    /** Waits until the first program runs. */
    public void awaitProgram() {
        Waits.forLatch(started);
    }

    /** To be called at the end of a conversation in which {@code --force} was denied and {@code cowsay moo} was run. */
    public void assertTheRecordIsWholeAndRunsAgain() throws IOException {
        List<String> lines = Files.readAllLines(record);
        String ran = lines.stream()
                .filter(line -> line.contains("\"decision\":\"allow\"") && line.contains("\"moo\""))
                .findFirst()
                .orElseThrow();

        assertThat(Audit.verify(record).problems()).isEmpty();
        assertThat(lines).anyMatch(line -> line.contains("\"decision\":\"deny\"") && line.contains("--force"));
        assertThat(client.replay(ran).text()).contains("< moo >");
    }

    /** What a model says in a conversation that searches, plans, is refused, runs, pages and cleans up. */
    public static List<Call> conversation() {
        return List.of(
                new Call("nix_search", "{'query':'cow'}"),
                new Call("nix_plan", "{'packages':['cowsay'],'args':['moo']}"),
                new Call("nix_run", "{'packages':['cowsay'],'args':['--force']}"),
                new Call("nix_run", "{'packages':['cowsay'],'args':['moo']}"),
                new Call("nix_run", "{'packages':['hello'],'script':'seq 1 20000'}"),
                new Call("nix_run", "{'id':'" + LAST_ID + "','offset':16000}"),
                new Call("nix_run", "{'packages':['sleeper'],'background':true}"),
                new Call("nix_run", "{'id':'" + LAST_ID + "','stop':true}"));
    }

    /** Insists on the replies to {@link #conversation}, and on their record. */
    public void assertIsTheConversation(List<String> texts) throws IOException {
        assertThat(texts).hasSize(8);
        assertThat(texts.get(0)).contains("cowsay (1.0)");
        assertThat(texts.get(1)).contains("bin/cowsay moo").contains("nothing was run");
        assertThat(texts.get(2)).contains("denied").contains("not by force");
        assertThat(texts.get(3)).contains("< moo >");
        assertThat(texts.get(4))
                .contains("bytes left out")
                .contains("\n20000\n")
                .hasSizeLessThanOrEqualTo(MOST_OF_A_REPLY);
        assertThat(texts.get(5)).contains("from byte 16000").contains("next offset");
        assertThat(texts.get(6)).contains("still at work");
        assertThat(texts.get(7)).contains("stopped");
        assertTheRecordIsWholeAndRunsAgain();
    }

    /** Insists on what an example prints of its conversation, the last of it being this. */
    public static void assertShowsItsConversation(Consumer<PrintStream> example, String... last) {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();

        example.accept(new PrintStream(shown, true, UTF_8));

        List<String> parts =
                new ArrayList<>(List.of("→ nix_search", "cowsay (1.0)", "→ nix_plan", "nothing was run", "→ nix_run"));
        parts.addAll(List.of(last));
        assertThat(shown.toString(UTF_8)).containsSubsequence(parts);
    }

    /** Has the evaluation of a package fail with 60 KB, and a search find packages with long descriptions. */
    public static void makeVerbose(NixSandbox sandbox) throws IOException {
        Path flake = sandbox.nixpkgs().directory().resolve("failures.nix");
        String wordy = """
                  throws = throw (builtins.concatStringsSep "" (builtins.genList (i: "it \\"fails\\" ") 5000));
                } // builtins.listToAttrs (builtins.genList (i: {
                  name = "wordy-${toString i}";
                  value = package "wordy-${toString i}" {
                    description = builtins.concatStringsSep " " (builtins.genList (j: "many \\"words\\"") 20);
                  } "";
                }) 60) // {
                """;
        Files.writeString(
                flake, Files.readString(flake).replaceFirst("(?m)^ *throws = .*\n", Matcher.quoteReplacement(wordy)));
    }

    /** The last id that a reply tells, in whatever form a framework shows it; empty if it tells none. */
    public static String id(String reply) {
        return ID.matcher(reply).results().map(found -> found.group(1)).reduce("", (before, last) -> last);
    }

    /** What has a tool on a verbose sandbox say as much as it can; single quotes stand for double ones. */
    public static List<Call> verboseCalls() {
        return List.of(
                new Call("nix_run", "{'packages':['throws']}"),
                new Call("nix_search", "{'query':'wordy','limit':50}"),
                new Call("nix_run", "{'packages':['hello'],'script':'seq 1 20000; seq 1 20000 >&2'}"));
    }

    /** Input that a model may give to a tool. */
    public record Call(String tool, String input) {}
}
