package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.error.TimedOutException;
import io.github.nixadhoc.internal.nix.DaemonAccess;
import io.github.nixadhoc.model.Finding;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Checks that the daemon of a store listens and that this user may connect to it. */
final class DaemonCheck extends Check {

    DaemonCheck() {
        super("daemon");
    }

    @Override
    List<Finding> examine(ExaminedSystem system) throws InterruptedException {
        Optional<StorePlace> place = StorePlace.of(system).filter(store -> store.kind() == StorePlace.Kind.DAEMON);
        if (place.isEmpty()) {
            return List.of();
        }
        Path socket = place.get().socket();
        try (SocketChannel daemon = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return system.nix()
                            .store()
                            .failure()
                            .filter(TimedOutException.class::isInstance)
                            .isPresent()
                    ? error("hangs: it takes connections and does not answer", socket.toString(), start(system))
                    : ok(daemon.isConnected() ? "listens" : "is there", socket.toString());
        } catch (IOException e) {
            return unreachable(system, socket);
        }
    }

    private List<Finding> unreachable(ExaminedSystem system, Path socket) {
        Path directory = socket.resolveSibling("").toAbsolutePath();
        DaemonAccess access = new DaemonAccess(system.host(), directory);
        if (access.isClosed()) {
            return error(
                    system.host().user() + " may not talk to it", "no permission for " + directory, access.remedy());
        }
        if (Files.exists(socket) && !Files.isWritable(socket)) {
            return error(
                    system.host().user() + " may not talk to it",
                    "no permission for " + socket,
                    system.asRoot("chmod 666 " + socket));
        }
        return Files.exists(socket)
                ? error("is dead: its socket is there, but no process listens", socket.toString(), start(system))
                : error("does not run", "there is no " + socket, start(system));
    }

    static String start(ExaminedSystem system) {
        if (system.host().isMac()) {
            return system.asRoot("launchctl kickstart -k system/org.nixos.nix-daemon");
        }
        return system.has("/run/systemd/system")
                ? system.asRoot("systemctl restart nix-daemon.socket nix-daemon.service")
                : system.asRoot("nix-daemon --daemon &");
    }
}
