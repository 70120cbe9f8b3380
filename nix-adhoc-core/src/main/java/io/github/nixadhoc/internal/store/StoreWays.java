package io.github.nixadhoc.internal.store;

import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.internal.daemon.ConnectionOptions;
import io.github.nixadhoc.internal.daemon.StoreConnections;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.nix.NixInstallation;
import io.github.nixadhoc.internal.nix.NixLogEvent;
import io.github.nixadhoc.internal.nix.StoreDaemonSettings;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The choice of the way to a store that Nix itself would take: the socket of a daemon, or the files of the store. */
final class StoreWays {

    private static final String STATE_DIRECTORY = "/nix/var/nix";
    private static final List<String> WITH_OWN_FILES = List.of("", "auto", "local");

    private final NixCli nix;
    private final CommandExecutor executor;
    private final Map<String, String> variables;

    StoreWays(NixCli nix, CommandExecutor executor, Map<String, String> variables) {
        this.nix = nix;
        this.executor = executor;
        this.variables = variables;
    }

    /** Returns the connections to the store of a Nix; empty if it can only be used by processes. */
    Optional<StoreConnections> to(NixInstallation installation) {
        StoreAddress address = StoreAddress.parse(installation.store());
        if (address.scheme().equals("daemon") && address.parameters().isEmpty()
                || address.isAutomatic() && isLeftToDaemon()) {
            Path socket = socket();
            return socket == null
                    ? Optional.empty()
                    : nix.daemonSettings().map(settings -> StoreConnections.toSocket(socket, options(settings)));
        }
        if (!WITH_OWN_FILES.contains(address.scheme())) {
            return Optional.empty();
        }
        Optional<ProcessSpec> daemon = nix.childDaemon();
        return daemon.map(spec -> StoreConnections.toChildren(executor, spec));
    }

    /** As Nix does: a user who cannot write to the state of the store uses the daemon, if there is one. */
    private boolean isLeftToDaemon() {
        Path state = directory("NIX_STATE_DIR");
        Path used = state == null ? Path.of(STATE_DIRECTORY) : state;
        Path socket = socket();
        return !(Files.isReadable(used) && Files.isWritable(used)) && socket != null && Files.exists(socket);
    }

    private @Nullable Path socket() {
        Path named = directory("NIX_DAEMON_SOCKET_PATH");
        if (named != null) {
            return named;
        }
        Path state = directory("NIX_STATE_DIR");
        return (state == null ? Path.of(STATE_DIRECTORY) : state).resolve("daemon-socket/socket");
    }

    private @Nullable Path directory(String variable) {
        String value = variables.getOrDefault(variable, "");
        try {
            return value.startsWith("/") ? Path.of(value) : null;
        } catch (InvalidPathException e) {
            // the charset of this JVM cannot encode it
            return null;
        }
    }

    /** Returns null where the daemon's own settings count. */
    private static @Nullable ConnectionOptions options(StoreDaemonSettings settings) {
        if (settings.options().isEmpty()) {
            return null;
        }
        // the numbers are those of Nix for a client that sets nothing; they matter for builds, which processes do
        return new ConnectionOptions(
                false, false, false, NixLogEvent.WARNING, 1, 0, true, 0, settings.substitute(), settings.options());
    }
}
