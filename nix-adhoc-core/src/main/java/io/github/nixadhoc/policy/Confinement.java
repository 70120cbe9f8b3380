package io.github.nixadhoc.policy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a program is kept to by bubblewrap, on Linux: it reads the files of the host and changes none but those in folders
 * that were chosen, and has no network unless that is allowed.
 *
 * <p>Empty inside are {@code /tmp}, {@code /var/tmp}, {@code $TMPDIR} and {@code /run}; what is written there is gone with
 * the program. Hidden are the socket of the Nix daemon, {@code $XDG_RUNTIME_DIR}, and what usually holds keys: in the home
 * directory {@code .ssh}, {@code .gnupg}, {@code .aws}, {@code .azure}, {@code .kube}, {@code .docker}, {@code .mozilla},
 * {@code .thunderbird}, {@code .password-store}, {@code .terraform.d}, {@code .netrc}, {@code .git-credentials},
 * {@code .npmrc}, {@code .pypirc}, {@code .pgpass}, {@code .my.cnf}, {@code .vault-token}, {@code .cargo/credentials.toml},
 * {@code .gem/credentials}, {@code .m2/settings.xml} and {@code .Xauthority}; in {@code .config} and {@code $XDG_CONFIG_HOME}
 * {@code gcloud}, {@code gh}, {@code glab-cli}, {@code nix}, {@code op}, {@code rclone}, {@code sops},
 * {@code containers/auth.json}, {@code google-chrome} and {@code chromium}; in {@code .local/share} and
 * {@code $XDG_DATA_HOME} {@code keyrings} and {@code kwalletd}; and what the variables name that say where such things are,
 * such as {@code KUBECONFIG}. All other files that the user can read, the program can read too; {@link #hidden} adds to what
 * it cannot. The directory that a program starts in is seen in a folder for temporary files, but not where it is hidden.
 *
 * <p>Sockets that somebody listens at when the program starts are out of its reach, but for those in folders that were
 * chosen. The program sees no processes but its own, gains no permissions by what it executes, and whatever it has sent into
 * the background ends with it. Settings of the kernel cannot be changed, by root neither.
 *
 * <p>Immutable and thread-safe; each method returns a changed copy.
 *
 * @since 0.1
 */
public final class Confinement {

    private final List<Path> writable;
    private final List<Path> hidden;
    private final boolean network;

    private Confinement(List<Path> writable, List<Path> hidden, boolean network) {
        this.writable = writable.stream().map(Path::toAbsolutePath).toList();
        this.hidden = hidden.stream().map(Path::toAbsolutePath).toList();
        this.network = network;
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
     * Returns the folders in which files can be changed.
     *
     * @return their absolute paths; unmodifiable
     */
    public List<Path> writable() {
        return writable;
    }

    /**
     * Returns what is empty inside, beside what always is.
     *
     * @return the absolute paths of files and folders; unmodifiable
     */
    public List<Path> hidden() {
        return hidden;
    }

    /**
     * Returns whether the network of the host can be used.
     *
     * @return whether it can
     */
    public boolean network() {
        return network;
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

    /**
     * Returns whether a file is in one of the folders in which files can be changed, links followed.
     *
     * @param file the file, which need not be there yet
     * @return whether it is
     */
    public boolean isWritable(Path file) {
        Path real = real(file.toAbsolutePath());
        return writable.stream().anyMatch(folder -> real.startsWith(real(folder)));
    }

    /** What is not there yet is where its folder is. */
    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            Path folder = path.getParent();
            return folder == null ? path : real(folder).resolve(path.getFileName());
        }
    }

    private static List<Path> joined(List<Path> before, Path... more) {
        List<Path> joined = new ArrayList<>(before);
        joined.addAll(List.of(more));
        return joined;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Confinement that
                && writable.equals(that.writable)
                && hidden.equals(that.hidden)
                && network == that.network;
    }

    @Override
    public int hashCode() {
        return Objects.hash(writable, hidden, network);
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
