package io.github.nixadhoc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.agent.NixTool;
import io.github.nixadhoc.agent.ToolReply;
import io.github.nixadhoc.agent.ToolStatus;
import io.github.nixadhoc.audit.Audit;
import io.github.nixadhoc.error.CommandDeniedException;
import io.github.nixadhoc.policy.CommandKind;
import io.github.nixadhoc.policy.CommandPolicy;
import io.github.nixadhoc.policy.Decision;
import io.github.nixadhoc.policy.PlannedCommand;
import io.github.nixadhoc.policy.Policies;
import io.github.nixadhoc.result.RunResult;
import io.github.nixadhoc.testkit.NixCalls;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.SandboxedClient;
import io.github.nixadhoc.testkit.Shown;
import io.github.nixadhoc.testkit.Waits;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All ways to start a program: a denial starts nothing, and exactly the allowed command runs. */
class ReviewedWaysIT {

    /** Words that change unless they are passed on exactly. */
    private static final String[] WORDS = {"a b", "", "$(id)", "--", "'\"\\", "\u00e9", "*"};

    /** A client whose policy allows nothing. */
    @RegisterExtension
    private static final NixSandbox untouched = NixSandbox.create();

    @RegisterExtension
    private static final NixSandbox sandbox = NixSandbox.create();

    private static ServerSocketChannel display;

    private final List<PlannedCommand> seen = new CopyOnWriteArrayList<>();
    private final NixCalls calls = new NixCalls();

    @BeforeAll
    static void openDisplay() throws Exception {
        display = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        display.bind(UnixDomainSocketAddress.of(sandbox.root().resolve("w")));
        sandbox.settled();
    }

    @AfterAll
    static void closeDisplay() throws IOException {
        display.close();
    }

    /** A way to start programs. Returns the words that the programs themselves have seen. */
    enum Way {
        RUN(CommandKind.RUN, (nix, line) -> shown(show(nix).execute())),
        WARM(CommandKind.RUN, (nix, line) -> shown(show(nix).execute())),
        REPLAY(CommandKind.RUN, (nix, line) -> shown(nix.replay(line).execute())),
        SHELL(
                CommandKind.SHELL,
                (nix, line) -> shown(nix.shell("show").command("show", WORDS).execute())),
        SCRIPT(
                CommandKind.SCRIPT,
                (nix, line) -> List.of(words(nix.shell("bash", "show")
                        .script("/bin/cat /proc/$$/cmdline; true")
                        .args(WORDS)
                        .execute()
                        .stdout()))),
        PIPELINE(CommandKind.RUN, (nix, line) -> {
            Shown last = Shown.parse(Pipeline.of(nix.run("cat").args("--", "/proc/self/cmdline"))
                    .pipe(show(nix))
                    .execute()
                    .stdout()
                    .getBytes(UTF_8));
            return List.of(words(last.stdin()), program(last));
        }),
        BACKGROUND(CommandKind.RUN, (nix, line) -> {
            try (RunningProgram program = show(nix).start()) {
                return shown(Waits.forResult(program.result()));
            }
        }),
        DETACHED(CommandKind.RUN, (nix, line) -> shown(show(nix).startDetached())),
        GRAPHICAL(CommandKind.RUN, (nix, line) -> shown(show(nix).startGui())),
        SESSION(CommandKind.RUN, (nix, line) -> {
            try (NixSession session = nix.openSession()) {
                return shown(session.run("show").args(WORDS).execute());
            }
        }),
        TOOL(CommandKind.RUN, (nix, line) -> called(nix, Map.of("packages", List.of("show"), "args", List.of(WORDS)))),
        PREFETCH(CommandKind.PREFETCH, (nix, line) -> {
            assertThat(nix.prefetch("show").execute().packages()).hasSize(1);
            return List.of();
        }),
        PIN(CommandKind.PIN, (nix, line) -> {
            assertThat(nix.pin("show").as("kept").execute().storePaths()).hasSize(1);
            return List.of();
        }),
        KEPT_OF_SESSION(CommandKind.PIN, (nix, line) -> {
            try (NixSession session = nix.openSession()) {
                assertThat(session.keep("show").storePaths()).hasSize(1);
            }
            return List.of();
        });

        private final CommandKind kind;
        private final Start start;

        Way(CommandKind kind, Start start) {
            this.kind = kind;
            this.start = start;
        }

        /** Returns whether it needs an earlier run. */
        boolean isAgain() {
            return this == WARM || this == REPLAY;
        }
    }

    private interface Start {
        List<List<String>> with(NixClient nix, String recorded);
    }

    private static RunCommand show(NixClient nix) {
        return nix.run("show").args(WORDS);
    }

    private static List<List<String>> shown(RunResult result) {
        return shown(result.orThrow().stdout().getBytes(UTF_8));
    }

    private static List<List<String>> shown(DetachedProgram program) {
        assertThat(program.awaitEnd(Waits.LIMIT)).isTrue();
        return shown(program.output().bytes());
    }

