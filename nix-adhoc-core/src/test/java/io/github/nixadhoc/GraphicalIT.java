package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.error.CommandDeniedException;
import io.github.nixadhoc.error.NoDisplayException;
import io.github.nixadhoc.event.NixEvent;
import io.github.nixadhoc.internal.doctor.GraphicsCheck;
import io.github.nixadhoc.internal.nix.HostSystem;
import io.github.nixadhoc.policy.CleanRoom;
import io.github.nixadhoc.policy.Policies;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.SandboxedClient;
import io.github.nixadhoc.testkit.Waits;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Graphical programs, on a virtual display; without an Xvfb the test of the window fails. */
class GraphicalIT {

    private final List<NixEvent> events = new CopyOnWriteArrayList<>();

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    private final NixClient nix = sandbox.closing(
            SandboxedClient.builder(sandbox).listener(events::add).build());

    @AfterEach
    void stopPrograms() {
        nix.listDetached().forEach(DetachedProgram::stop);
    }

    @Test
    void aWindowAppearsAndClosesWhenItsProgramIsStopped() throws Exception {
        Process server = new ProcessBuilder("Xvfb", "-displayfd", "1", "-screen", "0", "640x480x24", "-nolisten", "tcp")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            String display = ":" + server.inputReader().readLine();

            DetachedProgram window = nix.run("xmessage")
                    .args("-title", "a real window", "hello")
                    .cleanEnv()
                    .env("DISPLAY", display)
                    .startGui();

            awaitWindow(display, true);
            assertThat(window.isRunning()).isTrue();
            assertThat(warnings()).containsAll(GraphicsCheck.advice(HostSystem.current()));
            window.stop();
            awaitWindow(display, false);
        } finally {
            server.destroy();
            Waits.forExit(server);
        }
    }

    @Test
    void withoutADisplayTheErrorHasARemedy() {
        assertThatThrownBy(() -> nix.run("xmessage")
                        .unsetEnv("DISPLAY")
                        .unsetEnv("WAYLAND_DISPLAY")
                        .startGui())
                .isInstanceOfSatisfying(NoDisplayException.class, failure -> {
                    assertThat(failure.shortMessage()).contains("neither DISPLAY nor WAYLAND_DISPLAY is set");
                    assertThat(failure.hint()).contains("Xvfb");
                });
        assertThat(sandbox.storePaths().toString()).doesNotContain("xmessage");
        assertThat(nix.listDetached()).isEmpty();
    }

    @Test
    void aDisplayThatDoesNotAnswerIsMissing() {
        assertThatThrownBy(() -> nix.run("xmessage").env("DISPLAY", ":9871").startGui())
                .isInstanceOf(NoDisplayException.class)
                .hasMessageContaining("does not answer");
    }

    /** Fake of a display, which accepts connections as the check before the start requires. */
    private ServerSocketChannel wayland() throws IOException {
        ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        return socket.bind(UnixDomainSocketAddress.of(sandbox.root().resolve("w")));
    }

    private NixClientBuilder onDesktop(ServerSocketChannel display) throws IOException {
        Map<String, String> environment = new HashMap<>(sandbox.environment());
        environment.put("WAYLAND_DISPLAY", display.getLocalAddress().toString());
        environment.put("XAUTHORITY", "/x");
        environment.put("DBUS_SESSION_BUS_ADDRESS", "unix:path=/d");
        environment.put("SSH_AUTH_SOCK", "/s");
        return SandboxedClient.builder(sandbox, environment);
    }

    private static List<String> seenBy(RunCommand command) {
        DetachedProgram program = command.args("XAUTHORITY", "DBUS_SESSION_BUS_ADDRESS", "SSH_AUTH_SOCK", "PAGER")
                .startGui();
        assertThat(program.awaitEnd(Waits.LIMIT)).isTrue();
        return program.output().lines();
    }

    @Test
    void aProgramInACleanRoomReachesTheDesktopAndNothingElse() throws Exception {
        CleanRoom room = CleanRoom.forAgents();
        List<String> expected =
                List.of("XAUTHORITY=/x", "DBUS_SESSION_BUS_ADDRESS=unix:path=/d", "SSH_AUTH_SOCK=", "PAGER=cat");
        try (ServerSocketChannel display = wayland();
                NixClient clean = onDesktop(display).cleanRoom(room).build();
                NixClient plain = onDesktop(display).build();
                NixClient dropping =
                        onDesktop(display).cleanRoom(room.drop("DBUS_*")).build()) {
            assertThat(seenBy(clean.run("print-env"))).isEqualTo(expected);
            assertThat(seenBy(plain.run("print-env").cleanRoom(room))).isEqualTo(expected);
            assertThat(seenBy(plain.run("print-env").cleanEnv("PATH")))
                    .containsSubsequence("XAUTHORITY=/x", "SSH_AUTH_SOCK=", "PAGER=");
            assertThat(seenBy(clean.run("print-env").unsetEnv("XAUTHORITY"))).contains("XAUTHORITY=");
            assertThat(seenBy(dropping.run("print-env")))
                    .contains("XAUTHORITY=/x")
                    .contains("DBUS_SESSION_BUS_ADDRESS=");
        }
    }

    @Test
    void variablesOfTheDesktopAreNotPartOfTheCommand() throws Exception {
        try (ServerSocketChannel display = wayland();
                NixClient strict = onDesktop(display)
                        .cleanRoom(CleanRoom.forAgents())
                        .policy(Policies.denyVariables("*"))
                        .build()) {
            assertThat(seenBy(strict.run("print-env"))).contains("XAUTHORITY=/x");
        }
    }

    @Test
    void aDenialIsReportedBeforeAMissingDisplay() {
        try (NixClient denying = SandboxedClient.builder(sandbox)
                        .policy(Policies.noGraphicalPrograms())
                        .build();
                NixClient allowing = SandboxedClient.builder(sandbox)
                        .policy(Policies.onlyNixpkgs())
                        .build()) {
            RunCommand denied = denying.run("xmessage").unsetEnv("DISPLAY").unsetEnv("WAYLAND_DISPLAY");
            RunCommand allowed = allowing.run("xmessage").unsetEnv("DISPLAY").unsetEnv("WAYLAND_DISPLAY");

            assertThatThrownBy(denied::startGui).isInstanceOf(CommandDeniedException.class);
            assertThatThrownBy(allowed::startGui).isInstanceOf(NoDisplayException.class);
        }
        assertThat(sandbox.storePaths()).noneMatch(path -> path.toString().endsWith("-xmessage-1.0"));
    }

    private List<String> warnings() {
        return events.stream()
                .filter(NixEvent.Message.class::isInstance)
                .map(NixEvent.Message.class::cast)
                .filter(message -> message.level() == NixEvent.Level.WARNING)
                .map(NixEvent.Message::text)
                .toList();
    }

    private static void awaitWindow(String display, boolean expected) {
        Waits.untilAsserted(() -> {
            String windows = windows(display);
            assertThat(windows.contains("\"a real window\"")).as(windows).isEqualTo(expected);
        });
    }

    private static String windows(String display) throws IOException {
        Process lister = new ProcessBuilder("xwininfo", "-root", "-tree", "-display", display)
                .redirectErrorStream(true)
                .start();
        return new String(Waits.forOutput(lister), StandardCharsets.UTF_8);
    }
}
