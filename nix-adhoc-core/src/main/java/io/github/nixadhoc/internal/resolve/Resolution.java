package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.StorePath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an installable stands for: which outputs have to be in the store, and which program of them is meant.
 *
 * <p>Immutable; equality is by content. Nothing in it says that the outputs are in the store.
 *
 * @param installable what was asked for, its flake reference filled in
 * @param purpose what it was asked for
 * @param attributePath where in the flake it was found, quoted as Nix quotes it; empty for a store path
 * @param kind what it is
 * @param derivation the store derivation that makes the outputs; null if there is none or several
 * @param outputs the outputs to realise, in the order in which programs are looked for
 * @param realisation the arguments of {@code nix-store --realise} that bring them into the store
 * @param program of an app the path of its program; of a package the name of its program
 * @param facts what the package says of itself
 * @param flake what the flake reference stood for; null when Nix was not asked
 */
public record Resolution(
        Installable installable,
        Purpose purpose,
        String attributePath,
        Kind kind,
        @Nullable StorePath derivation,
        List<ResolvedOutput> outputs,
        List<String> realisation,
        String program,
        PackageFacts facts,
        @Nullable LockedFlake flake) {

    /** What an installable is. */
    public enum Kind {
        /** An app of a flake, which names its program itself. */
        APP,
        /** A derivation of a flake. */
        PACKAGE,
        /** A path in the store, given as such or as the text of an attribute. */
        STORED
    }

    public Resolution {
        outputs = List.copyOf(outputs);
        realisation = List.copyOf(realisation);
    }

    /** Returns where the program is expected: known before anything is built, and certain only once it is found. */
    public String expectedProgram() {
        return kind == Kind.APP ? program : outputs.get(0).path() + "/bin/" + program;
    }

    /** Returns the paths of the outputs, in order. */
    public List<StorePath> paths() {
        List<StorePath> paths = new ArrayList<>(outputs.size());
        for (ResolvedOutput output : outputs) {
            paths.add(output.path());
        }
        return Collections.unmodifiableList(paths);
    }
}
