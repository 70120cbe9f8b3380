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
import io.github.nixadhoc.internal.text.UserInfo;
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
 * Builds a {@link NixClient}.
 *
 * <pre>{@code
 * NixClient nix = NixClient.builder()
 *         .nixpkgs("github:NixOS/nixpkgs/nixos-25.05")
 *         .policy(Policies.forAgents())
 *         .cleanRoom(CleanRoom.forAgents())
 *         .confinement(Confinement.forAgents())
 *         .build();
 * }</pre>
 *
 * <p>Every setting has a default, see {@link NixClient#builder()}. No method starts a process or blocks, except
 * {@link #build()} for clients that confine programs, which takes some milliseconds. Not thread-safe; the clients it builds
 * are.
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
    private @Nullable ByteSize storeLimit;
    private boolean withoutNix;
    private boolean processesOnly;

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
     * Allows packages of the client's nixpkgs whose licence is not free, and no others: the packages that they depend
     * on have to be allowed too. Unless allowed, such a package ends in {@link
     * io.github.nixadhoc.error.PackageRefusedException}, even if it is in the store.
     *
     * <p>This holds for bare attribute paths, for references to {@link #nixpkgs}, and for other branches and revisions
     * of a name in the registry ({@code nixpkgs/nixos-25.05#slack}). Any other flake has to allow its packages itself.
     * The evaluation stays pure and yields the same store paths; it takes one call of Nix more.
     *
     * <p>The printed line of a command imports nixpkgs with the same configuration, for which Nix's command line needs
     * {@code --impure}. For packages of several flakes, or a relative path as nixpkgs, there is no such line: the
     * printed one sets {@code NIXPKGS_ALLOW_UNFREE=1}, which allows all packages.
     *
     * @param packages the names of the packages ({@code pname}, {@code slack}), or their names with the version ({@code
     *     slack-4.35.126}); added to those allowed before
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
     * @param packages the names of the packages with their versions ({@code openssl-1.1.1w}), so that a later version
     *     needs a decision of its own; added to those allowed before
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
     * Sets the token with which Nix fetches flakes from a host: for private repositories, and against limits for
     * anonymous use.
     *
     * <p>Nix gets the token by the variable {@code NIX_CONFIG} of its own processes, in no argument. Programs do not
     * see it, and no message or log shows it. Tokens for other hosts in the setting {@code access-tokens} of {@code
     * nix.conf} and of an inherited {@code NIX_CONFIG} stay as they are.
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
     * Sets the {@code nix} to use; unless set, it is searched on the PATH and in the usual folders.
     *
     * @param binary the path of the binary
     * @return this builder
     */
    public NixClientBuilder nixBinary(Path binary) {
        this.nixBinary = Objects.requireNonNull(binary, "binary");
        return this;
    }

    /**
     * Sets the store to use, as {@code --store} does; that of Nix's settings unless set.
     *
     * @param store a directory, or the address of a store; programs can be run only from one on this machine
     * @return this builder
     * @throws IllegalArgumentException if it is empty, or has a password, which other users could read in the command lines
     *     of Nix
     */
    public NixClientBuilder store(String store) {
        if (store.isEmpty()) {
            throw new IllegalArgumentException("a store needs a directory or an address");
        }
        if (UserInfo.hasSecret(store)) {
            throw new IllegalArgumentException("not a store: \"" + UserInfo.masked(store) + "\": " + UserInfo.PROBLEM);
        }
        this.store = store.startsWith(".")
                ? Path.of(store).toAbsolutePath().normalize().toString()
                : store;
        return this;
    }

    /**
     * Sets a setting of Nix for every call, as {@code --option} does. Access tokens, and values with the address of a
     * server and a password, reach Nix by the variable {@code NIX_CONFIG} of its own processes, since other users of the
     * machine can see arguments.
     *
     * <p>With {@code accept-flake-config} set to {@code true} the settings that a flake brings ({@code nixConfig}) count,
     * which lets any flake run programs while Nix evaluates it. Otherwise they never count, whatever Nix's own files of
     * settings say. A client with a policy cannot have this setting.
     *
     * <p>The setting {@code store} is the one that {@link #store} sets. A value of {@code experimental-features} does not
     * take away the features that this library needs.
     *
     * @param name the name, for instance {@code connect-timeout}
     * @param value its value
     * @return this builder
     */
    public NixClientBuilder option(String name, String value) {
        // An address with a password must not become an argument.
        if (name.equals("store") && !value.isEmpty() && value.indexOf('@') < 0) {
            return store(value);
        }
        options.addAll(List.of("--option", name, value));
        return this;
    }

    /**
     * Sets the environment of Nix and the programs; that of the JVM unless set.
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
     * Sets the executor, which starts all processes, those of Nix as well as the programs; {@link CommonsExecExecutor}
     * unless set.
     *
     * @param executor the executor
     * @return this builder
     */
    public NixClientBuilder executor(CommandExecutor executor) {
        this.executor = Objects.requireNonNull(executor, "executor");
        return this;
    }

    /**
     * Sets the policy, which reviews every command before it runs, each pin and each package of a prefetch; unless set,
     * everything is allowed.
     *
     * <p>Only a client with a policy, be it {@link CommandPolicy#allowAll}, runs records of an audit again, see {@link
     * NixCommands#replay}. With a policy, a program starts in its directory with all symbolic links resolved.
     *
     * @param policy the policy
     * @return this builder
     */
    public NixClientBuilder policy(CommandPolicy policy) {
        this.policy = Objects.requireNonNull(policy, "policy");
        return this;
    }

    /**
     * Sets the audit, which records every decision and every run; none unless set.
     *
     * @param audit the audit, for instance {@link Audit#to}
     * @return this builder
     */
    public NixClientBuilder audit(Audit audit) {
        this.audit = Objects.requireNonNull(audit, "audit");
        return this;
    }

    /**
     * Sets the clean room of programs, which limits the variables that they inherit; none unless set. Nix itself keeps
     * the environment of this client.
     *
     * @param room the room, for instance {@link CleanRoom#forAgents()}
     * @return this builder
     */
    public NixClientBuilder cleanRoom(CleanRoom room) {
        this.room = Objects.requireNonNull(room, "room");
        return this;
    }

    /**
     * Sets the confinement of programs; unless set, they have all permissions of the user. Bubblewrap starts each
     * program: the {@code bwrap} on this client's PATH, or else the package {@code bubblewrap} of this client's
     * nixpkgs, which the policy reviews as any other. Nix itself is not confined.
     *
     * <p>If a program cannot be confined, it does not run: {@link #build()} or the command ends in {@link
     * io.github.nixadhoc.error.ConfinementUnavailableException}. This is so without bubblewrap, without user
     * namespaces, on systems other than Linux, for programs of a store with a root of its own, and for {@code
     * runInTerminal()} and {@code startGui()}, since a program with the terminal or the display can type into it.
     *
     * <p>Arguments, environment, stdin and exit code are the same as without a confinement. Stdin from a file is a pipe. If a
     * signal ends the
     * program, its exit code of 128 plus the signal's number is reported as that signal. A program that cannot be
     * started ends with 126 or 127. The process id is that of bubblewrap; signals go to the program inside. A custom
     * executor has to start processes on a thread that lives until they end, since bubblewrap ends with that thread.
     * With {@link #withoutNix()}, the policy sees the confinement, which has no other effect.
     *
     * @param confinement the confinement, for instance {@link Confinement#readOnly()} or {@link Confinement#forAgents()}
     * @return this builder
     */
    public NixClientBuilder confinement(Confinement confinement) {
        this.confinement = Objects.requireNonNull(confinement, "confinement");
        return this;
    }

    /**
     * Adds a listener, which receives events while commands run: downloads and builds with their progress, phases,
     * lines of build logs. Several listeners are called in the order in which they were added.
     *
     * @param listener the listener, for instance {@link io.github.nixadhoc.event.ConsoleProgress#create()}
     * @return this builder
     */
    public NixClientBuilder listener(NixListener listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /**
     * Sets the handling of a cached answer of Nix that is stale; {@link Freshness#BACKGROUND} unless set.
     *
     * @param freshness the handling
     * @return this builder
     */
    public NixClientBuilder freshness(Freshness freshness) {
        this.freshness = Objects.requireNonNull(freshness, "freshness");
        return this;
    }

    /**
     * Limits the size of the packages that this client adds to the store. Beyond the limit, the least recently used
     * packages are deleted, each with the paths that no other of them needs. Unless this is called, nothing is deleted.
     *
     * <p>Only paths are deleted that a client with such a limit has downloaded or built, and that Nix takes for
     * garbage. A path stays if it was there before, if it runs or is pinned, or if a root, a session or another path
     * needs it. So the store may hold more while packages are in use. A deleted package is downloaded or built again at
     * its next use. Packages within the limit are not roots: a collection of garbage deletes them too. Derivations and
     * sources, which evaluations add, are neither counted nor deleted.
     *
     * <p>The deletion runs in the background, after an addition and after the end of a program that prevented it.
     * Additions and their last use are recorded below {@code nix-adhoc/kept} in {@code XDG_STATE_HOME}, else in {@code
     * ~/.local/state}, of the client's environment. So the additions of all such clients of one user and store count,
     * and each client keeps its own limit. Additions in a {@link NixClient#openSession() session} belong to the
     * session; the use of a package there does not count.
     *
     * @param limit the sum of the NAR sizes, as {@code nix path-info --size} prints them; with zero, only packages in
     *     use stay
     * @return this builder
     */
    public NixClientBuilder storeLimit(ByteSize limit) {
        this.storeLimit = Objects.requireNonNull(limit, "limit");
        return this;
    }

    /**
     * Makes the client a fake for tests, which never calls Nix: every installable counts as being in the store, at a
     * made-up path, with a program of its own name. It is meant for an executor that starts no processes, such as
     * {@link io.github.nixadhoc.testing.RecordingExecutor}. Commands that need Nix, such as {@link NixClient#pathInfo},
     * end in {@link io.github.nixadhoc.error.NixNotInstalledException}.
     *
     * @return this builder
     */
    public NixClientBuilder withoutNix() {
        this.withoutNix = true;
        return this;
    }

    /** Makes the client use the store by processes of Nix alone. For tests that compare both ways. */
    NixClientBuilder processesOnly() {
        this.processesOnly = true;
        return this;
    }

    /**
     * Returns a client with the settings so far. This builder can be used again.
     *
     * @return the client
     * @throws IllegalStateException if the file of the audit is in a folder that confined programs may change, or if the
     *     client has a policy and the {@link #option} {@code accept-flake-config}
     * @throws io.github.nixadhoc.error.ConfinementUnavailableException if there is a confinement, and this machine cannot
     *     confine programs; what a download of bubblewrap or a missing folder may still change is told by the first command
     * @throws io.github.nixadhoc.error.StoreUnavailableException if {@link #storeLimit} was called and the environment
     *     names no state folder: neither {@code XDG_STATE_HOME} nor {@code HOME} is an absolute path
     */
    public NixClient build() {
        boolean offline = freshness == Freshness.OFFLINE;
        NixSettings nix = new NixSettings(nixBinary, store, options, environment, accessTokens, offline);
        if (policy != null && nix.acceptsSettingsOfFlakes()) {
            throw new IllegalStateException(
                    "with accept-flake-config a flake runs programs before the policy sees them:"
                            + " leave out option(\"accept-flake-config\", …), or give the one setting of the flake that you need"
                            + " by option(…)");
        }
        return new NixClient(EngineFactory.create(new ClientSettings(
                nixpkgs,
                nix,
                executor,
                policy,
                audit,
                room,
                confinement,
                freshness,
                listeners,
                storeLimit,
                withoutNix,
                processesOnly)));
    }

    /** Returns the settings that differ from the defaults, without values of the environment, tokens and options. */
    @Override
    public String toString() {
        List<String> settings = new ArrayList<>(List.of("nixpkgs " + nixpkgs.flake()));
        add(settings, "nix ", nixBinary);
        add(settings, "store ", store);
        add(settings, "store limit ", storeLimit);
        if (!options.isEmpty()) {
            settings.add("options");
        }
        add(settings, "policy ", policy == null ? null : "set");
        add(settings, "audit ", audit == null ? null : "set");
        add(settings, "clean room ", room == null ? null : "set");
        add(settings, "confinement ", confinement == null ? null : "set");
        if (freshness != Freshness.BACKGROUND) {
            settings.add("freshness " + freshness);
        }
        if (!listeners.isEmpty()) {
            settings.add(listeners.size() == 1 ? "a listener" : listeners.size() + " listeners");
        }
        if (withoutNix) {
            settings.add("without Nix");
        }
        return "NixClientBuilder[" + String.join(", ", settings) + "]";
    }

    private static void add(List<String> settings, String name, @Nullable Object value) {
        if (value != null) {
            settings.add(name + value);
        }
    }
}
