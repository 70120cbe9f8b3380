package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.internal.exec.ProcessIdentity;
import io.github.nixadhoc.testkit.ConfinedSandbox;
import io.github.nixadhoc.testkit.NixCalls;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.SandboxedClient;
import io.github.nixadhoc.testkit.Waits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** State and records of another user, on which nothing acts, and the permissions of what this library writes. */
class ForeignStateIT {

    private static final int NOBODY = 65534;

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    private final NixCalls calls = new NixCalls();
    private Path state;
    private Path cache;

    @BeforeEach
    void setUp() {
        state = sandbox.root().resolve("state/nix-adhoc");
        cache = Path.of(sandbox.environment().get("XDG_CACHE_HOME"), "nix-adhoc");
    }

    private static void giveAway(Path tree) throws IOException {
        assumeTrue(ConfinedSandbox.isRoot(), "only root can give a file to another user");
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.toList()) {
                Files.setAttribute(file, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"the note alone", "the folder too"})
    void theNoteOfAnotherUserStopsNoProcess(String foreign) throws Exception {
        Process victim = new ProcessBuilder("/bin/sleep", "1000000").start();
        try (NixClient nix = SandboxedClient.of(sandbox)) {
            ProcessIdentity process = ProcessIdentity.of(victim.pid()).orElseThrow();
            String jvm = new ProcessIdentity(1 << 22, "1", process.boot()).toString();
            Path folder = Files.createDirectories(state.resolve("running"));
            Path note = Files.writeString(folder.resolve("1-" + victim.pid()), jvm + "\n" + process + "\n");
            giveAway(foreign.startsWith("the note") ? note : folder);

            assertThat(nix.endLeftovers()).isEmpty();

            assertThat(victim.isAlive()).isTrue();
            Files.setAttribute(note, "unix:uid", 0);
            assertThat(nix.endLeftovers()).as("an own note").hasSize(1);
        } finally {
            victim.destroyForcibly();
        }
    }

    @Test
    void theRecordOfAnotherUserIsNotRun() throws IOException {
        try (NixClient nix = SandboxedClient.of(sandbox)) {
            nix.run("hello").execute().orThrow();
        }
        try (NixClient nix = SandboxedClient.builder(sandbox).executor(calls).build()) {
            nix.run("hello").execute().orThrow();
            assertThat(calls.ofNix()).as("with an own record").isEmpty();
        }
        giveAway(cache);

        try (NixClient nix = SandboxedClient.builder(sandbox).executor(calls).build()) {
            assertThat(nix.run("hello").text()).isEqualTo("Hello, world!");
            assertThat(calls.ofNix()).isNotEmpty();
        }
    }

    @Test
    void theIndexOfAnotherUserIsNotSearched() throws IOException {
        try (NixClient nix = SandboxedClient.of(sandbox)) {
            assertThat(nix.search("greeting").execute()).isNotEmpty();
        }
        giveAway(cache);

        try (NixClient nix = SandboxedClient.builder(sandbox).executor(calls).build()) {
            assertThat(nix.search("greeting").execute()).isNotEmpty();
            assertThat(calls.ofNix()).isNotEmpty();
        }
    }

    @Test
    void detachedProgramsAndPinsOfAnotherUserAreNotListed() throws IOException {
        try (NixClient nix = SandboxedClient.of(sandbox)) {
            DetachedProgram program = nix.run("hello").startDetached();
            assertThat(program.awaitEnd(Waits.LIMIT)).isTrue();
            nix.pin("hello").as("mine").execute();
            giveAway(state.resolve("detached").resolve(program.id()));
            giveAway(state.resolve("pins"));

            assertThat(nix.listDetached()).isEmpty();
            assertThat(nix.findDetached(program.id())).isEmpty();
            assertThat(nix.listPins().execute()).isEmpty();
            assertThatThrownBy(() -> nix.pin("hello").as("other").execute())
                    .isInstanceOf(NixException.class)
                    .hasMessageContaining("another user");
        }
    }

    @Test
    void whatIsWrittenUnderAnyUmaskIsTheOwnersAlone() throws Exception {
        ForkedJvm forked = ForkedJvm.in(sandbox).behind(List.of("/bin/sh", "-c", "umask 0; exec \"$@\"", "sh"));

        List<String> unused = forked.main(UmaskMain.class)
                .run(sandbox.under().binary().toString(), SandboxedClient.emptyRegistry(sandbox));

        for (Path top : List.of(state, cache)) {
            try (Stream<Path> all = Files.walk(top)) {
                assertThat(all.filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                                .toList())
                        .hasSizeGreaterThan(1)
                        .allSatisfy(
                                path -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                                        .isEqualTo("rwx------"));
            }
        }
    }

    /** Leaves state of every kind. */
    static final class UmaskMain {

        private UmaskMain() {}

        public static void main(String[] args) {
            try (NixClient nix = NixClient.builder()
                    .nixBinary(Path.of(args[0]))
                    .option("flake-registry", args[1])
                    .storeLimit(io.github.nixadhoc.model.ByteSize.ofMiB(500))
                    .build()) {
                nix.run("hello").execute().orThrow();
                nix.search("greeting").execute();
                nix.pin("hello").as("mine").execute();
                nix.run("hello").startDetached().awaitEnd(java.time.Duration.ofSeconds(20));
                try (NixSession session = nix.openSession();
                        RunningProgram cat = session.run("cat").openStdin().start()) {
                    cat.closeStdin();
                }
                try (RunningProgram cat = nix.run("cat").openStdin().start()) {
                    cat.closeStdin();
                }
            }
        }
    }
}
