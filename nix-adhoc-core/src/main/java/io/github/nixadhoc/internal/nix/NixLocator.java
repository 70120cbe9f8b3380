package io.github.nixadhoc.internal.nix;

import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.NixNotInstalledException;
import io.github.nixadhoc.internal.text.ShellQuoting;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the {@code nix} to use: the one that the user names, or one on PATH, or one in the usual places. */
public final class NixLocator {

    private final Map<String, String> environment;
    private final HostSystem host;

    /**
     * Creates a locator.
     *
     * @param environment the environment, which contains PATH and the directories of the user
     * @param host the system to search
     */
    NixLocator(Map<String, String> environment, HostSystem host) {
        this.environment = Map.copyOf(environment);
        this.host = host;
    }

    /**
     * Returns the nix to use, as an absolute path.
     *
     * @param chosen the nix that the user names; null to search
     */
    Path locate(@Nullable Path chosen) {
        if (chosen != null) {
            return checked(chosen.toAbsolutePath());
        }
        Optional<Path> found = find();
        if (found.isEmpty()) {
            throw notInstalled();
        }
        return found.get();
    }

    /**
     * Returns a durable path of a tool of Nix. A path in the store, which a collector may delete, is used only if there is no
     * other.
     *
     * @param environment the environment, which contains PATH and the directories of the user
     * @param tool the name of the tool, such as {@code nix-collect-garbage}
     * @throws NixNotInstalledException if the tool is neither beside a nix nor on PATH
     */
    public static Path locateDurable(Map<String, String> environment, String tool) {
        return new NixLocator(environment, HostSystem.current()).locateDurable(tool);
    }

    Path locateDurable(String tool) {
        Path store = host.resolve("/nix/store");
        // first beside a nix, then alone, as where nix is a wrapper script
        List<Path> tools = Stream.concat(
                        candidates("nix").stream().filter(NixLocator::isProgram).map(nix -> nix.resolveSibling(tool)),
                        candidates(tool).stream())
                .filter(NixLocator::isProgram)
                .distinct()
                .toList();
        return tools.stream()
                .filter(found -> !found.startsWith(store))
                .findFirst()
                .or(() -> tools.stream().findFirst())
                .orElseThrow(() -> find().map(nix -> lacking(tool, nix)).orElseGet(this::notInstalled));
    }

    private static NixNotInstalledException lacking(String tool, Path nix) {
        return new NixNotInstalledException(Failure.of(
                "there is no " + tool + " beside " + nix + ", nor on PATH",
                "install all of Nix, or give the path of its " + tool));
    }

    /** Returns the first nix on PATH or in the usual places. */
    Optional<Path> find() {
        for (Path candidate : candidates("nix")) {
            if (isProgram(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private List<Path> candidates(String tool) {
        if (host.isWindows()) {
            return List.of();
        }
        List<Path> directories = onPath();
        directories.addAll(usualPlaces());
        return directories.stream().map(directory -> directory.resolve(tool)).toList();
    }

    private static Path checked(Path chosen) {
        if (!Files.isRegularFile(chosen)) {
            throw new NixNotInstalledException(Failure.of(
                    "there is no file " + chosen + ", which was given as the nix to use",
                    "give the path of the program itself, such as /usr/bin/nix, or none to have it looked for"));
        }
        if (!Files.isExecutable(chosen)) {
            throw new NixNotInstalledException(Failure.of(
                    chosen + ", which was given as the nix to use, is not executable",
                    "chmod +x " + ShellQuoting.quote(chosen.toString())));
        }
        return chosen;
    }

    private NixNotInstalledException notInstalled() {
        if (host.isWindows()) {
            return new NixNotInstalledException(Failure.of(
                    "Nix does not run on Windows itself",
                    "run this program in WSL, the Windows Subsystem for Linux (wsl --install), and install Nix there"));
        }
        return new NixNotInstalledException(Failure.of(
                "Nix is not installed: there is no nix on PATH, nor in " + usualPlaces(),
                InstallCommands.forHost(host).toShell()));
    }

    /** Returns the directories on PATH. */
    List<Path> onPath() {
        List<Path> directories = new ArrayList<>();
        for (String entry : environment.getOrDefault("PATH", "").split(":", -1)) {
            // an empty entry is the working directory, which must not be trusted
            if (entry.startsWith("/")) {
                addIfValid(directories, entry);
            }
        }
        return directories;
    }

    /** Returns the directories of NixOS, multi-user, single-user (old and new), Debian's package, and a build from source. */
    private List<Path> usualPlaces() {
        List<Path> directories = new ArrayList<>();
        addIfValid(directories, "/run/current-system/sw/bin");
        addIfValid(directories, "/nix/var/nix/profiles/default/bin");
        String home = environment.getOrDefault("HOME", "");
        if (home.startsWith("/")) {
            addIfValid(directories, home + "/.nix-profile/bin");
        }
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        if (state.startsWith("/")) {
            addIfValid(directories, state + "/nix/profile/bin");
        } else if (home.startsWith("/")) {
            addIfValid(directories, home + "/.local/state/nix/profile/bin");
        }
        addIfValid(directories, "/usr/bin");
        addIfValid(directories, "/usr/local/bin");
        return directories;
    }

    private void addIfValid(List<Path> directories, String directory) {
        try {
            directories.add(host.resolve(directory));
        } catch (InvalidPathException e) {
            // a directory that the charset of this JVM cannot encode is not searched
        }
    }

    static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
