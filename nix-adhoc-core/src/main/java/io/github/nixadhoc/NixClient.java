package io.github.nixadhoc;

import io.github.nixadhoc.event.NixListener;
import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.exec.CommonsExecExecutor;
import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.internal.nix.AccessTokens;
import io.github.nixadhoc.internal.nix.NixSettings;
import io.github.nixadhoc.internal.nix.Secrets;
import io.github.nixadhoc.internal.pin.PinFolder;
import io.github.nixadhoc.internal.pin.PinName;
import io.github.nixadhoc.internal.progress.Watches;
import io.github.nixadhoc.internal.store.CollectionRequest;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.policy.CommandPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where and how commands run: which Nix, which nixpkgs, which executor, which policy.
 *
 * <pre>{@code
 * try (NixClient nix = NixClient.builder()
 *         .nixpkgs("github:NixOS/nixpkgs/nixos-25.05")
 *         .build()) {
 *     String cow = nix.run("cowsay").args("hi").text();
 * }
 * }</pre>
 *
 * <p>Immutable and thread-safe; meant to be shared. Building one starts nothing: Nix is looked for when the first
 * command runs. Closing it stops what it has started and what still runs: programs, and the builds and downloads of Nix.
 *
 * @since 0.1
 */
public final class NixClient implements AutoCloseable {

    private final NixpkgsReference nixpkgs;
    private final List<String> nixWords;
    private final Watches watches;
    private final Programs programs;
    private final Operations operations;
    private final PinFolder pinFolder;

    private NixClient(Builder builder) {
        this.nixpkgs = builder.nixpkgs;
        this.nixWords = builder.nixWords();
        OwnProcesses processes = new OwnProcesses(builder.executor);
        this.pinFolder = builder.pinFolder();
        Review review = new Review(builder.policy);
        NixInUse nix = builder.nixInUse(processes, review, pinFolder);
        this.watches = new Watches(builder.listeners, Secrets.of(builder.settings()));
        this.programs = new Programs(builder.preparation(nix, review, watches), processes, pinFolder, watches);
        this.operations = new Operations(nix, watches);
    }

    /**
     * Returns a builder with the defaults: the {@code nixpkgs} of the flake registry, the Nix that is found on this
     * system, the environment of the JVM, {@link CommonsExecExecutor}, and a policy that allows everything.
     *
     * @return the builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the command that runs the main program of a package.
     *
     * @param installable what to run, for instance {@code cowsay} or {@code github:owner/repo#tool}
     * @return the command, which runs here
     * @throws IllegalArgumentException if it is not an installable; the message says what was expected
     */
    public RunCommand run(String installable) {
        return run(Installable.parse(installable));
    }

    /**
     * Returns the command that runs the main program of a package.
     *
     * @param installable what to run
     * @return the command, which runs here
     */
    public RunCommand run(Installable installable) {
        return new RunCommand(this, Objects.requireNonNull(installable, "installable"), ProgramOptions.DEFAULT);
    }

    /**
     * Returns the command that runs something with packages on PATH; say what with {@link ShellCommand#command} or
     * {@link ShellCommand#script}.
     *
     * @param installables the packages, in the order of PATH
     * @return the command, which runs here
     * @throws IllegalArgumentException if one of them is not an installable, or there is none
     */
    public ShellCommand shell(String... installables) {
        return shell(List.of(installables).stream().map(Installable::parse).toList());
    }

    /**
     * Returns the command that runs something with packages on PATH; say what with {@link ShellCommand#command} or
     * {@link ShellCommand#script}.
     *
     * @param installables the packages, in the order of PATH; copied
     * @return the command, which runs here
     * @throws IllegalArgumentException if there is none
     */
    public ShellCommand shell(List<Installable> installables) {
        if (installables.isEmpty()) {
            throw new IllegalArgumentException("a shell needs at least one package");
        }
        return new ShellCommand(this, installables, null, ProgramOptions.DEFAULT);
    }

    /**
     * Returns the command that searches for packages.
     *
     * @param regexes what each package must match, all of them: POSIX extended regular expressions, the case of ASCII
     *     letters ignored; none for all packages
     * @return the command, which runs here
     * @throws IllegalArgumentException if one is not a POSIX extended regular expression; the message says why
     */
    public SearchCommand search(String... regexes) {
        return new SearchCommand(this, null, SearchCommand.Query.of(SearchCommand.nonNull(regexes)));
    }

    /**
     * Returns the command that asks what packages occupy with all they depend on.
     *
     * @param installables what is asked about, for instance {@code ffmpeg}
     * @return the command, which runs here
     * @throws IllegalArgumentException if one of them is not an installable, or there is none
     */
    public PathInfoCommand pathInfo(String... installables) {
        return pathInfo(List.of(installables).stream().map(Installable::parse).toList());
    }

    /**
     * Returns the command that asks what packages occupy with all they depend on.
     *
     * @param installables what is asked about; copied
     * @return the command, which runs here
     * @throws IllegalArgumentException if there is none
     */
    public PathInfoCommand pathInfo(List<Installable> installables) {
        if (installables.isEmpty()) {
            throw new IllegalArgumentException("name at least one package to ask about");
        }
        return new PathInfoCommand(this, null, installables, null);
    }

