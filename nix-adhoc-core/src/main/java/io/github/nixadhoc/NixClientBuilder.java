package io.github.nixadhoc;

import io.github.nixadhoc.audit.Audit;
import io.github.nixadhoc.event.NixListener;
import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.exec.commons.CommonsExecExecutor;
import io.github.nixadhoc.internal.client.ClientSettings;
import io.github.nixadhoc.internal.client.EngineFactory;
import io.github.nixadhoc.internal.nix.AccessTokens;
import io.github.nixadhoc.internal.nix.NixSettings;
import io.github.nixadhoc.internal.runtime.Nixpkgs;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Freshness;
import io.github.nixadhoc.policy.CleanRoom;
import io.github.nixadhoc.policy.CommandPolicy;
import io.github.nixadhoc.policy.Confinement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Collects the choices for a {@link NixClient}.
 *
 * <p>Not thread-safe; the clients it builds are.
 *
 * @since 0.1
 */
public final class NixClientBuilder {

    private Nixpkgs nixpkgs = Nixpkgs.DEFAULT;
    private @Nullable Path nixBinary;
    private @Nullable String store;
    private final List<String> options = new ArrayList<>();
    private ProcessEnvironment environment = ProcessEnvironment.inherited();
    private CommandExecutor executor = CommonsExecExecutor.create();
    private @Nullable CommandPolicy policy;
    private @Nullable Audit audit;
    private @Nullable CleanRoom room;
    private @Nullable Confinement confinement;
    private AccessTokens accessTokens = AccessTokens.NONE;
    private Freshness freshness = Freshness.BACKGROUND;
    private final List<NixListener> listeners = new ArrayList<>();
    private @Nullable ByteSize kept;
    private boolean withoutNix;

    NixClientBuilder() {}

    /**
     * Sets the flake in which bare attribute paths are looked up; {@code nixpkgs} of the registry unless set.
     *
     * @param flakeReference the flake reference, for instance {@code github:NixOS/nixpkgs/nixos-25.05}
     * @return this builder
     * @throws IllegalArgumentException if it is not a flake reference
     */
    public NixClientBuilder nixpkgs(String flakeReference) {
        this.nixpkgs = nixpkgs.withFlake(Nixpkgs.parse(flakeReference));
        return this;
    }

    /**
     * Allows packages of the client's nixpkgs whose licence is not free, and no others: what they depend on has to be
     * allowed too. Unless allowed, such a package ends in
     * {@link io.github.nixadhoc.error.PackageRefusedException}, whether it is in the store or not.
     *
     * <p>This holds for bare attribute paths, for references to {@link #nixpkgs}, and for other branches and revisions
     * of a name in the registry ({@code nixpkgs/nixos-25.05#slack}). Any other flake has to allow itself what it needs.
     * The evaluation stays pure and yields the same store paths; it takes one call of Nix more.
     *
     * <p>The line that a command prints imports nixpkgs with the same configuration, which Nix's command line does only
     * with {@code --impure}. Where packages of several flakes are named, or nixpkgs is a relative path, no line can do
     * the same: the one that is printed sets {@code NIXPKGS_ALLOW_UNFREE=1}, which allows all.
     *
     * @param packages the names of the packages ({@code pname}, {@code slack}), or their names with the version
     *     ({@code slack-4.35.126}); added to those allowed before
     * @return this builder
     * @throws IllegalArgumentException if one cannot be the name of a package
     */
    public NixClientBuilder allowUnfree(String... packages) {
        this.nixpkgs = nixpkgs.withAllowances(nixpkgs.allowances().plusUnfree(List.of(packages)));
        return this;
    }

    /**
     * Allows packages of the client's nixpkgs that have known vulnerabilities, and no others; as {@link #allowUnfree}.
     *
     * @param packages the names of the packages with their versions ({@code openssl-1.1.1w}), so that a later version is
     *     decided upon anew; added to those allowed before
     * @return this builder
     * @throws IllegalArgumentException if one cannot be the name of a package
     */
    public NixClientBuilder allowInsecure(String... packages) {
        this.nixpkgs = nixpkgs.withAllowances(nixpkgs.allowances().plusInsecure(List.of(packages)));
        return this;
    }

    /**
     * Allows packages of the client's nixpkgs that are marked as broken, and no others; as {@link #allowUnfree}. Such a
     * package may fail to build, or not work.
     *
     * @param packages the names of the packages, with the version or without; added to those allowed before
     * @return this builder
     * @throws IllegalArgumentException if one cannot be the name of a package
     */
    public NixClientBuilder allowBroken(String... packages) {
        this.nixpkgs = nixpkgs.withAllowances(nixpkgs.allowances().plusBroken(List.of(packages)));
        return this;
    }

