package io.github.nixadhoc.internal.resolution;

import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.internal.cache.CacheKey;
import io.github.nixadhoc.internal.cache.CacheRequest;
import io.github.nixadhoc.internal.cache.CachedAnswer;
import io.github.nixadhoc.internal.cache.RealisedOutputs;
import io.github.nixadhoc.internal.cache.ResolutionCache;
import io.github.nixadhoc.internal.cache.SourceSnapshot;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.nix.NixBinary;
import io.github.nixadhoc.internal.resolve.Allowances;
import io.github.nixadhoc.internal.resolve.Purpose;
import io.github.nixadhoc.internal.resolve.Resolution;
import io.github.nixadhoc.internal.runtime.NixRuntime;
import io.github.nixadhoc.internal.runtime.NixServices;
import io.github.nixadhoc.internal.singleflight.SingleFlight;
import io.github.nixadhoc.internal.store.StoreMark;
import io.github.nixadhoc.internal.store.StorePins;
import io.github.nixadhoc.model.Freshness;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.StorePath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says what the packages of commands stand for: what is remembered if it still holds, else what Nix answers. */
public final class PackageResolver {

    private final NixRuntime nix;
    private final Freshness freshness;
    private final ResolutionCache cache;
    private final BackgroundRefresh refresh;
    private final SharedEvaluations inquiries;

    public PackageResolver(NixRuntime nix, Freshness freshness) {
        this.nix = nix;
        this.freshness = freshness;
        this.cache = new ResolutionCache(nix.cli(), nix.settings());
        this.refresh = new BackgroundRefresh();
        this.inquiries = new SharedEvaluations(nix, cache);
    }

    /**
     * Returns what the packages of a command stand for.
     *
     * @throws NixException if Nix was asked and failed
     */
    public ResolvedPackages to(PackageQuery query, Deadline deadline) {
        return to(query, look(), deadline);
    }

    /** Looks at the Nix in use and at its settings, for all questions of one run. */
    NixLook look() {
        NixBinary binary = nix.cli().binary();
        return new NixLook(binary, cache.snapshot(binary));
    }

    ResolvedPackages to(PackageQuery query, NixLook look, Deadline deadline) {
        CacheRequest request = request(query);
        CacheKey key = key(request, look);
        if (query.refresh()) {
            NixServices tools = nix.refreshing().tools(deadline);
            ResolutionRequest question = new ResolutionRequest(request, key, key == null ? null : cache.observe(key));
            return ResolvedPackages.fresh(
                    tools, query.failureContext().around(() -> resolve(tools, question, deadline)), key);
        }
        ResolvedPackages answer = key == null ? null : remembered(key, look.binary(), deadline);
        return answer == null
                ? ask(question(request, key, deadline), look.binary(), query.failureContext(), deadline)
                : answer;
    }

    private ResolvedPackages ask(
            ResolutionRequest question, NixBinary binary, FailureContext context, Deadline deadline) {
        CacheKey key = question.key();
        SharedEvaluations.Work work = (tools, until) -> Map.of(question.id(), resolve(tools, question, until));
        SharedEvaluations.Asked asked =
                inquiries.ask(List.of(question), () -> key != null && cache.find(key) != null, work, context, deadline);
        if (asked == null && key != null) {
            ResolvedPackages answer = remembered(key, binary, deadline);
            if (answer != null) {
                return answer;
            }
        }
        SharedEvaluations.Asked certain =
                asked != null ? asked : inquiries.askInAnyCase(List.of(question), work, context, deadline);
        ResolvedPackages answer = certain.to(question);
        if (answer == null) {
            // It was asked for more than this, where it is no failure that one part does not serve the purpose.
            certain.leave();
            NixServices tools = certain.resolved().tools();
            answer = ResolvedPackages.fresh(tools, context.around(() -> resolve(tools, question, deadline)), key);
        }
        return answer;
    }

