package io.github.nixadhoc.policy;

import io.github.nixadhoc.model.EqualByContent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The limits of a program, enforced by bubblewrap on Linux. The program can read the files of the host. It can change
 * files only in chosen folders, and has no network unless it is allowed.
 *
 * <p>The program sees {@code /tmp}, {@code /var/tmp}, {@code $TMPDIR} and {@code /run} as empty folders, which are
 * deleted when it ends. Hidden from it are the socket of the Nix daemon, {@code $XDG_RUNTIME_DIR}, and the usual places
 * of keys: in the home directory {@code .ssh}, {@code .gnupg}, {@code .aws}, {@code .azure}, {@code .kube},
 * {@code .docker}, {@code .mozilla}, {@code .thunderbird}, {@code .password-store}, {@code .terraform.d}, {@code .netrc},
 * {@code .git-credentials}, {@code .npmrc}, {@code .pypirc}, {@code .pgpass}, {@code .my.cnf}, {@code .vault-token},
 * {@code .cargo/credentials.toml}, {@code .gem/credentials}, {@code .m2/settings.xml} and {@code .Xauthority}; in
 * {@code .config} and {@code $XDG_CONFIG_HOME} {@code gcloud}, {@code gh}, {@code glab-cli}, {@code nix}, {@code op},
 * {@code rclone}, {@code sops}, {@code containers/auth.json}, {@code google-chrome} and {@code chromium}; in
 * {@code .local/share} and {@code $XDG_DATA_HOME} {@code keyrings} and {@code kwalletd}; and the files that variables
 * such as {@code KUBECONFIG} name for these purposes. The program can read all other files that the user can read;
 * {@link #hidden} hides more. The working directory is visible also inside of a folder for temporary files, unless it is
 * hidden.
 *
 * <p>The program cannot reach sockets on which a process listens when it starts, except those in chosen folders. It sees
 * only its own processes and gains no permissions from the programs that it executes. Its background processes end with
 * it. It cannot change settings of the kernel, not even as root.
 *
 * <p>Immutable and thread-safe; each method returns a changed copy.
 *
 * @since 0.1
 */
public final class Confinement extends EqualByContent {

    private final boolean readsHost;
    private final List<Path> readable;
    private final List<Path> writable;
    private final List<Path> hidden;
    private final boolean network;

    private Confinement(
            boolean readsHost, List<Path> readable, List<Path> writable, List<Path> hidden, boolean network) {
        this.readsHost = readsHost;
        this.readable = readable.stream().map(Path::toAbsolutePath).toList();
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
        return new Confinement(true, List.of(), List.of(), List.of(), false);
    }

    /**
     * Returns the confinement for programs that an agent starts. No file can be changed and there is no network, as in
     * {@link #readOnly()}. In addition, a program can read only its working directory, the stores of its packages, and the
     * files of the operating system: {@code /usr}, {@code /bin}, {@code /sbin}, {@code /lib*}, {@code /sys}, and from
     * {@code /etc} the names of users and hosts, certificates, fonts and the like. The home directory is an empty folder,
     * which is deleted when the program ends. {@link #readable} and {@link #writable} show it more.
     *
     * <p>So a file that appears elsewhere while a program runs is not visible to it, nor is a socket.
     *
     * @return the confinement
     */
    public static Confinement forAgents() {
        return new Confinement(false, List.of(), List.of(), List.of(), false);
    }

    /**
     * Returns whether programs can read the files of the host, except for those that are hidden.
     *
     * @return false for {@link #forAgents()}
     */
    public boolean readsHost() {
        return readsHost;
    }

    /**
     * Returns the files and folders that programs can read in addition.
     *
     * @return their absolute paths; unmodifiable
     */
    public List<Path> readable() {
        return readable;
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
     * Returns the hidden files and folders, in addition to those that are always hidden.
     *
     * @return the absolute paths of files and folders; unmodifiable
     */
    public List<Path> hidden() {
        return hidden;
    }

    /**
     * Returns whether the program can use the network of the host.
     *
     * @return true if it can
     */
    public boolean network() {
        return network;
    }

    /**
     * Lets programs change files in more folders. The working directory has to be chosen as any other folder. Hidden
     * files in a chosen folder stay hidden, unless they are chosen themselves. A folder within another chosen folder must
     * not be a link out of that one, since an earlier program may have made the link: the program is then refused.
     *
     * @param more the folders, which must exist when a program starts
     * @return the changed copy
     */
    public Confinement writable(Path... more) {
        return new Confinement(readsHost, readable, joined(writable, more), hidden, network);
    }

    /**
     * Lets programs read more files and folders: those that {@link #forAgents()} does not show, and those that are always
     * hidden, such as {@code ~/.m2/settings.xml}.
     *
     * @param more files and folders; those that do not exist when a program starts are ignored
     * @return the changed copy
     */
    public Confinement readable(Path... more) {
        return new Confinement(readsHost, joined(readable, more), writable, hidden, network);
    }

    /**
     * Hides more files and folders from programs.
     *
     * @param more files and folders; those that do not exist are ignored
     * @return the changed copy
     */
    public Confinement hidden(Path... more) {
        return new Confinement(readsHost, readable, writable, joined(hidden, more), network);
    }

    /**
     * Lets programs use the network of the host, with the services that listen on this machine, abstract sockets included.
     *
     * @return the changed copy
     */
    public Confinement withNetwork() {
        return new Confinement(readsHost, readable, writable, hidden, true);
    }

    /**
     * Returns whether programs can change a file. Links are followed.
     *
     * @param file the file, which need not exist
     * @return true if it is in a folder whose files can be changed
     */
    public boolean isWritable(Path file) {
        Path real = real(file.toAbsolutePath());
        return writable.stream().anyMatch(folder -> real.startsWith(real(folder)));
    }

    /** A file that does not exist yet is resolved by its folder. */
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
    protected List<Object> parts() {
        return List.of(readsHost, readable, writable, hidden, network);
    }

    /**
     * Returns the confinement in words, as {@link PlannedCommand#confinement()} shows it.
     *
     * @return such as {@code read-only host, writable [/home/me/project], no network}
     */
    @Override
    public String toString() {
        return (readsHost ? "read-only host" : "read-only system and directory")
                + (readable.isEmpty() ? "" : ", readable " + readable)
                + (writable.isEmpty() ? "" : ", writable " + writable)
                + (hidden.isEmpty() ? "" : ", hidden " + hidden)
                + (network ? ", network" : ", no network");
    }
}
