package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.error.TimedOutException;
import io.github.nixadhoc.model.Finding;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Checks, for a store with a daemon, that the daemon listens and that this user may talk to it. */
final class DaemonCheck implements Check {

    @Override
    public String name() {
        return "daemon";
    }

    @Override
    public List<Finding> examine(ExaminedSystem patient) throws InterruptedException {
        Optional<StorePlace> place = StorePlace.of(patient).filter(store -> store.kind() == StorePlace.Kind.DAEMON);
        if (place.isEmpty()) {
            return List.of();
        }
        Path socket = place.get().socket();
        try (SocketChannel daemon = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return patient.nix()
                            .store()
                            .failure()
                            .filter(TimedOutException.class::isInstance)
                            .isPresent()
                    ? error("hangs: it takes connections and does not answer", socket.toString(), start(patient))
                    : ok(daemon.isConnected() ? "listens" : "is there", socket.toString());
        } catch (IOException e) {
            return unreachable(patient, socket);
        }
    }

    private List<Finding> unreachable(ExaminedSystem patient, Path socket) {
        Path directory = socket.resolveSibling("").toAbsolutePath();
        if (Files.isDirectory(directory) && !Files.isExecutable(directory)) {
            return error(
                    patient.host().user() + " may not talk to it",
                    "no permission for " + directory,
                    admission(patient, directory));
        }
        if (Files.exists(socket) && !Files.isWritable(socket)) {
            return error(
                    patient.host().user() + " may not talk to it",
                    "no permission for " + socket,
                    patient.asRoot("chmod 666 " + socket));
        }
        return Files.exists(socket)
                ? error("is dead: it has left its socket, and nobody listens", socket.toString(), start(patient))
                : error("does not run", "there is no " + socket, start(patient));
    }

    /** Debian lets only a group in, everybody else all. */
    private static String admission(ExaminedSystem patient, Path directory) {
        String group = group(directory);
        return group.isEmpty() || group.equals("root")
                ? patient.asRoot("chmod 755 " + directory)
                : patient.asRoot("usermod -aG " + group + " " + patient.host().user()) + ", then log in again";
    }

    private static String group(Path directory) {
        try {
            return String.valueOf(Files.getAttribute(directory, "posix:group"));
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }

    static String start(ExaminedSystem patient) {
        if (patient.host().isMac()) {
            return patient.asRoot("launchctl kickstart -k system/org.nixos.nix-daemon");
        }
        return patient.has("/run/systemd/system")
                ? patient.asRoot("systemctl restart nix-daemon.socket nix-daemon.service")
                : patient.asRoot("nix-daemon --daemon &");
    }
}
