package io.github.nixadhoc.policy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a program is kept to by bubblewrap, on Linux: it reads the files of the host and changes none but those in folders
 * that were chosen, and has no network unless that is allowed.
 *
 * <p>Empty inside are {@code /tmp}, {@code /var/tmp}, {@code $TMPDIR} and {@code /run}, so no socket that is kept there is
 * within reach; what is written there is gone with the program. Hidden are the socket of the Nix daemon,
 * {@code $XDG_RUNTIME_DIR}, and in the home directory what usually holds keys: {@code .ssh}, {@code .gnupg}, {@code .aws},
 * {@code .azure}, {@code .kube}, {@code .docker}, {@code .config/gcloud}, {@code .config/gh}, {@code .config/nix},
 * {@code .local/share/keyrings}, {@code .password-store}, {@code .netrc}, {@code .git-credentials}, {@code .npmrc} and
 * {@code .pypirc}. All other files that the user can read, the program can read too; {@link #hidden} adds to what it cannot.
 *
 * <p>Immutable and thread-safe; each method returns a changed copy.
 *
 * @param writable the folders in which files can be changed
 * @param hidden files and folders that are empty inside
 * @param network whether the network of the host can be used
 * @since 0.1
 */
public record Confinement(List<Path> writable, List<Path> hidden, boolean network) {

    /**
     * Copies the lists, whose paths become absolute.
     *
     * @param writable the folders in which files can be changed
     * @param hidden files and folders that are empty inside
     * @param network whether the network of the host can be used
     */
    public Confinement {
        writable = writable.stream().map(Path::toAbsolutePath).toList();
        hidden = hidden.stream().map(Path::toAbsolutePath).toList();
    }

    /**
     * Returns the confinement in which no file can be changed and there is no network.
     *
     * @return the confinement
     */
    public static Confinement readOnly() {
        return new Confinement(List.of(), List.of(), false);
    }

    /**
     * Lets programs change files in more folders. The working directory is not one of these unless it is chosen. What is
     * hidden stays so in a chosen folder, unless it is chosen itself.
     *
     * @param more the folders, which have to be there when a program starts
     * @return the changed copy
     */
    public Confinement writable(Path... more) {
        return new Confinement(joined(writable, more), hidden, network);
    }

    /**
     * Hides more from programs.
     *
     * @param more files and folders; those that are not there are left out
     * @return the changed copy
     */
    public Confinement hidden(Path... more) {
        return new Confinement(writable, joined(hidden, more), network);
    }

    /**
     * Lets programs use the network of the host, with the services that listen on this machine, abstract sockets included.
     *
     * @return the changed copy
     */
    public Confinement withNetwork() {
        return new Confinement(writable, hidden, true);
    }

    private static List<Path> joined(List<Path> before, Path... more) {
        List<Path> joined = new ArrayList<>(before);
        joined.addAll(List.of(more));
        return joined;
    }

    /**
     * Returns the confinement in words, as {@link PlannedCommand#confinement()} shows it.
     *
     * @return such as {@code read-only host, writable [/home/me/project], no network}
     */
    @Override
    public String toString() {
        return "read-only host" + (writable.isEmpty() ? "" : ", writable " + writable)
                + (hidden.isEmpty() ? "" : ", hidden " + hidden) + (network ? ", network" : ", no network");
    }
}