    /**
     * Returns what packages stand for, each by itself, for each purpose that it serves.
     *
     * @param installables the packages, each once
     * @param directory where relative references start from; null for the JVM's directory
     * @return for each package, in order, at least one answer; whoever has them closes their pins
     * @throws NixException if Nix was asked and failed
     */
    public List<List<ResolvedPackages>> toEach(
            List<Installable> installables, @Nullable Path directory, FailureContext context, Deadline deadline) {
        NixLook look = look();
        Map<Installable, List<ResolvedPackages>> answers = new HashMap<>();
        Map<Installable, List<ResolutionRequest>> toAsk = new LinkedHashMap<>();
        try {
            for (Installable installable : installables) {
                List<ResolvedPackages> known = answers.computeIfAbsent(installable, one -> new ArrayList<>());
                for (Purpose purpose : Purpose.values()) {
                    CacheKey key = key(request(purpose, List.of(installable), directory), look);
                    ResolvedPackages answer = key == null ? null : remembered(key, look.binary(), deadline);
                    if (answer != null) {
                        known.add(answer);
                    }
                }
                if (known.size() < Purpose.values().length) {
                    close(known);
                    known.clear();
                    toAsk.put(installable, questions(installable, directory, look, deadline));
                }
            }
            if (!toAsk.isEmpty()) {
                SharedEvaluations.Asked asked = askForEach(toAsk, directory, context, deadline);
                toAsk.forEach((installable, questions) -> questions.forEach(question -> {
                    ResolvedPackages answer = asked.to(question);
                    if (answer != null) {
                        answers.computeIfAbsent(installable, one -> new ArrayList<>())
                                .add(answer);
                    }
                }));
            }
            return installables.stream()
                    .map(installable -> Objects.requireNonNull(answers.get(installable)))
                    .toList();
        } catch (RuntimeException e) {
            answers.values().forEach(PackageResolver::close);
            throw e;
        }
    }

    /** Returns what is remembered of the packages of a command; null if Nix has to be asked. */
    @Nullable
    ResolvedPackages remembered(PackageQuery query, NixLook look, Deadline deadline) {
        CacheKey key = query.refresh() ? null : key(request(query), look);
        return key == null ? null : remembered(key, look.binary(), deadline);
    }

    /** Returns what asks Nix. */
    SharedEvaluations inquiries() {
        return inquiries;
    }

    /** Returns what Nix would be asked for a command. */
    ResolutionRequest question(PackageQuery query, NixLook look, Deadline deadline) {
        CacheRequest request = request(query);
        return question(request, key(request, look), deadline);
    }

    /** Returns the key of a request; null if the answer cannot be cached. */
    private @Nullable CacheKey key(CacheRequest request, NixLook look) {
        return look.snapshot() == null ? null : cache.key(request, look.snapshot());
    }

    private CacheRequest request(PackageQuery query) {
        return request(query.purpose(), query.installables(), query.directory());
    }

    private List<ResolutionRequest> questions(
            Installable installable, @Nullable Path directory, NixLook look, Deadline deadline) {
        List<ResolutionRequest> questions = new ArrayList<>();
        for (Purpose purpose : Purpose.values()) {
            CacheRequest request = request(purpose, List.of(installable), directory);
            questions.add(question(request, key(request, look), deadline));
        }
        return questions;
    }

    private SharedEvaluations.Asked askForEach(
            Map<Installable, List<ResolutionRequest>> toAsk,
            @Nullable Path directory,
            FailureContext context,
            Deadline deadline) {
        List<Installable> installables = List.copyOf(toAsk.keySet());
        List<ResolutionRequest> questions =
                toAsk.values().stream().flatMap(List::stream).toList();
        SharedEvaluations.Work work = (tools, until) -> {
            Map<String, FreshResolution> answers = new HashMap<>();
            Iterator<List<ResolutionRequest>> ofEach = toAsk.values().iterator();
            for (List<Resolution> resolutions : tools.resolver().resolveForAll(installables, directory, until)) {
                Map<Purpose, Resolution> byPurpose = new EnumMap<>(Purpose.class);
                resolutions.forEach(resolution -> byPurpose.put(resolution.purpose(), resolution));
                for (ResolutionRequest question : ofEach.next()) {
                    Resolution resolution = byPurpose.get(question.request().purpose());
                    if (resolution != null) {
                        answers.put(question.id(), new FreshResolution(List.of(resolution), question.observation()));
                    }
                }
            }
            return answers;
        };
        return inquiries.askInAnyCase(questions, work, context, deadline);
    }

    private ResolutionRequest question(CacheRequest request, @Nullable CacheKey key, Deadline deadline) {
        SourceSnapshot observation = key == null ? null : cache.observe(key);
        if (key != null && observation == null) {
            // It takes a while the first time to find out who Nix is: what has only just been changed cannot be
            // observed.
            NixServices unused = nix.tools(deadline);
            observation = cache.observe(key);
        }
        return new ResolutionRequest(request, key, observation);
    }

    private static FreshResolution resolve(NixServices tools, ResolutionRequest question, Deadline deadline) {
        CacheRequest request = question.request();
        List<Resolution> resolutions = tools.resolver()
                .resolve(List.copyOf(request.installables()), request.purpose(), request.directory(), deadline);
        return new FreshResolution(resolutions, question.observation());
    }

