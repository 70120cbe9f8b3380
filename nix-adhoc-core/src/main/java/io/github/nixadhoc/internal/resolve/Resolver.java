package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.NoMainProgramException;
import io.github.nixadhoc.error.PackageNotFoundException;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.json.JsonValue;
import io.github.nixadhoc.internal.nix.NixCall;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.nix.Secrets;
import io.github.nixadhoc.internal.store.NixJson;
import io.github.nixadhoc.internal.store.StoreView;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.Installable.FlakeOutput;
import io.github.nixadhoc.model.Phase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what installables stand for, as the command line of the Nix in use would, without building or fetching
 * anything but the flakes themselves.
 *
 * <p>Immutable and thread-safe.
 */
public final class Resolver {

    private static final List<Purpose> PURPOSES = List.of(Purpose.RUN, Purpose.SHELL);

    private final NixJson nix;
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
     * @param locking whether to find out in any case what each flake reference stands for; later versions than 2.8 do
     *     not tell without being asked
     */
    public Resolver(NixCli nix, StoreView view, String nixpkgs, Allowances allowances, boolean locking) {
        this.nix = new NixJson(nix);
        this.evaluator = new FlakeEvaluator(this.nix, view, locking);
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
            List<EvaluationTarget> wanted = distinct.stream()
                    .map(installable -> new EvaluationTarget(installable, purpose))
                    .toList();
            FlakeEvaluator.Answers answers =
                    evaluator.evaluate(wanted, allowances.in(flake, nixpkgs), directory, deadline);
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
     * Resolves installables for each purpose that they serve; those of one flake in one evaluation.
     *
     * @param installables what to resolve
     * @param directory where relative flake references start from; null for the JVM's directory
     * @param deadline when to give up
     * @return at least one resolution for each installable, in the same order
     */
    public List<List<Resolution>> resolveForAll(
            List<Installable> installables, @Nullable Path directory, Deadline deadline) {
        List<Installable> complete = installables.stream().map(this::complete).toList();
        Map<Installable, List<Resolution>> resolved = new LinkedHashMap<>();
        byFlake(complete).forEach((flake, ofOneFlake) -> {
            List<EvaluationTarget> wanted = ofOneFlake.stream()
                    .flatMap(
                            installable -> PURPOSES.stream().map(purpose -> new EvaluationTarget(installable, purpose)))
                    .toList();
            FlakeEvaluator.Answers answers =
                    evaluator.evaluate(wanted, allowances.in(flake, nixpkgs), directory, deadline);
            Map<EvaluationTarget, JsonValue> values = new LinkedHashMap<>();
            for (int i = 0; i < wanted.size(); i++) {
                values.put(wanted.get(i), answers.values().get(i));
            }
            for (FlakeOutput installable : ofOneFlake) {
                List<Resolution> served = served(purpose -> new AnswerReader(stored, purpose, answers.flake())
                        .read(
                                installable,
                                Objects.requireNonNull(values.get(new EvaluationTarget(installable, purpose)))));
                if (served.isEmpty()) {
                    throw notFound(installable, directory, deadline);
                }
                resolved.put(installable, served);
            }
        });
        return complete.stream()
                .map(installable -> installable instanceof Installable.Stored path
                        ? served(purpose -> stored.resolve(path, purpose))
                        : Objects.requireNonNull(resolved.get(installable)))
                .toList();
    }

    /** What serves one purpose need not serve the other: a text is no program, and an app no package. */
    private static List<Resolution> served(Function<Purpose, @Nullable Resolution> resolutions) {
        List<Resolution> served = new ArrayList<>();
        NixException failure = null;
        for (Purpose purpose : PURPOSES) {
            try {
                Resolution resolution = resolutions.apply(purpose);
                if (resolution != null) {
                    served.add(resolution);
                }
            } catch (PackageNotFoundException | NoMainProgramException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (served.isEmpty() && failure != null) {
            throw failure;
        }
        return served;
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
        return new PackageNotFoundException(
                Failure.of(Secrets.masked(what), "", Phase.RESOLVE, List.of(), Secrets.masked(hint)), List.of());
    }
}
