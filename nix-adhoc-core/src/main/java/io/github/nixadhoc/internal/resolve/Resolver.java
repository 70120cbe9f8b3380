package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.PackageNotFoundException;
import io.github.nixadhoc.internal.nix.Deadline;
import io.github.nixadhoc.internal.nix.NixCall;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.Installable.FlakeOutput;
import io.github.nixadhoc.model.Phase;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what installables stand for, as the command line of the Nix in use would, without building or fetching
 * anything but the flakes themselves.
 *
 * <p>Immutable and thread-safe.
 */
public final class Resolver {

    private final NixAnswers nix;
    private final FlakeEvaluator evaluator;
    private final StoredResolver stored;
    private final String nixpkgs;
    private final Allowances allowances;

    /**
     * Creates a resolver.
     *
     * @param nix the Nix to ask
     * @param view where the files of its store are
     * @param nixpkgs the flake in which bare attribute paths are looked up
     * @param allowances which packages are allowed that this flake refuses
     */
    public Resolver(NixCli nix, StoreView view, String nixpkgs, Allowances allowances) {
        this.nix = new NixAnswers(nix);
        this.evaluator = new FlakeEvaluator(this.nix, view);
        this.stored = new StoredResolver(view);
        this.nixpkgs = nixpkgs;
        this.allowances = allowances;
    }

    /**
     * Resolves installables; those of one flake in one evaluation.
     *
     * @param installables what to resolve
     * @param purpose what for
     * @param directory where relative flake references start from; null for the JVM's directory
     * @param deadline when to give up
     * @return one resolution for each installable, in the same order
     */
    public List<Resolution> resolve(
            List<Installable> installables, Purpose purpose, @Nullable Path directory, Deadline deadline) {
        List<Installable> complete = installables.stream().map(this::complete).toList();
        Map<Installable, Resolution> resolved = new LinkedHashMap<>();
        byFlake(complete).forEach((flake, ofOneFlake) -> {
            List<FlakeOutput> distinct = List.copyOf(ofOneFlake);
            FlakeEvaluator.Answers answers =
                    evaluator.evaluate(distinct, purpose, allowances.in(flake, nixpkgs), directory, deadline);
            AnswerReader reader = new AnswerReader(stored, purpose, answers.flake());
            for (int i = 0; i < distinct.size(); i++) {
                Resolution resolution =
                        reader.read(distinct.get(i), answers.values().get(i));
                if (resolution == null) {
                    throw notFound(distinct.get(i), directory, deadline);
                }
                resolved.put(distinct.get(i), resolution);
            }
        });
        return complete.stream()
                .map(installable -> installable instanceof Installable.Stored path
                        ? stored.resolve(path, purpose)
                        : Objects.requireNonNull(resolved.get(installable)))
                .toList();
    }

    /**
     * Asks what a flake reference stands for now.
     *
     * @param reference the flake reference
     * @param directory where a relative one starts from; null for the JVM's directory
     * @param deadline when to give up
     */
    public LockedFlake lock(String reference, @Nullable Path directory, Deadline deadline) {
        return evaluator.lock(reference, directory, deadline);
    }

    private Installable complete(Installable installable) {
        return installable instanceof Installable.Attribute attribute ? attribute.in(nixpkgs) : installable;
    }

    private static Map<String, Set<FlakeOutput>> byFlake(List<Installable> installables) {
        return installables.stream()
                .filter(FlakeOutput.class::isInstance)
                .map(FlakeOutput.class::cast)
                .collect(Collectors.groupingBy(
                        FlakeOutput::reference, LinkedHashMap::new, Collectors.toCollection(LinkedHashSet::new)));
    }

    /** Nix knows best what else could have been meant, and so is asked, in a way that would evaluate next to nothing. */
    private PackageNotFoundException notFound(FlakeOutput installable, @Nullable Path directory, Deadline deadline) {
        String name = installable.reference() + "#" + installable.fragment();
        NixCall call =
                new NixCall("nix", List.of("eval", "--json", name, "--apply", "found: null"), Phase.RESOLVE, directory);
        try {
            nix.order(call, deadline);
        } catch (PackageNotFoundException e) {
            return e;
        }
        String what = installable.reference() + " has no package or app " + installable.fragment();
        String hint = "look for its name with nix search " + installable.reference() + " WORD";
        return new PackageNotFoundException(new Failure(what, "", Phase.RESOLVE, List.of(), hint), List.of());
    }
}
