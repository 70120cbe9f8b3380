package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.StorePath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The outputs and the program that an installable refers to.
 *
 * <p>Immutable; equality is by content. The outputs may not be in the store.
 *
 * @param installable the requested installable with its flake reference
 * @param purpose the purpose of the request
 * @param attributePath its attribute path in the flake, quoted as Nix quotes it; empty for a store path
 * @param kind the kind of installable
 * @param derivation the store derivation of the outputs; null if there is none or more than one
 * @param outputs the outputs to realise, in the order in which programs are looked for
 * @param realisation the arguments of {@code nix-store --realise} for the outputs
 * @param program the path of an app's program, or the name of a package's program
 * @param facts the metadata of the package
 * @param flake the flake that the reference resolved to; null if that was not queried
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

    /** The kind of an installable. */
    public enum Kind {
        /** An app of a flake, which names the path of its program. */
        APP,
        /** A derivation of a flake. */
        PACKAGE,
        /** A path in the store, given directly or as the text of an attribute. */
        STORED
    }

    public Resolution {
        outputs = List.copyOf(outputs);
        realisation = List.copyOf(realisation);
    }

    /**
     * Returns the expected path of the program. It is known before the build, except for a placeholder in the place of an
     * output path that depends on the content. The program may turn out not to exist.
     */
    public String expectedProgram() {
        return kind == Kind.APP ? program : outputs.get(0).pathOrPlaceholder() + "/bin/" + program;
    }

    /** Returns the known paths of the outputs, in order. */
    public List<StorePath> paths() {
        List<StorePath> paths = new ArrayList<>(outputs.size());
        for (ResolvedOutput output : outputs) {
            StorePath known = output.known();
            if (known != null) {
                paths.add(known);
            }
        }
        return Collections.unmodifiableList(paths);
    }

    /** Returns whether the paths of all outputs are known. */
    public boolean isComplete() {
        for (ResolvedOutput output : outputs) {
            if (!output.isKnown()) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether the path of an output depends on its content, so that Nix has to keep which build it is of. */
    public boolean isOfContent() {
        for (ResolvedOutput output : outputs) {
            if (output.isOfContent()) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether each build makes another output, so that an earlier one must not be used again. */
    public boolean isImpure() {
        for (ResolvedOutput output : outputs) {
            if (output.impure()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns a copy with the paths of outputs that have been built.
     *
     * @param built the store paths by the placeholders of the outputs
     */
    Resolution completed(Map<String, StorePath> built) {
        if (isComplete()) {
            return this;
        }
        List<ResolvedOutput> completed = new ArrayList<>(outputs.size());
        String started = program;
        for (ResolvedOutput output : outputs) {
            StorePath path = output.isKnown() ? null : built.get(output.text());
            if (path == null) {
                completed.add(output);
                continue;
            }
            completed.add(new ResolvedOutput(output.name(), path, output.text(), output.impure()));
            if (kind == Kind.APP && started.startsWith(output.text() + "/")) {
                started = path + started.substring(output.text().length());
            }
        }
        return new Resolution(
                installable,
                purpose,
                attributePath,
                kind,
                derivation,
                purpose == Purpose.SHELL ? OutputChoice.inOrderOfPath(completed) : completed,
                realisation,
                started,
                facts,
                flake);
    }
}
