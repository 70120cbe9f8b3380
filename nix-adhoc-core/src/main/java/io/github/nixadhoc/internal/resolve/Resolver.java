package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.error.BuildFailedException;
import io.github.nixadhoc.error.EvaluationException;
import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.NoMainProgramException;
import io.github.nixadhoc.error.PackageNotFoundException;
import io.github.nixadhoc.error.PackageRefusedException;
import io.github.nixadhoc.error.UnsupportedSystemException;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.json.JsonValue;
import io.github.nixadhoc.internal.nix.NixCall;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.nix.Secrets;
import io.github.nixadhoc.internal.store.NixJson;
import io.github.nixadhoc.internal.store.StoreView;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.Installable.Code;
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
 * Resolves installables like the command line of the Nix in use. Builds nothing, and fetches only the flakes
 * themselves.
 *
 * <p>Immutable and thread-safe.
 */
public final class Resolver {

    private static final List<Purpose> PURPOSES = List.of(Purpose.RUN, Purpose.SHELL);

    private final NixJson nix;
    private final FlakeEvaluator evaluator;
    private final CodeEvaluator codeEvaluator;
    private final StoredResolver stored;
    private final String nixpkgs;
    private final Allowances allowances;
    private final ContentAddressedOutputs contentAddressed;
    private final FlakeEvaluator adviser;
    private final Function<String, List<String>> programs;

    /**
     * Creates a resolver.
     *
     * @param nix the Nix that evaluates
     * @param view the locations of its store's files
     * @param nixpkgs the flake in which bare attribute paths are looked up
     * @param allowances the packages that are allowed although this flake refuses them
     * @param locking whether to query the locked flake of each reference; versions after 2.8 need an additional call
     *     for that
     * @param programs the packages of this flake that say that their main program has this name, as far as they are known
     */
    public Resolver(
            NixCli nix,
            StoreView view,
            String nixpkgs,
            Allowances allowances,
            boolean locking,
            Function<String, List<String>> programs) {
        this.nix = new NixJson(nix);
        this.evaluator = new FlakeEvaluator(this.nix, view, locking);
        this.codeEvaluator = new CodeEvaluator(this.nix);
        this.stored = new StoredResolver(view);
        this.nixpkgs = nixpkgs;
        this.allowances = allowances;
        this.contentAddressed = new ContentAddressedOutputs(this.nix);
        this.adviser = new FlakeEvaluator(this.nix, view, false);
        this.programs = programs;
    }

    /**
     * Resolves installables. Evaluates those of the same flake together.
     *
     * @param installables the installables
     * @param purpose the purpose
     * @param directory the base directory of relative flake references; null for the JVM's directory
     * @param deadline when to give up
     * @return one resolution for each installable, in the same order
     */
    public List<Resolution> resolve(
            List<Installable> installables, Purpose purpose, @Nullable Path directory, Deadline deadline) {
        List<Installable> withFlakes =
                installables.stream().map(this::withFlakes).toList();
        Map<Installable, Resolution> resolved = new LinkedHashMap<>();
        byFlake(withFlakes).forEach((key, ofOneFlake) -> {
            String flake = ofOneFlake.iterator().next().reference();
            List<FlakeOutput> distinct = List.copyOf(ofOneFlake);
            List<EvaluationTarget> targets = distinct.stream()
                    .map(installable -> new EvaluationTarget(installable, purpose))
                    .toList();
            FlakeEvaluator.Answers answers = evaluate(targets, allowances.in(flake, nixpkgs), directory, deadline);
            NameAdvice advice = advice(directory, deadline);
            AnswerReader reader = new AnswerReader(stored, purpose, answers.flake(), advice);
            for (int i = 0; i < distinct.size(); i++) {
                JsonValue answer = answers.values().get(i);
                Resolution resolution = reader.read(distinct.get(i), answer);
                if (resolution == null) {
                    throw notFound(distinct.get(i), answer, advice, directory, deadline);
                }
                resolved.put(distinct.get(i), resolution);
            }
        });
        for (Code code : code(withFlakes)) {
            JsonValue answer = codeEvaluator
                    .evaluate(code, List.of(purpose), directory, deadline)
                    .get(0);
            resolved.put(code, read(code, purpose, answer, directory, deadline));
        }
        List<Resolution> resolutions = withFlakes.stream()
                .map(installable -> installable instanceof Installable.Stored path
                        ? stored.resolve(path, purpose)
                        : Objects.requireNonNull(resolved.get(installable)))
                .toList();
        return contentAddressed.complete(resolutions, deadline);
    }

