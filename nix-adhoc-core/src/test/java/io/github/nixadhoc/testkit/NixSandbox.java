package io.github.nixadhoc.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Nix of its own: store, state, settings, registry and home in a temporary directory, and
 * {@code nixpkgs} a {@link FixtureFlake}. It is made in milliseconds, so that each test can have one. A test class says that
 * it needs one, and with {@link #closing} what else is to be closed:
 *
 * <pre>{@code
 * @RegisterExtension
 * private final NixSandbox sandbox = NixSandbox.create();
 *
 * private final NixClient nix = sandbox.closing(SandboxedClient.of(sandbox));
 * }</pre>
 *
 * <p>A static field is one for all tests of the class. Closing it deletes it, and fails if a process of it still runs.
 *
 * <p>Its {@code nix.conf} enables no experimental feature: who runs it has to.
 */
public final class NixSandbox extends TestResource {

    private static final List<String> SETTINGS = List.of(
            "build-users-group =",
            "sandbox = false",
            "substituters =",
            // what makes it quick: no fsync, and no bzip2 of 30 MB of log
            "fsync-metadata = false",
            "compress-build-log = false");

    private final NixUnderTest nix;
    private final Path root;
    private final FixtureFlake nixpkgs;
    private final Map<String, String> environment;

    private NixSandbox(NixUnderTest nix, Path root, FixtureFlake nixpkgs, Map<String, String> environment) {
        this.nix = nix;
        this.root = root;
        this.nixpkgs = nixpkgs;
        this.environment = environment;
        AutoCloseable unused = closing(this::delete);
    }

    /** A new one, with these lines added to its {@code nix.conf}. */
    public static NixSandbox create(String... settings) {
        try {
            NixUnderTest nix = NixUnderTest.get();
            // short, since sockets are made in it
            Path root = Files.createTempDirectory("nixt-").toRealPath();
            for (String directory : List.of("etc", "home", "config/nix", "cache", "data", "state", "xdg", "tmp")) {
                Files.createDirectories(root.resolve(directory));
            }
            FixtureFlake nixpkgs = FixtureFlake.writeTo(root.resolve("nixpkgs"));
            Files.writeString(root.resolve("config/nix/registry.json"), nixpkgs.registry());
            Files.writeString(root.resolve("empty-registry.json"), "{\"version\":2,\"flakes\":[]}\n");
            NixSandbox sandbox = new NixSandbox(nix, root, nixpkgs, environment(nix, root));
            sandbox.configure(SETTINGS.toArray(String[]::new));
            sandbox.configure(settings);
            return sandbox;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> environment(NixUnderTest nix, Path root) {
        Map<String, String> environment = new TreeMap<>();
        environment.put("PATH", nix.binary().getParent() + ":/usr/bin:/bin");
        environment.put("LANG", "C.UTF-8");
        environment.put("USER", System.getProperty("user.name"));
        environment.put("HOME", root.resolve("home").toString());
        environment.put("TMPDIR", root.resolve("tmp").toString());
        environment.put("XDG_CONFIG_HOME", root.resolve("config").toString());
        environment.put("XDG_CONFIG_DIRS", root.resolve("xdg").toString());
        environment.put("XDG_CACHE_HOME", root.resolve("cache").toString());
        environment.put("XDG_DATA_HOME", root.resolve("data").toString());
        environment.put("XDG_STATE_HOME", root.resolve("state").toString());
        environment.put("NIX_STORE_DIR", root.resolve("store").toString());
        environment.put("NIX_STATE_DIR", root.resolve("var/nix").toString());
        environment.put("NIX_LOCALSTATE_DIR", root.resolve("var").toString());
        environment.put("NIX_LOG_DIR", root.resolve("log").toString());
        environment.put("NIX_CONF_DIR", root.resolve("etc").toString());
        return Collections.unmodifiableMap(environment);
    }

    public NixUnderTest under() {
        return nix;
    }

    /**
     * Waits until the files that have just been written are old enough: before, a further change might not show, and so no
     * answer that depends on them is remembered.
     */
    public NixSandbox settled() {
        try {
            // the age of files is the subject
            TimeUnit.MILLISECONDS.sleep(40);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return this;
    }

    /** All that runs of it. */
    public SandboxProcesses processes() {
        return new SandboxProcesses(root);
    }

    /** Where everything is; a test may put its own files there. */
    public Path root() {
        return root;
    }

    /** Writes a flake into a folder of its own, and returns the folder. */
    public Path flake(String name, String text) {
        try {
            Path folder = Files.createDirectories(root.resolve(name));
            Files.writeString(folder.resolve("flake.nix"), text);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path storeDir() {
        return root.resolve("store");
    }

    public Path stateDir() {
        return root.resolve("var/nix");
    }

    public FixtureFlake nixpkgs() {
        return nixpkgs;
    }

    /** The whole environment for a child process that is to use this Nix. Unmodifiable. */
    public Map<String, String> environment() {
        return environment;
    }

    /**
     * The options that every command needs besides the environment: an empty global registry. It cannot
     * be set in {@code nix.conf}, where Nix ignores it as long as flakes are not enabled there; without
     * it each command spends seconds on trying to download the registry.
     */
    public List<String> options() {
        return List.of(
                "--option",
                "flake-registry",
                root.resolve("empty-registry.json").toString());
    }

    /** Adds lines to {@code nix.conf}. */
    public void configure(String... settings) {
        try {
            Files.write(
                    root.resolve("etc/nix.conf"),
                    List.of(settings),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs {@code nix} with the experimental features, {@link #options()} and these arguments. */
    public Ran nix(String... arguments) {
        return run(nixCommand(arguments), new byte[0]);
    }

    /** What {@link #nix} runs, for a test that starts it in its own way. */
    public List<String> nixCommand(String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(nix.binary().toString(), "--extra-experimental-features", "nix-command flakes"));
        command.addAll(options());
        command.addAll(List.of(arguments));
        return List.copyOf(command);
    }

    /** Runs a tool of the same Nix, such as {@code nix-store}. */
    public Ran tool(String name, String... arguments) {
        List<String> command = new ArrayList<>(List.of(nix.tool(name).toString()));
        command.addAll(List.of(arguments));
        return run(command, new byte[0]);
    }

    /** Runs any command in the environment of this Nix, its stdin these bytes. */
    public Ran run(List<String> command, byte[] stdin) {
        return Ran.run(command, environment, root.resolve("home"), stdin, Waits.LIMIT);
    }

    /** Builds all outputs of an installable, and returns them. */
    public List<Path> build(String installable) {
        String derivation =
                nix("path-info", "--derivation", installable).lines().get(0);
        return tool("nix-store", "--realise", derivation).lines().stream()
                .map(Path::of)
                .toList();
    }

    /** What Nix says is in the store. */
    public Set<Path> validPaths() {
        return nix("path-info", "--all").lines().stream().map(Path::of).collect(Collectors.toCollection(TreeSet::new));
    }

    /** What is in the directory of the store, valid or not, but for what Nix keeps there for itself. */
    public Set<Path> storePaths() {
        if (!Files.exists(storeDir())) {
            return Set.of();
        }
        try (Stream<Path> entries = Files.list(storeDir())) {
            return entries.filter(path -> !path.getFileName().toString().startsWith("."))
                    .filter(path -> !path.toString().endsWith(".lock"))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the store as empty as that of a new Nix, and forgets what was evaluated and downloaded. */
    public void emptyStore() {
        for (String directory : List.of("store", "var", "log", "cache")) {
            Trees.delete(root.resolve(directory));
        }
    }

    private void delete() {
        List<String> leftovers = processes().kill();
        Trees.delete(root);
        if (!leftovers.isEmpty()) {
            throw new AssertionError("still running when the test was over: " + leftovers);
        }
    }

    @Override
    public String toString() {
        return "Nix " + nix.version() + " in " + root;
    }
}
