package io.github.nixadhoc.internal.program;

import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.NoMainProgramException;
import io.github.nixadhoc.internal.nix.NixDialect;
import io.github.nixadhoc.internal.resolve.Resolution;
import io.github.nixadhoc.internal.store.StorePaths;
import io.github.nixadhoc.internal.store.StoreView;
import io.github.nixadhoc.internal.text.Names;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.StorePath;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The PATH of {@code nix shell}: the program folders of the packages, in the order of the packages, and then the
 * previous items.
 *
 * <p>Immutable and thread-safe.
 */
public final class SearchPath {

    private final Map<StorePath, String> folders;
    private final List<String> before;
    private final ProgramFiles programs;

    private SearchPath(Map<StorePath, String> folders, List<String> before, ProgramFiles programs) {
        this.folders = folders;
        this.before = List.copyOf(before);
        this.programs = programs;
    }

    /**
     * Returns the PATH for realised packages.
     *
     * @param resolutions the packages, in order
     * @param before the previous PATH; null if it is not set
     * @param dialect the behaviour of the version of Nix
     * @param view the locations of the store's files
     */
    public static SearchPath of(
            List<Resolution> resolutions, @Nullable String before, NixDialect dialect, StoreView view) {
        Map<StorePath, String> folders = new LinkedHashMap<>();
        boolean linksFollowed = dialect.followsLinkedProgramFolders();
        for (StorePath path : new PropagatedPackages(view).with(resolutions)) {
            String folder = path + "/bin";
            folders.put(path, linksFollowed ? view.resolveLinks(path, folder) : folder);
        }
        return new SearchPath(folders, items(before, dialect), new ProgramFiles(view));
    }

    /** Returns the folders of the packages, and then those of propagated packages. */
    public List<String> folders() {
        return List.copyOf(folders.values());
    }

    /** Returns the value of PATH. */
    public String value() {
        List<String> items = new ArrayList<>(folders.values());
        items.addAll(before);
        return String.join(":", items);
    }

    /**
     * Looks for a command as {@code execvp} does.
     *
     * @param command a name, or a path if it has a slash
     * @param directory the working directory for relative paths
     */
    public Optional<FoundProgram> find(String command, Path directory) {
        if (command.isEmpty()) {
            return Optional.empty();
        }
        if (command.indexOf('/') >= 0) {
            return onHost(command, directory);
        }
        for (Map.Entry<StorePath, String> folder : folders.entrySet()) {
            String path = folder.getValue() + "/" + command;
            if (programs.isProgram(folder.getKey(), path)) {
                return Optional.of(new FoundProgram(path, folder.getKey()));
            }
        }
        for (String item : before) {
            Optional<FoundProgram> found = onHost(item + "/" + command, directory);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /**
     * Looks for a command that must exist.
     *
     * @param command a name, or a path if it has a slash
     * @param directory the working directory for relative paths
     * @throws NoMainProgramException if it does not exist
     */
    public FoundProgram require(String command, Path directory) {
        return find(command, directory).orElseThrow(() -> {
            List<String> names = programs.names(folders.keySet());
            String what = "there is no program " + command
                    + (command.indexOf('/') >= 0 ? " in " + directory : " on PATH")
                    + (names.isEmpty() ? "" : "; the packages have " + Names.listed(names));
            String hint = names.isEmpty()
                    ? "add the package that has it to the shell"
                    : "add the package that has it to the shell, or call what the packages have";
            return new NoMainProgramException(Failure.of(what, "", Phase.EXECUTE, List.of(), hint), names);
        });
    }

    private Optional<FoundProgram> onHost(String path, Path directory) {
        try {
            Path file = directory.toAbsolutePath().resolve(path);
            Optional<StorePath> owner = StorePaths.owner(file.toString());
            boolean exists =
                    owner.isPresent() ? programs.isProgram(owner.get(), file.toString()) : ProgramFiles.isProgram(file);
            return exists ? Optional.of(new FoundProgram(file.toString(), owner.orElse(null))) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static List<String> items(@Nullable String path, NixDialect dialect) {
        if (path == null || path.isEmpty()) {
            return List.of();
        }
        List<String> items = new ArrayList<>();
        for (String item : path.split(":", -1)) {
            if (!item.isEmpty()) {
                items.add(item);
            } else if (dialect.keepsEmptyPathItems()) {
                items.add(".");
            }
        }
        return items;
    }
}