    /**
     * Sets the token with which Nix fetches flakes from a host, for private repositories, and where anonymous use is
     * limited.
     *
     * <p>Nix gets it by the variable {@code NIX_CONFIG} of its own processes, in no argument; programs do not see it, and
     * no message or log shows it. Tokens for other hosts in the setting {@code access-tokens} of {@code nix.conf} and of
     * an inherited {@code NIX_CONFIG} stay as they are.
     *
     * @param host the host, for instance {@code github.com}
     * @param token the token, as the setting takes it: of GitLab with its kind, {@code PAT:…} or {@code OAuth2:…}; it
     *     replaces one that was given for this host before
     * @return this builder
     * @throws IllegalArgumentException if one is empty or holds what a setting of Nix cannot, or if the host is a URL;
     *     the message shows no token
     */
    public NixClientBuilder accessToken(String host, String token) {
        this.accessTokens = accessTokens.plus(host, token);
        return this;
    }

    /**
     * Sets the {@code nix} to use, in place of the one that is found.
     *
     * @param binary the path of the binary
     * @return this builder
     */
    public NixClientBuilder nixBinary(Path binary) {
        this.nixBinary = Objects.requireNonNull(binary, "binary");
        return this;
    }

    /**
     * Sets the store to use, as {@code --store} does.
     *
     * @param store a directory, or the address of a store; programs can be run only from one on this machine
     * @return this builder
     * @throws IllegalArgumentException if it is empty
     */
    public NixClientBuilder store(String store) {
        if (store.isEmpty()) {
            throw new IllegalArgumentException("a store needs a directory or an address");
        }
        this.store = store.startsWith(".")
                ? Path.of(store).toAbsolutePath().normalize().toString()
                : store;
        return this;
    }

    /**
     * Sets a setting of Nix for every call, as {@code --option} does.
     *
     * @param name the name, for instance {@code connect-timeout}
     * @param value its value; not for secrets, since arguments can be seen by other users
     * @return this builder
     */
    public NixClientBuilder option(String name, String value) {
        options.addAll(List.of("--option", name, value));
        return this;
    }

    /**
     * Sets the environment that Nix and the programs see, in place of that of the JVM.
     *
     * @param variables all variables; copied
     * @return this builder
     * @throws IllegalArgumentException if a name or a value cannot be passed to a process
     */
    public NixClientBuilder environment(Map<String, String> variables) {
        this.environment = ProcessEnvironment.inherited().onTopOf(Objects.requireNonNull(variables, "variables"));
        return this;
    }

    /**
     * Sets what starts processes, those of Nix as well as the programs.
     *
     * @param executor the executor
     * @return this builder
     */
    public NixClientBuilder executor(CommandExecutor executor) {
        this.executor = Objects.requireNonNull(executor, "executor");
        return this;
    }

    /**
     * Sets the policy that is shown every command before it runs, each pin and each package of a prefetch; all is allowed
     * unless set. Only a client that was given one, {@link CommandPolicy#allowAll} included, runs again what an audit has
     * recorded, see {@link NixCommands#replay}. Where there is a policy, a program is started in its directory with all symbolic links resolved.
     *
     * @param policy the policy
     * @return this builder
     */
    public NixClientBuilder policy(CommandPolicy policy) {
        this.policy = Objects.requireNonNull(policy, "policy");
        return this;
    }

    /**
     * Sets where every decision and every run is recorded; nowhere unless set.
     *
     * @param audit the audit, for instance {@link Audit#to}
     * @return this builder
     */
    public NixClientBuilder audit(Audit audit) {
        this.audit = Objects.requireNonNull(audit, "audit");
        return this;
    }

    /**
     * Sets what programs find when they start, in place of the environment of this client. Nix itself keeps that.
     *
     * @param room the room, for instance {@link CleanRoom#forAgents()}
     * @return this builder
     */
    public NixClientBuilder cleanRoom(CleanRoom room) {
        this.room = Objects.requireNonNull(room, "room");
        return this;
    }