    private static void close(List<ResolvedPackages> answers) {
        answers.forEach(answer -> answer.pins().close());
    }

    private @Nullable ResolvedPackages remembered(CacheKey key, NixBinary binary, Deadline deadline) {
        CachedAnswer cached = cache.find(key);
        if (cached == null || nix.review().isOn() && !cached.hasAllFlakes()) {
            return null;
        }
        boolean stale = cache.isStale(key, cached);
        if (stale && freshness == Freshness.ALWAYS) {
            return null;
        }
        nix.cli().assume(binary, cached.installation(binary.path()));
        NixServices tools = nix.tools(binary, deadline);
        StorePins pins = new StorePins(tools.view());
        if (!hold(cached, pins, deadline)) {
            pins.close();
            cache.forget(key);
            return null;
        }
        if (stale && freshness == Freshness.BACKGROUND) {
            refresh.start(key.digest(), () -> renew(key, cached));
        }
        return ResolvedPackages.remembered(tools, pins, key, cached);
    }

    /** What has never been in the store cannot have been deleted, but for what would make it. */
    private static boolean hold(CachedAnswer cached, StorePins pins, Deadline deadline) {
        RealisedOutputs realised = cached.realised();
        if (realised != null) {
            return pins.holdUnchanged(realised.marks(), deadline);
        }
        for (Resolution resolution : cached.resolutions()) {
            StorePath derivation = resolution.derivation();
            if (derivation != null && !pins.tryToHold(derivation, deadline)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Asks Nix again. What is new is neither downloaded nor built before the policy has seen a command that needs it.
     */
    private void renew(CacheKey key, CachedAnswer before) {
        Deadline deadline = BackgroundRefresh.deadline();
        SourceSnapshot observation = cache.observe(key);
        if (observation == null) {
            return;
        }
        CacheRequest request = key.request();
        NixServices tools = nix.tools(deadline);
        List<Resolution> resolutions = tools.resolver()
                .resolve(List.copyOf(request.installables()), request.purpose(), request.directory(), deadline);
        boolean same = paths(resolutions).equals(paths(before.resolutions()));
        cache.record(observation, tools.installation(), resolutions, same ? before.realised() : null, deadline);
    }

    /**
     * Remembers an answer.
     *
     * @param answer the answer
     * @param realised that all of it is in the store; null if that is not known
     */
    public void remember(ResolvedPackages answer, @Nullable RealisedOutputs realised, Deadline deadline) {
        FreshResolution fresh = answer.fresh();
        if (fresh != null) {
            SourceSnapshot observation = fresh.observation();
            if (observation != null && fresh.isMineToRemember(realised != null)) {
                cache.record(observation, answer.tools().installation(), answer.resolutions(), realised, deadline);
            }
        } else if (answer.key() != null && answer.cached() != null && answer.realised() == null && realised != null) {
            cache.complete(answer.key(), answer.cached(), realised);
        }
    }

    /** Forgets an answer that has turned out not to hold. */
    public void forget(ResolvedPackages answer) {
        answer.seats().forEach(SingleFlight.Participation::hide);
        if (answer.key() != null) {
            cache.forget(answer.key());
        }
    }

    /** Returns what the outputs of an answer look like while they are held and valid; nothing if that cannot be told. */
    public static List<StoreMark> marks(ResolvedPackages answer) {
        List<StoreMark> marks = new ArrayList<>();
        for (StorePath path : paths(answer.resolutions())) {
            StoreMark mark = StoreMark.of(path, answer.tools().view());
            if (mark == null) {
                return List.of();
            }
            marks.add(mark);
        }
        return marks;
    }

    /** Returns the outputs, each once. */
    public static List<StorePath> paths(List<Resolution> resolutions) {
        Set<StorePath> paths = new LinkedHashSet<>();
        for (Resolution resolution : resolutions) {
            paths.addAll(resolution.paths());
        }
        return List.copyOf(paths);
    }

    public void close() {
        refresh.close();
        inquiries.close();
    }

    private CacheRequest request(Purpose purpose, List<Installable> installables, @Nullable Path directory) {
        return new CacheRequest(purpose, nix.nixpkgs().qualify(installables), directory, configuration());
    }

    /** What else an answer depends on: a package that was allowed for one client is not for another. */
    private String configuration() {
        Allowances allowances = nix.nixpkgs().allowances();
        return allowances.isEmpty() ? "" : nix.nixpkgs().flake() + " " + allowances.toNix();
    }
}