    /**
     * Returns the command that brings packages into the store ahead of their use.
     *
     * @param installables the packages, for instance {@code ffmpeg}
     * @return the command, which runs here
     * @throws IllegalArgumentException if one of them is not an installable, or there is none
     */
    public PrefetchCommand prefetch(String... installables) {
        return prefetch(List.of(installables).stream().map(Installable::parse).toList());
    }

    /**
     * Returns the command that brings packages into the store ahead of their use.
     *
     * @param installables the packages; copied
     * @return the command, which runs here
     * @throws IllegalArgumentException if there is none
     */
    public PrefetchCommand prefetch(List<Installable> installables) {
        if (installables.isEmpty()) {
            throw new IllegalArgumentException("name at least one package to prefetch");
        }
        return new PrefetchCommand(this, null, installables, null);
    }

    /**
     * Returns the command that asks which store Nix uses.
     *
     * @return the command, which runs here
     */
    public StoreInfoCommand storeInfo() {
        return new StoreInfoCommand(this, null);
    }

    /**
     * Returns the command that looks for what keeps Nix from working on this machine.
     *
     * @return the command, which runs here
     */
    public DoctorCommand doctor() {
        return new DoctorCommand(this, null);
    }

    /**
     * Returns the command that asks what the names of flakes mean here.
     *
     * @return the command, which runs here
     */
    public RegistryCommand registry() {
        return new RegistryCommand(this, null);
    }

    /**
     * Returns the command that keeps a package in the store, under a name, until it is unpinned.
     *
     * @param installable what to keep, for instance {@code ffmpeg}
     * @param name the name: 1 to 100 letters, digits and {@code _ . + @ -}, the first a letter, a digit or {@code _}, and
     *     no two dots in a row
     * @return the command, which runs here
     * @throws IllegalArgumentException if it is not an installable, or not such a name
     */
    public PinCommand pin(String installable, String name) {
        return new PinCommand(this, null, Installable.parse(installable), PinName.require(name), null);
    }

    /**
     * Returns the command that no longer keeps what was pinned under a name. The next collection of garbage takes what
     * nothing else needs.
     *
     * @param name the name
     * @return the command, which runs here
     * @throws IllegalArgumentException if no pin can have such a name
     */
    public UnpinCommand unpin(String name) {
        return new UnpinCommand(this, null, PinName.require(name));
    }

    /**
     * Returns the command that lists what is pinned.
     *
     * @return the command, which runs here
     */
    public PinsCommand pins() {
        return new PinsCommand(this, null);
    }

    /**
     * Returns the command that finds out what is wrong in the store.
     *
     * @return the command, which runs here
     */
    public StoreVerifyCommand verifyStore() {
        return new StoreVerifyCommand(this, null, StoreVerifyCommand.Query.WHOLE_STORE);
    }

    /**
     * Returns the command that has what is damaged in the store built or downloaded anew.
     *
     * @return the command, which runs here
     */
    public StoreRepairCommand repairStore() {
        return new StoreRepairCommand(this, null, List.of());
    }

    /**
     * Returns the command that asks what the store holds, what of it could go, and what keeps the rest.
     *
     * @return the command, which runs here
     */
    public StoreUsageCommand storeUsage() {
        return new StoreUsageCommand(this, null);
    }

    /**
     * Returns the command that deletes the store paths that nothing keeps. Generations of profiles stay unless it is told
     * otherwise.
     *
     * @return the command, which runs here
     */
    public CollectGarbageCommand collectGarbage() {
        return new CollectGarbageCommand(this, null, CollectionRequest.DEFAULT);
    }

    /**
     * Runs a command here, wherever it was made, and waits for its end.
     *
     * @param <R> what comes back
     * @param command the command
     * @return what came of it
     * @throws io.github.nixadhoc.error.NixException if Nix fails; the subclass says what can be done
     * @throws IllegalStateException if this client has been closed
     */
    public <R> R execute(NixCommand<R> command) {
        return command.on(this).execute();
    }

    /**
     * Stops what this client has started and what still runs, and waits for its end; later commands are refused.
     *
     * <p>A program that is stopped comes to a result that says so. A command that Nix is still at work for, in another
     * thread, ends with {@link io.github.nixadhoc.error.CancelledException}.
     */
    @Override
    public void close() {
        operations.close();
        programs.close();
        watches.close();
    }

    Programs programs() {
        return programs;
    }

    Operations operations() {
        return operations;
    }

    /** Returns installables as Nix's command line takes them. */
    PrintedInstallables printed(List<? extends Installable> installables) {
        return PrintedInstallables.of(nixpkgs, installables);
    }

    PinFolder pinFolder() {
        return pinFolder;
    }

    String nixpkgsFlake() {
        return nixpkgs.flake();
    }

    /** Returns the words that begin a command line of Nix. */
    List<String> nixWords() {
        return nixWords;
    }