    /**
     * Resolves installables for each purpose that they are suitable for. Evaluates those of the same flake together.
     *
     * @param installables the installables
     * @param directory the base directory of relative flake references; null for the JVM's directory
     * @param deadline when to give up
     * @return at least one resolution for each installable, in the same order
     */
    public List<List<Resolution>> resolveForAll(
            List<Installable> installables, @Nullable Path directory, Deadline deadline) {
        List<Installable> withFlakes =
                installables.stream().map(this::withFlakes).toList();
        Map<Installable, List<Resolution>> resolved = new LinkedHashMap<>();
        byFlake(withFlakes).forEach((key, ofOneFlake) -> {
            String flake = ofOneFlake.iterator().next().reference();
            List<EvaluationTarget> targets = ofOneFlake.stream()
                    .flatMap(
                            installable -> PURPOSES.stream().map(purpose -> new EvaluationTarget(installable, purpose)))
                    .toList();
            FlakeEvaluator.Answers answers = evaluate(targets, allowances.in(flake, nixpkgs), directory, deadline);
            Map<EvaluationTarget, JsonValue> values = new LinkedHashMap<>();
            for (int i = 0; i < targets.size(); i++) {
                values.put(targets.get(i), answers.values().get(i));
            }
            NameAdvice advice = advice(directory, deadline);
            for (FlakeOutput installable : ofOneFlake) {
                Function<Purpose, JsonValue> answer =
                        purpose -> Objects.requireNonNull(values.get(new EvaluationTarget(installable, purpose)));
                List<Resolution> resolvable =
                        resolvable(purpose -> new AnswerReader(stored, purpose, answers.flake(), advice)
                                .read(installable, answer.apply(purpose)));
                if (resolvable.isEmpty()) {
                    throw notFound(installable, answer.apply(Purpose.RUN), advice, directory, deadline);
                }
                resolved.put(installable, resolvable);
            }
        });
        for (Code code : code(withFlakes)) {
            List<JsonValue> answers = codeEvaluator.evaluate(code, PURPOSES, directory, deadline);
            resolved.put(
                    code,
                    resolvable(purpose ->
                            read(code, purpose, answers.get(PURPOSES.indexOf(purpose)), directory, deadline)));
        }
        List<List<Resolution>> resolutions = withFlakes.stream()
                .map(installable -> installable instanceof Installable.Stored path
                        ? resolvable(purpose -> stored.resolve(path, purpose))
                        : Objects.requireNonNull(resolved.get(installable)))
                .toList();
        return contentAddressed.completeEach(resolutions, deadline);
    }

    private Resolution read(Code code, Purpose purpose, JsonValue answer, @Nullable Path directory, Deadline deadline) {
        return Objects.requireNonNull(
                new AnswerReader(stored, purpose, null, advice(directory, deadline)).read(code, answer));
    }

    /** Returns the code among installables, each once. */
    private static Set<Code> code(List<Installable> installables) {
        Set<Code> distinct = new LinkedHashSet<>();
        for (Installable installable : installables) {
            if (installable instanceof Code code) {
                distinct.add(code);
            }
        }
        return distinct;
    }

