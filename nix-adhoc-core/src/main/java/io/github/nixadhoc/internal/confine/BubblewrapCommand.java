package io.github.nixadhoc.internal.confine;

import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.exec.ProcessOutcome;
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
 * <p>With {@code --die-with-parent}, so that nothing outlasts the program: bubblewrap itself waits for the program only, and
 * would leave behind what that has sent into the background.
 *
 * <p>Immutable and thread-safe.
 *
 * @param bubblewrap the absolute path of bubblewrap
 * @param confinement what programs are kept to
 * @param outside the variables of the client
 */
public record BubblewrapCommand(Path bubblewrap, Confinement confinement, Map<String, String> outside) {

    private static final List<String> TEMPORARY = List.of("/tmp", "/var/tmp");

    private static final Path RUN = Path.of("/run");

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

    private static final Path NIX_STATE = Path.of("/nix/var/nix");

    private static final String DAEMON_SOCKET = "daemon-socket";

    /**
     * Returns the words that do nothing but stand up the walls.
     *
     * @param shown folders that bubblewrap needs to see
     * @throws IOException if a chosen folder is not there
     */
    public List<String> probe(List<Path> shown) throws IOException {
        List<String> words = words(null, null, shown, null);
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
     * @throws IOException if a chosen folder is not there, or the directory would not be inside
     */
    public Start around(
            List<String> program,
            ProcessEnvironment environment,
            @Nullable Path directory,
            List<Path> shown,
            @Nullable Path nixState)
            throws IOException {
        Path start = (directory == null ? Path.of("") : directory).toRealPath();
        List<String> words = words(
                nixState,
                start,
                shown,
                environment.value("TMPDIR").map(Path::of).orElse(null));
        words.addAll(words.size() - 1, List.of("--chdir", start.toString()));
        List<String> forProgramAlone = new ArrayList<>();
        ProcessEnvironment ofBubblewrap = environment;
        for (String name : environment.names()) {
            if (LoaderVariables.contains(name)) {
                environment.value(name).ifPresent(given -> forProgramAlone.add(name + "=" + given));
                ofBubblewrap = ofBubblewrap.unset(name);
            }
        }
        if (!forProgramAlone.isEmpty()) {
            words.add("/usr/bin/env");
            words.addAll(forProgramAlone);
        }
        words.addAll(program);
        return new Start(words, ofBubblewrap, List.of(bubblewrap.toString(), "--version"));
    }

    private List<String> words(
            @Nullable Path nixState, @Nullable Path start, List<Path> shown, @Nullable Path temporary)
            throws IOException {
        BubblewrapMounts mounts = new BubblewrapMounts();
        TEMPORARY.forEach(folder -> mounts.empty(Path.of(folder)));
        if (temporary != null) {
            mounts.empty(temporary);
        }
        mounts.hide(RUN);
        for (String folder : SHOWN) {
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
            mounts.begin(start);
        }
        for (Path needed : shown) {
            mounts.show(needed);
        }
        HostSockets.open().forEach(mounts::closeSocket);
        // who is root would keep the right to mount, and so to take the walls down
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
     * @param environment what bubblewrap is to see, and passes on
     * @param harmless what can be started in place of the program; none if that is not confined
     */
    public record Start(List<String> words, ProcessEnvironment environment, List<String> harmless) {

        private static final int FAILED = 1;
        private static final String SPEAKS = "bwrap: ";

        /** Copies the lists. */
        public Start {
            words = List.copyOf(words);
            harmless = List.copyOf(harmless);
        }

        /** Returns the start of a program with all permissions of the user. */
        public static Start unconfined(List<String> words, ProcessEnvironment environment) {
            return new Start(words, environment, List.of());
        }

        /**
         * Returns whether this may be the end of bubblewrap that did not come so far as to start the program. It may as well
         * be that of a program that prints the same, or whose output is not seen here.
         */
        public boolean mayNotHaveBegun(ProcessOutcome outcome) {
            return !harmless.isEmpty()
                    && outcome.termination().equals(new Termination.Exited(FAILED))
                    && (speaks(outcome.stderr()) || speaks(outcome.stdout()) || isSilent(outcome));
        }

        private static boolean speaks(CapturedOutput output) {
            return output.text().startsWith(SPEAKS);
        }

        private static boolean isSilent(ProcessOutcome outcome) {
            return outcome.stderr().text().isEmpty() && outcome.stdout().text().isEmpty();
        }

        /**
         * Returns the words that stand up the same walls and start nothing in them. The directory is left out, since the
         * program may have deleted it.
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
