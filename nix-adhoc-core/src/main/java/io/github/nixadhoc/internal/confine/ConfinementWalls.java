package io.github.nixadhoc.internal.confine;

import io.github.nixadhoc.policy.Confinement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The walls of a confinement: files, processes, sockets and network.
 *
 * <p>Immutable and thread-safe.
 *
 * @param confinement the permissions of the program
 * @param outside the environment of the client
 * @param kept the files of this library that no program may reach
 * @param bubblewrap the absolute path of bubblewrap, which starts itself again inside
 */
public record ConfinementWalls(Confinement confinement, Map<String, String> outside, KeptFiles kept, Path bubblewrap)
        implements Walls {

    private static final List<String> TEMPORARY = List.of("/tmp", "/var/tmp");

    private static final Path RUN = Path.of("/run");

    /** The paths in {@code /run} that packaged programs expect; none is a socket. */
    private static final List<String> VISIBLE_IN_RUN = List.of(
            "/run/current-system",
            "/run/booted-system",
            "/run/opengl-driver",
            "/run/opengl-driver-32",
            "/run/systemd/resolve/stub-resolv.conf",
            "/run/systemd/resolve/resolv.conf",
            "/run/NetworkManager/resolv.conf",
            "/run/resolvconf/resolv.conf");

    private static final Path NIX_STATE = Path.of("/nix/var/nix");

    private static final String DAEMON_SOCKET = "daemon-socket";

    /** Copies the map. */
    public ConfinementWalls {
        outside = Map.copyOf(outside);
    }

    @Override
    public boolean keepsFilesOut() {
        return true;
    }

    @Override
    public List<String> options(Surroundings surroundings) throws IOException {
        // root would otherwise keep the capability to mount, and could undo the confinement
        List<String> options =
                new ArrayList<>(List.of("--unshare-all", "--new-session", "--die-with-parent", "--cap-drop", "ALL"));
        if (confinement.network()) {
            options.add("--share-net");
        }
        options.addAll(mounts(surroundings).options());
        return options;
    }

    private BubblewrapMounts mounts(Surroundings surroundings) throws IOException {
        ChangeableFolders changeable = ChangeableFolders.of(confinement.writable());
        BubblewrapMounts mounts = new BubblewrapMounts(confinement.readsHost(), changeable);
        if (!confinement.readsHost()) {
            showSystem(mounts);
        }
        empty(mounts, surroundings.temporary());
        mounts.hide(RUN);
        for (String folder : VISIBLE_IN_RUN) {
            mounts.show(Path.of(folder));
        }
        mounts.hide(NIX_STATE.resolve(DAEMON_SOCKET));
        if (surroundings.nixState() != null) {
            mounts.hide(surroundings.nixState().resolve(DAEMON_SOCKET));
        }
        SecretPlaces.of(outside).forEach(mounts::hide);
        for (Path other : HostProcesses.otherMounts()) {
            mounts.hide(other);
        }
        for (Path path : confinement.readable()) {
            mounts.read(path);
        }
        confinement.hidden().forEach(mounts::hide);
        for (Path folder : confinement.writable()) {
            mounts.allow(folder);
        }
        if (surroundings.start() != null) {
            mounts.startIn(surroundings.start());
        }
        for (Path needed : surroundings.visible()) {
            mounts.show(needed);
        }
        kept.hideFrom(mounts, needed(surroundings));
        if (confinement.readsHost()) {
            HostSockets.open().forEach(mounts::closeSocket);
        }
        return mounts;
    }

    private void empty(BubblewrapMounts mounts, @Nullable Path temporary) {
        TEMPORARY.forEach(folder -> mounts.empty(Path.of(folder)));
        if (temporary != null) {
            mounts.empty(temporary);
        }
        String home = outside.getOrDefault("HOME", "");
        if (!confinement.readsHost() && home.startsWith("/") && !home.equals("/")) {
            mounts.empty(Path.of(home));
        }
    }

    private void showSystem(BubblewrapMounts mounts) throws IOException {
        for (Path path : SystemFiles.ALL) {
            mounts.show(path);
        }
        mounts.show(bubblewrap);
    }

    /** Returns the paths that would be missing if a folder around them was hidden. */
    private List<Path> needed(Surroundings surroundings) {
        List<Path> needed = new ArrayList<>(surroundings.visible());
        needed.add(bubblewrap);
        needed.addAll(confinement.writable());
        needed.addAll(confinement.readable());
        if (surroundings.start() != null) {
            needed.add(surroundings.start());
        }
        String home = outside.getOrDefault("HOME", "");
        if (home.startsWith("/")) {
            needed.add(Path.of(home));
        }
        return needed;
    }
}
