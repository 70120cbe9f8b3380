package io.github.nixadhoc.internal.program;

import io.github.nixadhoc.internal.nix.NixInstallation;
import io.github.nixadhoc.internal.nix.NixSettings;
import io.github.nixadhoc.internal.store.StoreView;
import io.github.nixadhoc.internal.text.Arguments;
import io.github.nixadhoc.model.StorePath;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The command line that starts a program. It is the program's path, or, if the store has its own root, a call of Nix,
 * which mounts that store at {@code /nix/store} and then executes the program.
 *
 * <p>Immutable and thread-safe.
 */
public final class ProgramStart {

    /** Suppresses the warnings of Nix as far as possible, because they would look like output of the program. */
    private static final List<String> QUIET = List.of("--quiet", "--quiet", "--quiet");

    private static final String ENV = "/usr/bin/env";

    private final NixSettings settings;
    private final NixInstallation nix;
    private final StoreView view;

    public ProgramStart(NixSettings settings, NixInstallation nix, StoreView view) {
        this.settings = settings;
        this.nix = nix;
        this.view = view;
    }

    /**
     * Returns the arguments of a command.
     *
     * @param mounted a path of the store to be mounted
     * @param program the program
     * @param arguments its arguments
     * @param path the PATH of the program; null for none
     */
    public Arguments command(StorePath mounted, FoundProgram program, List<String> arguments, @Nullable String path) {
        if (!view.isRelocated(mounted)) {
            return Arguments.of(program.path()).plus(arguments);
        }
        List<String> words = inNamespace(mounted, path);
        if (program.path().indexOf('=') >= 0) {
            // env would treat it as a variable.
            words.addAll(List.of("/bin/sh", "-c", "exec \"$0\" \"$@\""));
        }
        words.add(program.path());
        return Arguments.ofCommand(words).plus(arguments);
    }

    /** {@code nix shell} adds the package to PATH, and env sets PATH to the value for the program. */
    private List<String> inNamespace(StorePath mounted, @Nullable String path) {
        List<String> words = new ArrayList<>();
        words.add(nix.binary().toString());
        words.addAll(QUIET);
        words.addAll(NixSettings.FEATURES);
        words.addAll(settings.flags());
        words.addAll(List.of("shell", mounted.value(), "--command", ENV));
        words.addAll(path == null ? List.of("-u", "PATH") : List.of("PATH=" + path));
        return words;
    }
}