    private static List<List<String>> shown(byte[] printed) {
        return List.of(program(Shown.parse(printed)));
    }

    /** Returns the words without the shell that interprets them. */
    private static List<String> program(Shown shown) {
        return shown.arguments().subList(1, shown.arguments().size());
    }

    private static List<String> words(String nulTerminated) {
        return List.of(nulTerminated.substring(0, nulTerminated.length() - 1).split("\0", -1));
    }

    private static List<List<String>> called(NixClient nix, Map<String, Object> input) {
        try (NixTool tool = NixTool.of(nix)) {
            ToolReply reply = tool.call("nix_run", input);
            if (reply.status() == ToolStatus.DENIED) {
                throw new RefusedByTool();
            }
            String text = reply.text();
            return shown(text.substring(text.indexOf("cmdline ")).getBytes(UTF_8));
        }
    }

    private static final class RefusedByTool extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static Path record(String name) {
        return sandbox.root().resolve(name + ".jsonl");
    }

    private NixClient client(NixSandbox where, String record, CommandPolicy policy) throws IOException {
        Map<String, String> environment = new HashMap<>(where.environment());
        environment.put("WAYLAND_DISPLAY", display.getLocalAddress().toString());
        return SandboxedClient.builder(where, environment)
                .executor(calls)
                // a replay is of a locked revision
                .policy(CommandPolicy.allOf(policy, Policies.anyPackage()))
                .audit(Audit.to(record(record)).required())
                .build();
    }

    private Decision notice(PlannedCommand command) {
        seen.add(command);
        return Decision.allow();
    }

    private static List<String> lines(String record, String text) throws IOException {
        return Files.readAllLines(record(record)).stream()
                .filter(line -> line.contains(text))
                .toList();
    }

    /** Returns the line of an earlier run, for the ways that need one. */
    private String ranBefore(Way way) throws IOException {
        if (!way.isAgain()) {
            return "";
        }
        String record = "before-" + way;
        try (NixClient nix = client(sandbox, record, CommandPolicy.allowAll())) {
            List<List<String>> unused = Way.RUN.start.with(nix, "");
        }
        calls.clear();
        return lines(record, "\"event\":\"decision\"").get(0);
    }

    @ParameterizedTest
    @EnumSource
    void nothingHappensAfterADenial(Way way) throws Exception {
        String line = ranBefore(way);
        String record = "denied-" + way;

        try (NixClient nix = client(way.isAgain() ? sandbox : untouched, record, command -> Decision.deny("no"))) {
            assertThatThrownBy(() -> way.start.with(nix, line))
                    .isInstanceOfAny(CommandDeniedException.class, RefusedByTool.class);
        }

        assertThat(calls.programs()).isEmpty();
        assertThat(calls.all("--realise")).isEmpty();
        assertThat(untouched.storePaths()).noneMatch(path -> path.toString().endsWith("-show-1.0"));
        assertThat(lines(record, "\"decision\":\"deny\"")).hasSize(1);
        assertThat(lines(record, "\"event\":\"run\"")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void theAllowedCommandRunsAndIsRecorded(Way way) throws Exception {
        String line = ranBefore(way);
        String record = "allowed-" + way;

        List<List<String>> ran;
        try (NixClient nix = client(sandbox, record, this::notice)) {
            ran = way.start.with(nix, line);
        }

        assertShown(ran);
        assertThat(seen).extracting(PlannedCommand::kind).containsOnly(way.kind);
        assertThat(lines(record, "\"decision\":\"allow\"")).hasSameSizeAs(seen);
        assertThat(lines(record, "\"event\":\"run\"")).hasSameSizeAs(ran);
        assertThat(Audit.verify(record(record)).problems()).isEmpty();
    }

    private void assertShown(List<List<String>> ran) {
        List<PlannedCommand> last = seen.subList(seen.size() - ran.size(), seen.size());
        for (int i = 0; i < ran.size(); i++) {
            List<String> shown = last.get(i).command();
            List<String> words = ran.get(i);
            assertThat(words.subList(1, words.size())).isEqualTo(shown.subList(1, shown.size()));
            if (last.get(i).kind() == CommandKind.RUN) {
                assertThat(words.get(0)).isEqualTo(shown.get(0));
            } else {
                assertThat(Path.of(words.get(0)).getFileName())
                        .isEqualTo(Path.of(shown.get(0)).getFileName());
            }
        }
    }

    @Test
    void aRememberedCommandIsReviewedEachTime() throws Exception {
        String unused = ranBefore(Way.WARM);

        try (NixClient nix =
                client(sandbox, "counted", CommandPolicy.allOf(this::notice, Policies.rate(2, Duration.ofHours(1))))) {
            show(nix).execute().orThrow();
            show(nix).execute().orThrow();
            assertThatThrownBy(() -> show(nix).execute()).isInstanceOf(CommandDeniedException.class);
        }
        assertThat(seen).hasSize(3);
        assertThat(calls.ofNix()).isEmpty();
        assertThat(calls.programs()).hasSize(2);
    }
}
