package io.github.nixadhoc.internal.confine;

import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.exec.ProcessOutcome;
import io.github.nixadhoc.internal.text.PathText;
import io.github.nixadhoc.model.CapturedOutput;
import io.github.nixadhoc.model.Termination;
import io.github.nixadhoc.policy.Confinement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The command line by which bubblewrap starts a program.
 *
 * <p>It contains {@code --die-with-parent}, so that nothing outlives the program: bubblewrap itself waits for the program only,
 * and would leave its background processes behind.
 *
 * <p>Immutable and thread-safe.
 *
 * @param bubblewrap the absolute path of bubblewrap
 * @param confinement the permissions of the program
 * @param outside the environment of the client
 */
public record BubblewrapCommand(Path bubblewrap, Confinement confinement, Map<String, String> outside) {

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

    /**
     * Returns the words of a command that sets up the confinement and then does nothing.
     *
     * @param visible the folders that bubblewrap needs to see
     * @throws IOException if a folder of the confinement does not exist
     */
    public List<String> probe(List<Path> visible) throws IOException {
        List<String> words = words(null, null, visible, null);
        words.addAll(List.of(bubblewrap.toString(), "--version"));
        return words;
    }

    /**
     * Returns the start of a confined program.
     *
     * @param program the program and its arguments
     * @param environment the environment of the program
     * @param directory the working directory; null for that of the JVM
     * @param visible the folders that the program needs to see
     * @param nixState the state directory of the Nix in use, which contains its socket; null if unknown
     * @throws IOException if a folder of the confinement does not exist, or the working directory would be hidden
     */
    public Start around(
            List<String> program,
            ProcessEnvironment environment,
            @Nullable Path directory,
            List<Path> visible,
            @Nullable Path nixState)
            throws IOException {
        Path start = (directory == null ? Path.of("") : directory).toRealPath();
        List<String> words = words(
                nixState,
                start,
                visible,
                environment.value("TMPDIR").map(Path::of).orElse(null));
        words.addAll(words.size() - 1, List.of("--chdir", PathText.utf8(start)));
        List<String> loaderVariables = new ArrayList<>();
        ProcessEnvironment bubblewrapEnvironment = environment;
        for (String name : environment.names()) {
            if (LoaderVariables.contains(name)) {
                environment.value(name).ifPresent(given -> loaderVariables.add(name + "=" + given));
                bubblewrapEnvironment = bubblewrapEnvironment.unset(name);
            }
        }
        if (!loaderVariables.isEmpty()) {
            words.add("/usr/bin/env");
            words.addAll(loaderVariables);
        }
        words.addAll(program);
        return new Start(words, bubblewrapEnvironment, List.of(bubblewrap.toString(), "--version"));
    }

    private List<String> words(
            @Nullable Path nixState, @Nullable Path start, List<Path> visible, @Nullable Path temporary)
            throws IOException {
        BubblewrapMounts mounts = new BubblewrapMounts();
        TEMPORARY.forEach(folder -> mounts.empty(Path.of(folder)));
        if (temporary != null) {
            mounts.empty(temporary);
        }
        mounts.hide(RUN);
        for (String folder : VISIBLE_IN_RUN) {
            mounts.show(Path.of(folder));
        }
        mounts.hide(NIX_STATE.resolve(DAEMON_SOCKET));
        if (nixState != null) {
            mounts.hide(nixState.resolve(DAEMON_SOCKET));
        }
        SecretPlaces.of(outside).forEach(mounts::hide);
        confinement.hidden().forEach(mounts::hide);
        for (Path folder : confinement.writable()) {
            mounts.allow(folder);
        }
        if (start != null) {
            mounts.startIn(start);
        }
        for (Path needed : visible) {
            mounts.show(needed);
        }
        HostSockets.open().forEach(mounts::closeSocket);
        // root would otherwise keep the capability to mount, and could undo the confinement
        List<String> words = new ArrayList<>(List.of(
                bubblewrap.toString(), "--unshare-all", "--new-session", "--die-with-parent", "--cap-drop", "ALL"));
        if (confinement.network()) {
            words.add("--share-net");
        }
        words.addAll(mounts.options());
        words.add("--");
        return words;
    }

    /**
     * The process to start.
     *
     * @param words bubblewrap, its options and the program
     * @param environment the environment of bubblewrap, which the program inherits
     * @param harmless a command without effect that can replace the program; empty if the program is not confined
     */
    public record Start(List<String> words, ProcessEnvironment environment, List<String> harmless) {

        private static final int FAILURE = 1;
        private static final String MESSAGE_PREFIX = "bwrap: ";

        /** Copies the lists. */
        public Start {
            words = List.copyOf(words);
            harmless = List.copyOf(harmless);
        }

        /**
         * Returns whether bubblewrap may have failed before it started the program. The outcome may also be that of a program
         * that prints the same, or whose output is not captured.
         */
        public boolean mayNotHaveBegun(ProcessOutcome outcome) {
            return !harmless.isEmpty()
                    && outcome.termination().equals(new Termination.Exited(FAILURE))
                    && (hasMessage(outcome.stderr()) || hasMessage(outcome.stdout()) || isSilent(outcome));
        }

        private static boolean hasMessage(CapturedOutput output) {
            return output.text().startsWith(MESSAGE_PREFIX);
        }

        private static boolean isSilent(ProcessOutcome outcome) {
            return outcome.stderr().text().isEmpty() && outcome.stdout().text().isEmpty();
        }

        /**
         * Returns the words of a command that sets up the same confinement without the program. The working directory is left
         * out, because the program may have deleted it.
         */
        public List<String> again() {
            List<String> again = new ArrayList<>(words.subList(0, words.indexOf("--") + 1));
            int directory = again.lastIndexOf("--chdir");
            again.subList(directory, directory + 2).clear();
            again.addAll(harmless);
            return again;
        }
    }
}
