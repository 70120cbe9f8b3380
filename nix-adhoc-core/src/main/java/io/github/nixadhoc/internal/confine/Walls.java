package io.github.nixadhoc.internal.confine;

import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.policy.Confinement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a program is started by bubblewrap.
 *
 * <p>Without {@code --die-with-parent}: the kernel means the thread that has started a process, and a thread of a JVM may
 * end at any time. What is stopped is stopped with all that it has started in any case.
 *
 * <p>Immutable and thread-safe.
 *
 * @param bubblewrap the absolute path of bubblewrap
 * @param confinement what programs are kept to
 * @param outside the variables of the client
 */
public record Walls(Path bubblewrap, Confinement confinement, Map<String, String> outside) {

    private static final List<String> EMPTY = List.of("/tmp", "/var/tmp", "/run");

    /** What programs of a package expect there; none of it is a socket. */
    private static final List<String> SHOWN = List.of(
            "/run/current-system",
            "/run/booted-system",
            "/run/opengl-driver",
            "/run/opengl-driver-32",
            "/run/systemd/resolve/stub-resolv.conf",
            "/run/systemd/resolve/resolv.conf",
            "/run/NetworkManager/resolv.conf",
            "/run/resolvconf/resolv.conf");

    private static final List<String> SECRET = List.of(
            ".ssh",
            ".gnupg",
            ".aws",
            ".azure",
            ".kube",
            ".docker",
            ".config/gcloud",
            ".config/gh",
            ".config/nix",
            ".local/share/keyrings",
            ".password-store",
            ".netrc",
            ".git-credentials",
            ".npmrc",
            ".pypirc");

    private static final Path NIX_STATE = Path.of("/nix/var/nix");

    private static final String DAEMON_SOCKET = "daemon-socket";

    /** Returns the words that do nothing but stand up the walls. */
    public List<String> probe() throws IOException {
        List<String> words = words(null, List.of(), null);
        words.addAll(List.of(bubblewrap.toString(), "--version"));
        return words;
    }

    /**
     * Returns what to start in place of a program.
     *
     * @param program the program and its arguments
     * @param environment what it is to see
     * @param directory where it is to start; null for the directory of the JVM
     * @param shown folders that it needs to see
     * @param nixState where the Nix in use keeps its socket; null if not known
     * @throws IOException if a chosen folder or the directory is not there
     */
    public Start around(
            List<String> program,
            ProcessEnvironment environment,
            @Nullable Path directory,
            List<Path> shown,
            @Nullable Path nixState)
            throws IOException {
        List<Path> needed = new ArrayList<>(shown);
        Path start = (directory == null ? Path.of("") : directory).toRealPath();
        needed.add(start);
        List<String> words = words(
                nixState, needed, environment.value("TMPDIR").map(Path::of).orElse(null));
        words.addAll(words.size() - 1, List.of("--chdir", start.toString()));
        words.addAll(List.of("/usr/bin/env", "-u", "PWD", "-u", "OLDPWD"));
        ProcessEnvironment ofBubblewrap = environment;
        for (String name : environment.names()) {
            if (reachesBubblewrap(name)) {
                Optional<String> value = environment.value(name);
                value.ifPresent(given -> words.add(name + "=" + given));
                ofBubblewrap = ofBubblewrap.unset(name);
            }
        }
        words.addAll(program);
        return new Start(words, ofBubblewrap);
    }

    /** What the loader and the C library heed would have code run outside of the walls; bubblewrap sets the rest itself. */
    private static boolean reachesBubblewrap(String name) {
        return name.startsWith("LD_")
                || name.startsWith("GLIBC_")
                || name.startsWith("MALLOC_")
                || List.of("GCONV_PATH", "LOCPATH", "NLSPATH", "PWD", "OLDPWD").contains(name);
    }

    private List<String> words(@Nullable Path nixState, List<Path> shown, @Nullable Path temporary) throws IOException {
        Mounts mounts = new Mounts();
        EMPTY.forEach(folder -> mounts.hide(Path.of(folder)));
        if (temporary != null) {
            mounts.hide(temporary);
        }
        for (String folder : SHOWN) {
            mounts.show(Path.of(folder));
        }
        hideSockets(mounts, nixState);
        for (String home : List.of(System.getProperty("user.home"), outside.getOrDefault("HOME", "/"))) {
            SECRET.forEach(name -> mounts.hide(Path.of(home, name)));
        }
        confinement.hidden().forEach(mounts::hide);
        for (Path folder : confinement.writable()) {
            mounts.allow(folder);
        }
        for (Path needed : shown) {
            mounts.show(needed);
        }
        // who is root would keep the right to mount, and so to take the walls down
        List<String> words =
                new ArrayList<>(List.of(bubblewrap.toString(), "--unshare-all", "--new-session", "--cap-drop", "ALL"));
        if (confinement.network()) {
            words.add("--share-net");
        }
        words.addAll(mounts.options());
        words.add("--");
        return words;
    }

    private void hideSockets(Mounts mounts, @Nullable Path nixState) {
        mounts.hide(NIX_STATE.resolve(DAEMON_SOCKET));
        if (nixState != null) {
            mounts.hide(nixState.resolve(DAEMON_SOCKET));
        }
        for (String name : List.of("NIX_DAEMON_SOCKET_PATH", "XDG_RUNTIME_DIR", "SSH_AUTH_SOCK")) {
            String value = outside.get(name);
            if (value != null && !value.isEmpty()) {
                mounts.hide(Path.of(value));
            }
        }
    }

    /**
     * What to start.
     *
     * @param words bubblewrap, its options and the program
     * @param environment what bubblewrap is to see, and passes on
     */
    public record Start(List<String> words, ProcessEnvironment environment) {

        /** Copies the words. */
        public Start {
            words = List.copyOf(words);
        }
    }
}
