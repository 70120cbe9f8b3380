package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.internal.nix.NixInstallation;
import io.github.nixadhoc.internal.store.StoreView;
import io.github.nixadhoc.result.StoreInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The store of a Nix and its location. If Nix cannot open the store, this is the store that it would choose.
 *
 * @param kind the kind of store
 * @param directory the directory of its files
 * @param state the state directory of Nix
 * @param socket the socket of its daemon
 */
record StorePlace(Kind kind, Path directory, Path state, Path socket) {

    /** The kind of a store, by who writes to it. */
    enum Kind {
        /** A store that this user writes to. */
        LOCAL,
        /** A store that this user writes to, and whose files are at their paths only in a namespace. */
        DIRECTORY,
        /** A store that a daemon writes to for all users. */
        DAEMON,
        /** A store on another machine, or a read-only one. */
        REMOTE
    }

    /** Returns the location of a system's store; empty if there is no Nix. */
    static Optional<StorePlace> of(ExaminedSystem system) throws InterruptedException {
        Optional<NixInstallation> nix = system.installation();
        if (nix.isEmpty()) {
            return Optional.empty();
        }
        StoreView view = StoreView.of(nix.get(), system.variables());
        Path state = view.stateDirectory();
        String setting = nix.get().store();
        Path socket = socket(setting, system, state);
        Kind kind = view.isRelocated()
                ? Kind.DIRECTORY
                : kind(system.nix().store().value().map(StoreInfo::url).orElse(setting), state, socket);
        return Optional.of(new StorePlace(kind, view.folder(), state, socket));
    }

    private static Kind kind(String url, Path state, Path socket) {
        if (url.startsWith("daemon") || url.startsWith("unix:")) {
            return Kind.DAEMON;
        }
        if (url.isEmpty() || url.startsWith("auto")) {
            return !Files.isWritable(state) && Files.exists(socket.resolveSibling("")) ? Kind.DAEMON : Kind.LOCAL;
        }
        return url.startsWith("local") ? Kind.LOCAL : Kind.REMOTE;
    }

    private static Path socket(String setting, ExaminedSystem system, Path state) {
        String named = setting.startsWith("unix://") ? setting.substring("unix://".length()) : "";
        return Stream.of(named.replaceAll("\\?.*", ""), system.variable("NIX_DAEMON_SOCKET_PATH"))
                .filter(path -> path.startsWith("/"))
                .findFirst()
                .map(Path::of)
                .orElse(state.resolve("daemon-socket/socket"));
    }

    /** Returns whether this user writes to it directly. */
    boolean isOwn() {
        return kind == Kind.LOCAL || kind == Kind.DIRECTORY;
    }
}
