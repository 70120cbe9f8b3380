package io.github.nixadhoc.internal.program;

import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.NoMainProgramException;
import io.github.nixadhoc.internal.nix.Secrets;
import io.github.nixadhoc.internal.nix.StoreRaceException;
import io.github.nixadhoc.internal.resolve.Resolution;
import io.github.nixadhoc.internal.resolve.ResolvedOutput;
import io.github.nixadhoc.internal.store.StoreView;
import io.github.nixadhoc.internal.text.Names;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.StorePath;
import java.util.List;

/**
 * Finds the program of a resolution whose outputs are in the store. Nix starts a program without this search, so its
 * error message does not name the programs that exist.
 *
 * <p>Immutable and thread-safe.
 */
public final class ProgramFinder {

    private final StoreView view;
    private final ProgramFiles programs;
    private final BrokenProgram broken;

    public ProgramFinder(StoreView view) {
        this.view = view;
        this.programs = new ProgramFiles(view);
        this.broken = new BrokenProgram(view);
    }

    /**
     * Returns the program to start.
     *
     * @param resolution the resolution, whose outputs must have been realised
     * @throws NoMainProgramException if there is no such program
     * @throws StoreRaceException if an output has been deleted; resolving it again helps
     */
    public FoundProgram find(Resolution resolution) {
        List<String> names = namesToTry(resolution);
        for (ResolvedOutput output : resolution.outputs()) {
            for (String name : names) {
                String path = resolution.kind() == Resolution.Kind.APP ? name : output.path() + "/bin/" + name;
                if (path.startsWith(output.path() + "/") && programs.isProgram(output.path(), path)) {
                    return new FoundProgram(path, output.path());
                }
            }
        }
        throw notFound(resolution);
    }

    /**
     * Returns whether a program still exists. If not, resolving it again helps.
     *
     * @param program the program
     */
    public boolean isThere(FoundProgram program) {
        StorePath owner = program.storePath();
        return owner == null || programs.isProgram(owner, program.path());
    }

    /**
     * Returns the names of the program to look for. A store path does not name its program: it is the program with the
     * name of the package, or the only one.
     */
    private List<String> namesToTry(Resolution resolution) {
        if (resolution.kind() != Resolution.Kind.STORED) {
            return List.of(resolution.program());
        }
        List<String> names = programs.names(resolution.paths());
        return names.contains(resolution.program()) || names.size() != 1 ? List.of(resolution.program()) : names;
    }

    private NixException notFound(Resolution resolution) {
        for (StorePath path : resolution.paths()) {
            if (!view.isPresent(path)) {
                String what = path + " has been deleted from the store meanwhile";
                return new StoreRaceException(Failure.of(what, "", Phase.EXECUTE, List.of(), ""));
            }
        }
        List<String> names = programs.names(resolution.paths());
        for (ResolvedOutput output : resolution.outputs()) {
            for (String name : namesToTry(resolution)) {
                String path = resolution.kind() == Resolution.Kind.APP ? name : output.path() + "/bin/" + name;
                String reason = path.startsWith(output.path() + "/") ? broken.reason(output.path(), path) : "";
                if (!reason.isEmpty()) {
                    return brokenProgram(resolution, path, reason, names);
                }
            }
        }
        String expected =
                resolution.kind() == Resolution.Kind.APP ? resolution.program() : "bin/" + resolution.program();
        String what = resolution.installable() + " has no program " + expected
                + (names.isEmpty() ? ", and no other either" : "; it has " + Names.listed(names));
        String hint = names.isEmpty()
                ? "it may be a library, data or documentation; look for the package that has the program on"
                        + " https://search.nixos.org"
                : "Nix.shell(\"" + resolution.installable() + "\").command(\"" + names.get(0) + "\")";
        return new NoMainProgramException(
                Failure.of(Secrets.masked(what), "", Phase.EXECUTE, List.of(), Secrets.masked(hint)), names);
    }

    private static NoMainProgramException brokenProgram(
            Resolution resolution, String path, String reason, List<String> names) {
        String what = "the program of " + resolution.installable() + " cannot be run: " + path + " " + reason
                + (names.isEmpty() ? "" : "; it has " + Names.listed(names));
        String hint = names.isEmpty()
                ? "the package is broken: report it to who maintains it, or use another revision of its flake"
                : "the package is broken; another program of it may do: Nix.shell(\"" + resolution.installable()
                        + "\").command(\"" + names.get(0) + "\")";
        return new NoMainProgramException(
                Failure.of(Secrets.masked(what), "", Phase.EXECUTE, List.of(), Secrets.masked(hint)), names);
    }
}
