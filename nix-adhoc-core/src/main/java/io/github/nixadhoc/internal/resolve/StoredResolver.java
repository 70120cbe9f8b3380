package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.PackageNotFoundException;
import io.github.nixadhoc.internal.nix.StoreRaceException;
import io.github.nixadhoc.internal.resolve.Resolution.Kind;
import io.github.nixadhoc.internal.store.StoreView;
import io.github.nixadhoc.model.Installable.Stored;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.StorePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;

/** Resolves store paths, without an evaluation or a process. */
final class StoredResolver {

    private static final String DERIVATION_SUFFIX = ".drv";

    private final StoreView view;

    StoredResolver(StoreView view) {
        this.view = view;
    }

    Resolution resolve(Stored installable, Purpose purpose) {
        StorePath path = installable.path();
        if (!path.isDerivation()) {
            PackageFacts facts = PackageFacts.named(path.name());
            List<ResolvedOutput> outputs = List.of(new ResolvedOutput("out", path));
            return new Resolution(
                    installable,
                    purpose,
                    "",
                    Kind.STORED,
                    null,
                    outputs,
                    List.of(path.value()),
                    facts.pname(),
                    facts,
                    null);
        }
        if (!view.isPresent(path)) {
            String what = "there is no store derivation " + path;
            throw new PackageNotFoundException(
                    Failure.of(what, "", Phase.RESOLVE, List.of(), "name the package by its flake"), List.of());
        }
        List<ResolvedOutput> all = outputs(path);
        List<ResolvedOutput> outputs = new OutputChoice(installable, all).selectedOr(all);
        PackageFacts facts =
                PackageFacts.named(path.name().substring(0, path.name().length() - DERIVATION_SUFFIX.length()));
        return new Resolution(
                installable,
                purpose,
                "",
                Kind.STORED,
                path,
                purpose == Purpose.SHELL ? OutputChoice.inOrderOfPath(outputs) : outputs,
                List.of(RealisationArguments.of(path, outputs)),
                facts.pname(),
                facts,
                null);
    }

    /** Returns the outputs of a store derivation that has existed. */
    List<ResolvedOutput> outputs(StorePath derivation) {
        try {
            byte[] text = Files.readAllBytes(view.file(derivation));
            // Only names and paths are read, which are ASCII; the rest may be in any encoding.
            return DerivationFile.outputs(derivation, new String(text, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            String what = "the store derivation " + derivation + " cannot be read: " + e.getMessage();
            throw new StoreRaceException(Failure.of(what, "", Phase.RESOLVE, List.of(), ""));
        }
    }
}
