package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.error.StoreUnavailableException;
import io.github.nixadhoc.testkit.SandboxedClient;
import io.github.nixadhoc.testkit.SandboxedNix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Sessions beside unreadable sessions, and sessions whose own journal is deleted. */
class SessionDamageIT extends SandboxedNix {

    private final Path sessions = sandbox.root().resolve("state/nix-adhoc/sessions/default");

    @Test
    void anUnreadableSessionIsLeftAlone() throws IOException {
        Path unreadable = Files.createDirectories(sessions.resolve("unreadable/journal"));
        Set<Path> before = sandbox.validPaths();

        try (NixSession session = nix.openSession()) {
            session.run("hello").execute();
        }

        assertThat(sandbox.validPaths()).isEqualTo(before);
        assertThat(unreadable).exists();
    }

    @Test
    void aSessionThatCannotBeDeletedIsLeftAlone() throws IOException {
        Path more = Files.createDirectories(sessions.resolve("more/than/a-session"));
        Set<Path> before = sandbox.validPaths();
        NixSession session = nix.openSession();
        session.run("hello").execute();

        session.close();

        assertThat(sandbox.validPaths()).isEqualTo(before);
        assertThat(session.receipt().deleted()).isNotEmpty();
        assertThat(more).exists();
    }

    @Test
    void aSessionOfUnknownStateIsLeftAlone() throws IOException {
        Path lock = Files.createDirectories(sessions.resolve("not-to-be-told/lock"));

        assertThat(nix.recoverSessions()).isEmpty();

        assertThat(lock).exists();
    }

    @Test
    void aSessionWithoutItsJournalLeavesNothingBehind() throws IOException {
        Set<Path> before = sandbox.validPaths();
        NixSession session = nix.openSession();
        session.run("hello").execute();
        Path unused = Files.move(sessions, sandbox.root().resolve("gone"));

        session.close();

        assertThat(sandbox.validPaths()).isEqualTo(before);
        assertThat(session.receipt().deleted())
                .isEqualTo(session.receipt().added())
                .isNotEmpty();
    }

    @Test
    void aClientWhoseSessionCannotBeClosedStopsWhatItHasStarted() throws IOException {
        NixClient other = SandboxedClient.of(sandbox);
        NixSession session = other.openSession();
        NixSession second = other.openSession();
        RunningProgram inSession = session.run("sleeper").start();
        RunningProgram inSecond = second.run("sleeper").start();
        RunningProgram program = other.run("sleeper").start();
        Path unused = Files.move(sessions, sandbox.root().resolve("gone"));
        Path inTheWay = Files.writeString(sessions, "");

        assertThatThrownBy(other::close).isInstanceOf(StoreUnavailableException.class);

        // the processes have ended; their results follow on other threads
        assertThat(inSession.result()).succeedsWithin(Duration.ofMinutes(1));
        assertThat(inSecond.result()).succeedsWithin(Duration.ofMinutes(1));
        assertThat(program.result()).succeedsWithin(Duration.ofMinutes(1));
        Files.delete(inTheWay);
    }
}