    /**
     * Collects the choices for a {@link NixClient}.
     *
     * <p>Not thread-safe; the clients it builds are.
     *
     * @since 0.1
     */
    public static final class Builder {

        private NixpkgsReference nixpkgs = NixpkgsReference.DEFAULT;
        private @Nullable Path nixBinary;
        private @Nullable String store;
        private final List<String> options = new ArrayList<>();
        private ProcessEnvironment environment = ProcessEnvironment.inherited();
        private CommandExecutor executor = CommonsExecExecutor.create();
        private CommandPolicy policy = CommandPolicy.allowAll();
        private AccessTokens accessTokens = AccessTokens.NONE;
        private Freshness freshness = Freshness.BACKGROUND;
        private final List<NixListener> listeners = new ArrayList<>();
        private boolean withoutNix;

        private Builder() {}

        /**
         * Sets the flake in which bare attribute paths are looked up; {@code nixpkgs} of the registry unless set.
         *
         * @param flakeReference the flake reference, for instance {@code github:NixOS/nixpkgs/nixos-25.05}
         * @return this builder
         * @throws IllegalArgumentException if it is not a flake reference
         */
        public Builder nixpkgs(String flakeReference) {
            this.nixpkgs = nixpkgs.withFlake(NixpkgsReference.parse(flakeReference));
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
        public Builder allowUnfree(String... packages) {
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
        public Builder allowInsecure(String... packages) {
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
        public Builder allowBroken(String... packages) {
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
        public Builder accessToken(String host, String token) {
            this.accessTokens = accessTokens.plus(host, token);
            return this;
        }

        /**
         * Sets the {@code nix} to use, in place of the one that is found.
         *
         * @param binary the path of the binary
         * @return this builder
         */
        public Builder nixBinary(Path binary) {
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
        public Builder store(String store) {
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
        public Builder option(String name, String value) {
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
        public Builder environment(Map<String, String> variables) {
            this.environment = ProcessEnvironment.inherited().onTopOf(Objects.requireNonNull(variables, "variables"));
            return this;
        }

        /**
         * Sets what starts processes, those of Nix as well as the programs.
         *
         * @param executor the executor
         * @return this builder
         */
        public Builder executor(CommandExecutor executor) {
            this.executor = Objects.requireNonNull(executor, "executor");
            return this;
        }

        /**
         * Sets the policy that is shown every command before it runs.
         *
         * @param policy the policy
         * @return this builder
         */
        public Builder policy(CommandPolicy policy) {
            this.policy = Objects.requireNonNull(policy, "policy");
            return this;
        }

        /**
         * Adds a listener, which is told what goes on while commands run: downloads and builds with their progress, phases,
         * lines of build logs. Several listeners are told in the order in which they were added.
         *
         * @param listener the listener, for instance {@link io.github.nixadhoc.event.ConsoleProgress#create()}
         * @return this builder
         */
        public Builder listener(NixListener listener) {
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
        public Builder freshness(Freshness freshness) {
            this.freshness = Objects.requireNonNull(freshness, "freshness");
            return this;
        }

        /**
         * Makes a client for tests that never calls Nix: every installable counts as being in the store, at a made-up
         * path, with a program of its own name. Of use with an executor that starts no processes either, such as
         * {@link io.github.nixadhoc.exec.RecordingExecutor}. What asks Nix, such as {@link NixClient#pathInfo}, ends in
         * {@link io.github.nixadhoc.error.NixNotInstalledException}.
         *
         * @return this builder
         */
        public Builder withoutNix() {
            this.withoutNix = true;
            return this;
        }

        /**
         * Returns a client with the choices made so far.
         *
         * @return the client
         */
        public NixClient build() {
            return new NixClient(this);
        }

        private @Nullable NixInUse nixInUse(CommandExecutor processes, Review review, PinFolder pins) {
            return withoutNix ? null : new NixInUse(processes, settings(), nixpkgs, review, pins);
        }

        private PinFolder pinFolder() {
            Map<String, String> variables = new HashMap<>(System.getenv());
            environment.applyTo(variables);
            return PinFolder.of(store, variables);
        }

        private Preparation preparation(@Nullable NixInUse nix, Review review, Watches watches) {
            return nix == null
                    ? new PretendedPreparation(nixpkgs, environment, review, watches)
                    : new NixPreparation(nix, review, new Answers(nix, freshness), watches);
        }

        private List<String> nixWords() {
            List<String> words = new ArrayList<>(List.of(
                    nixBinary == null ? "nix" : nixBinary.toString(),
                    "--extra-experimental-features",
                    "nix-command flakes"));
            if (store != null) {
                words.addAll(List.of("--store", store));
            }
            words.addAll(options);
            if (freshness == Freshness.OFFLINE) {
                words.add("--offline");
            }
            return List.copyOf(words);
        }

        private NixSettings settings() {
            boolean offline = freshness == Freshness.OFFLINE;
            return new NixSettings(nixBinary, store, options, environment, accessTokens, offline);
        }
    }
}
