package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.internal.nix.NixInstallation;
import io.github.nixadhoc.internal.store.StoreView;
import io.github.nixadhoc.result.StoreInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The store that a Nix uses, and its place. Where Nix cannot tell, since it does not get at it, what it would have
 * chosen.
 *
 * @param kind who writes to it
 * @param directory where its files are
 * @param state where Nix keeps its state
 * @param socket where its daemon listens
 */
record StorePlace(Kind kind, Path directory, Path state, Path socket) {

    /** The process that writes to a store. */
    enum Kind {
        /** This user. */
        LOCAL,
        /** This user, and its files are seen at their paths only by what runs in a namespace. */
        DIRECTORY,
        /** A daemon, for all users. */
        DAEMON,
        /** Another machine, or nobody. */
        REMOTE
    }

    /** Returns the place of the store that a Nix uses; empty if there is no Nix. */
    static Optional<StorePlace> of(ExaminedSystem patient) throws InterruptedException {
        Optional<NixInstallation> nix = patient.installation();
        if (nix.isEmpty()) {
            return Optional.empty();
        }
        StoreView view = StoreView.of(patient.storeSetting(), patient.variables());
        Path state = view.stateDirectory();
        String store = nix.get().storeDirectory();
        Path directory =
                view.directory().map(root -> root.resolve(store.substring(1))).orElse(Path.of(store));
        String setting = setting(patient);
        Path socket = socket(setting, patient, state);
        Kind kind = view.directory().isPresent()
                ? Kind.DIRECTORY
                : kind(patient.nix().store().value().map(StoreInfo::url).orElse(setting), state, socket);
        return Optional.of(new StorePlace(kind, directory, state, socket));
    }

    private static String setting(ExaminedSystem patient) throws InterruptedException {
        if (patient.storeSetting() != null) {
            return patient.storeSetting();
        }
        return patient.configuration()
                .flatMap(configuration -> configuration.text("store"))
                .orElse(patient.variable("NIX_REMOTE"));
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

    private static Path socket(String setting, ExaminedSystem patient, Path state) {
        String named = setting.startsWith("unix://") ? setting.substring("unix://".length()) : "";
        return Stream.of(named.replaceAll("\\?.*", ""), patient.variable("NIX_DAEMON_SOCKET_PATH"))
                .filter(path -> path.startsWith("/"))
                .findFirst()
                .map(Path::of)
                .orElse(state.resolve("daemon-socket/socket"));
    }

    /** Returns whether this user is the one who writes to it. */
    boolean isOwn() {
        return kind == Kind.LOCAL || kind == Kind.DIRECTORY;
    }
}