    /** Evaluates targets of one flake together; if that fails, evaluates each alone to find out which one fails. */
    private FlakeEvaluator.Answers evaluate(
            List<EvaluationTarget> targets, Allowances allowed, @Nullable Path directory, Deadline deadline) {
        try {
            return evaluator.evaluate(targets, allowed, directory, deadline);
        } catch (EvaluationException | PackageRefusedException | UnsupportedSystemException | BuildFailedException e) {
            List<FlakeOutput> installables = targets.stream()
                    .map(EvaluationTarget::installable)
                    .distinct()
                    .toList();
            if (installables.size() > 1) {
                for (EvaluationTarget target : targets) {
                    requireAlone(target, allowed, directory, deadline);
                }
            }
            throw e;
        }
    }

    /** Evaluates one of several targets, and names it in the failure. */
    private void requireAlone(
            EvaluationTarget target, Allowances allowed, @Nullable Path directory, Deadline deadline) {
        try {
            FlakeEvaluator.Answers unused = evaluator.evaluate(List.of(target), allowed, directory, deadline);
        } catch (EvaluationException | PackageRefusedException | UnsupportedSystemException | BuildFailedException e) {
            String what = target.installable() + ": " + e.shortMessage();
            throw e.withFailure(
                    Failure.of(Secrets.masked(what), e.command(), e.phase().orElse(Phase.RESOLVE), e.log(), e.hint()));
        }
    }

    /**
     * Returns the resolutions that succeed. An installable may suit one purpose only: an app, for example, is not a
     * package.
     */
    private static List<Resolution> resolvable(Function<Purpose, @Nullable Resolution> resolutions) {
        List<Resolution> resolvable = new ArrayList<>();
        NixException failure = null;
        for (Purpose purpose : PURPOSES) {
            try {
                Resolution resolution = resolutions.apply(purpose);
                if (resolution != null) {
                    resolvable.add(resolution);
                }
            } catch (PackageNotFoundException | NoMainProgramException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (resolvable.isEmpty() && failure != null) {
            throw failure;
        }
        return resolvable;
    }

    /**
     * Queries what a flake reference refers to now.
     *
     * @param reference the flake reference
     * @param directory the base directory of a relative reference; null for the JVM's directory
     * @param deadline when to give up
     */
    public LockedFlake lock(String reference, @Nullable Path directory, Deadline deadline) {
        return evaluator.lock(reference, directory, deadline);
    }

    private Installable withFlakes(Installable installable) {
        return installable instanceof Installable.Attribute attribute ? attribute.in(nixpkgs) : installable;
    }

    private static Map<List<Object>, Set<FlakeOutput>> byFlake(List<Installable> installables) {
        return installables.stream()
                .filter(FlakeOutput.class::isInstance)
                .map(FlakeOutput.class::cast)
                .collect(Collectors.groupingBy(
                        output -> List.of(output.reference(), output.overrides()),
                        LinkedHashMap::new,
                        Collectors.toCollection(LinkedHashSet::new)));
    }

    private NameAdvice advice(@Nullable Path directory, Deadline deadline) {
        return new NameAdvice(adviser::apply, nixpkgs, programs, directory, deadline);
    }

    /** Returns the exception for a missing attribute in the words of Nix, whose call evaluates almost nothing. */
    private PackageNotFoundException notFound(
            FlakeOutput installable, JsonValue answer, NameAdvice advice, @Nullable Path directory, Deadline deadline) {
        String name = installable.reference() + "#" + installable.fragment();
        List<String> arguments = new ArrayList<>(List.of("eval", "--json", name, "--apply", "found: null"));
        arguments.addAll(InstallableWords.options(installable));
        NixCall call = new NixCall("nix", arguments, Phase.RESOLVE, directory);
        try {
            nix.execute(call, deadline);
        } catch (PackageNotFoundException e) {
            return advice.notFound(installable, answer, e);
        }
        String what = installable.reference() + " has no package or app " + installable.fragment();
        return advice.notFound(
                installable,
                answer,
                new PackageNotFoundException(
                        Failure.of(Secrets.masked(what), "", Phase.RESOLVE, List.of(), ""), List.of()));
    }
}
