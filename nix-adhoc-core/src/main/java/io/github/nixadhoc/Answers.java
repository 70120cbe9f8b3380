package io.github.nixadhoc;

import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.internal.cache.CacheKey;
import io.github.nixadhoc.internal.cache.CacheRequest;
import io.github.nixadhoc.internal.cache.CachedAnswer;
import io.github.nixadhoc.internal.cache.Observation;
import io.github.nixadhoc.internal.cache.Realised;
import io.github.nixadhoc.internal.cache.ResolutionCache;
import io.github.nixadhoc.internal.nix.Deadline;
import io.github.nixadhoc.internal.nix.NixBinary;
import io.github.nixadhoc.internal.resolve.Allowances;
import io.github.nixadhoc.internal.resolve.Purpose;
import io.github.nixadhoc.internal.resolve.Resolution;
import io.github.nixadhoc.internal.resolve.StoreMark;
import io.github.nixadhoc.internal.resolve.StorePins;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.StorePath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says what the packages of commands stand for: what is remembered if it still holds, else what Nix answers. */
final class Answers {

    private final NixInUse nix;
    private final Freshness freshness;
    private final ResolutionCache cache;
    private final BackgroundRefresh refresh;

    Answers(NixInUse nix, Freshness freshness) {
        this.nix = nix;
        this.freshness = freshness;
        this.cache = new ResolutionCache(nix.cli(), nix.settings());
        this.refresh = new BackgroundRefresh();
    }

    /**
     * Returns what the packages of a command stand for.
     *
     * @throws NixException if Nix was asked and failed
     */
    Answer to(ProgramCommand<?> command, Deadline deadline) {
        NixBinary binary = nix.cli().binary();
        CacheKey key = cache.key(request(command), binary);
        boolean refreshed = command.options().refresh();
        if (key != null && !refreshed) {
            Answer answer = remembered(key, binary, deadline);
            if (answer != null) {
                return answer;
            }
        }
        NixTools tools = (refreshed ? nix.refreshing() : nix).tools(deadline);
        // After that, which takes a while the first time: what has only just been changed cannot be observed.
        Observation observation = key == null ? null : cache.observe(key);
        List<Resolution> resolutions = new Step(command, Phase.RESOLVE)
                .take(() -> tools.resolver()
                        .resolve(
                                command.installables(),
                                purpose(command),
                                command.options().directory(),
                                deadline));
        return new Answer(tools, resolutions, new StorePins(tools.view()), null, key, null, observation);
    }

    private @Nullable Answer remembered(CacheKey key, NixBinary binary, Deadline deadline) {
        CachedAnswer cached = cache.find(key);
        if (cached == null) {
            return null;
        }
        boolean stale = cache.isStale(cached);
        if (stale && freshness == Freshness.ALWAYS) {
            return null;
        }
        nix.cli().assume(binary, cached.installation(binary.path()));
        NixTools tools = nix.tools(binary, deadline);
        StorePins pins = new StorePins(tools.view());
        if (!hold(cached, pins, deadline)) {
            pins.close();
            cache.forget(key);
            return null;
        }
        if (stale && freshness == Freshness.BACKGROUND) {
            refresh.start(key.digest(), () -> renew(key, cached));
        }
        return new Answer(tools, cached.resolutions(), pins, cached.realised(), key, cached, null);
    }

    /** What has never been in the store cannot have been deleted, but for what would make it. */
    private static boolean hold(CachedAnswer cached, StorePins pins, Deadline deadline) {
        Realised realised = cached.realised();
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
        Observation observation = cache.observe(key);
        if (observation == null) {
            return;
        }
        CacheRequest request = key.request();
        NixTools tools = nix.tools(deadline);
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
    void remember(Answer answer, @Nullable Realised realised, Deadline deadline) {
        if (answer.observation() != null) {
            cache.record(answer.observation(), answer.tools().installation(), answer.resolutions(), realised, deadline);
        } else if (answer.key() != null && answer.cached() != null && answer.realised() == null && realised != null) {
            cache.complete(answer.key(), answer.cached(), realised);
        }
    }

    /** Forgets an answer that has turned out not to hold. */
    void forget(Answer answer) {
        if (answer.key() != null) {
            cache.forget(answer.key());
        }
    }

    /** Returns what the outputs of an answer look like while they are held and valid; nothing if that cannot be told. */
    static List<StoreMark> marks(Answer answer) {
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
    static List<StorePath> paths(List<Resolution> resolutions) {
        Set<StorePath> paths = new LinkedHashSet<>();
        for (Resolution resolution : resolutions) {
            paths.addAll(resolution.paths());
        }
        return List.copyOf(paths);
    }

    void close() {
        refresh.close();
    }

    private CacheRequest request(ProgramCommand<?> command) {
        List<Installable> installables = nix.nixpkgs().qualify(command.installables());
        Path directory = command.options().directory();
        return new CacheRequest(purpose(command), installables, directory, configuration());
    }

    /** What else an answer depends on: a package that was allowed for one client is not for another. */
    private String configuration() {
        Allowances allowances = nix.nixpkgs().allowances();
        return allowances.isEmpty() ? "" : nix.nixpkgs().flake() + " " + allowances.toNix();
    }

    private static Purpose purpose(ProgramCommand<?> command) {
        return command instanceof ShellCommand ? Purpose.SHELL : Purpose.RUN;
    }
}