    /**
     * Sets what programs are kept to; unless set they have all permissions of the user. Each program that this client starts
     * is started by bubblewrap: the {@code bwrap} on this client's PATH, or else the package {@code bubblewrap} of this
     * client's nixpkgs, which the policy is asked about as about any other. Nix itself is not confined.
     *
     * <p>Where that cannot be done, nothing runs: commands end in
     * {@link io.github.nixadhoc.error.ConfinementUnavailableException}. That is so without bubblewrap, where it may make no
     * user namespaces, elsewhere than on Linux, for programs of a store with a root of its own, and for
     * {@code runInTerminal()} and {@code startGui()}, since who has the terminal or the display can type into it. Arguments,
     * environment, stdin and exit code are as without; a program that a signal ends has the exit code 128 plus its number,
     * which is told as that signal. A program that cannot be started ends with 126 or 127. The process id that is told is
     * that of bubblewrap; signals go to the program inside. An executor of your own has to start processes on a thread that
     * is there until they end, since bubblewrap ends with it. With {@link #withoutNix()} the policy is shown the
     * confinement, and nothing else is done about it.
     *
     * @param confinement the confinement, for instance {@link Confinement#readOnly()}
     * @return this builder
     */
    public NixClientBuilder confinement(Confinement confinement) {
        this.confinement = Objects.requireNonNull(confinement, "confinement");
        return this;
    }

    /**
     * Adds a listener, which is told what goes on while commands run: downloads and builds with their progress, phases,
     * lines of build logs. Several listeners are told in the order in which they were added.
     *
     * @param listener the listener, for instance {@link io.github.nixadhoc.event.ConsoleProgress#create()}
     * @return this builder
     */
    public NixClientBuilder listener(NixListener listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /**
     * Sets what is done with an answer of Nix's that is remembered and not new any more; {@link Freshness#BACKGROUND}
     * unless set.
     *
     * @param freshness what is done
     * @return this builder
     */
    public NixClientBuilder freshness(Freshness freshness) {
        this.freshness = Objects.requireNonNull(freshness, "freshness");
        return this;
    }

    /**
     * Limits what stays in the store of what this client brings there: when it is more, the packages that were used least
     * recently give way, each with what no other of them needs. Nothing is deleted unless this is called.
     *
     * <p>Deleted is only what a client with such a limit has brought, by a download or a build, and what Nix itself takes
     * for garbage: nothing that was there before, nothing that runs or is pinned, nothing that a root, a session or a path
     * of somebody else's needs. So more may be kept for as long as it is in use. What gave way is brought again when it is
     * used again. Until then packages are not roots: a collection of garbage takes them as well. Derivations and sources,
     * which evaluations leave, are neither counted nor deleted.
     *
     * <p>This goes on behind, after something was brought and after the end of a program that was in the way. What was
     * brought, and when it was last used, is written below {@code nix-adhoc/kept} in {@code XDG_STATE_HOME}, else in
     * {@code ~/.local/state}, of the client's environment: so the limit counts what all such clients of one user and store
     * have brought, and each sees to its own limit. What is brought in a {@link NixClient#openSession() session} is the
     * session's; the use of a package in one does not count.
     *
     * @param limit the sum of the NAR sizes, as {@code nix path-info --size} tells them; zero keeps nothing that is not in
     *     use
     * @return this builder
     */
    public NixClientBuilder storeLimit(ByteSize limit) {
        this.kept = Objects.requireNonNull(limit, "limit");
        return this;
    }

    /**
     * Makes a client for tests that never calls Nix: every installable counts as being in the store, at a made-up
     * path, with a program of its own name. Of use with an executor that starts no processes either, such as
     * {@link io.github.nixadhoc.testing.RecordingExecutor}. What asks Nix, such as {@link NixClient#pathInfo}, ends in
     * {@link io.github.nixadhoc.error.NixNotInstalledException}.
     *
     * @return this builder
     */
    public NixClientBuilder withoutNix() {
        this.withoutNix = true;
        return this;
    }

    /**
     * Returns a client with the choices made so far.
     *
     * @return the client
     * @throws IllegalStateException if the file of the audit is in a folder in which confined programs may change files
     * @throws io.github.nixadhoc.error.StoreUnavailableException if {@link #storeLimit} was called and the environment does not say where a user keeps
     *     such things
     */
    public NixClient build() {
        boolean offline = freshness == Freshness.OFFLINE;
        NixSettings nix = new NixSettings(nixBinary, store, options, environment, accessTokens, offline);
        return new NixClient(EngineFactory.create(new ClientSettings(
                nixpkgs, nix, executor, policy, audit, room, confinement, freshness, listeners, kept, withoutNix)));
    }
}
