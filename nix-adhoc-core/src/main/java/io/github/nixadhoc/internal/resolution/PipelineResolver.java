package io.github.nixadhoc.internal.resolution;

import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.resolve.Purpose;
import io.github.nixadhoc.internal.resolve.Resolution;
import io.github.nixadhoc.internal.runtime.NixServices;
import io.github.nixadhoc.model.Installable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says what the packages of the stages of one pipeline stand for; what Nix is asked it is asked at once. */
public final class PipelineResolver {

    private final PackageResolver answers;
    private final FailureContext context;
    private final Deadline deadline;
    private final Map<Integer, ResolvedPackages> found = new HashMap<>();

    public PipelineResolver(PackageResolver answers, FailureContext context, Deadline deadline) {
        this.answers = answers;
        this.context = context;
        this.deadline = deadline;
    }

    /**
     * Returns an answer for each query, in order; whoever has them closes their pins.
     *
     * @throws io.github.nixadhoc.error.NixException if Nix was asked and failed
     */
    public List<ResolvedPackages> to(List<PackageQuery> queries) {
        try {
            Map<@Nullable Path, List<Integer>> toAsk = new LinkedHashMap<>();
            NixLook look = answers.look();
            for (int i = 0; i < queries.size(); i++) {
                PackageQuery query = queries.get(i);
                ResolvedPackages answer = answers.remembered(query, look, deadline);
                if (answer != null) {
                    found.put(i, answer);
                } else if (!query.refresh()) {
                    toAsk.computeIfAbsent(query.directory(), directory -> new ArrayList<>())
                            .add(i);
                }
            }
            toAsk.forEach((directory, indices) -> ask(queries, indices, directory, look));
            for (int i = 0; i < queries.size(); i++) {
                if (!found.containsKey(i)) {
                    // to be asked afresh, or of no use here: what is wrong with it is told as for one command
                    found.put(i, answers.to(queries.get(i), look, deadline));
                }
            }
            List<ResolvedPackages> inOrder = new ArrayList<>();
            for (int i = 0; i < queries.size(); i++) {
                inOrder.add(Objects.requireNonNull(found.get(i)));
            }
            return inOrder;
        } catch (RuntimeException e) {
            found.values().forEach(answer -> answer.pins().close());
            throw e;
        }
    }

    private void ask(
            List<PackageQuery> queries, List<Integer> indices, @Nullable Path directory, NixLook look) {
        if (indices.size() == 1) {
            return;
        }
        Map<Integer, ResolutionRequest> questions = new LinkedHashMap<>();
        indices.forEach(index -> questions.put(index, answers.question(queries.get(index), look, deadline)));
        List<ResolutionRequest> distinct = List.copyOf(questions.values().stream()
                .collect(
                        LinkedHashMap<String, ResolutionRequest>::new,
                        (byId, question) -> byId.put(question.id(), question),
                        Map::putAll)
                .values());
        SharedEvaluations.Asked asked = answers.inquiries()
                .askInAnyCase(
                        distinct, (tools, until) -> answers(tools, distinct, directory, until), context, deadline);
        boolean used = false;
        for (Map.Entry<Integer, ResolutionRequest> entry : questions.entrySet()) {
            ResolvedPackages answer = asked.to(entry.getValue());
            if (answer != null) {
                used = true;
                found.put(entry.getKey(), answer);
            }
        }
        if (!used) {
            asked.leave();
        }
    }

    private static Map<String, FreshResolution> answers(
            NixServices tools, List<ResolutionRequest> questions, @Nullable Path directory, Deadline deadline) {
        Set<Installable> distinct = new LinkedHashSet<>();
        questions.forEach(question -> distinct.addAll(question.request().installables()));
        List<Installable> installables = List.copyOf(distinct);
        List<List<Resolution>> resolved = tools.resolver().resolveForAll(installables, directory, deadline);
        Map<String, FreshResolution> answers = new HashMap<>();
        for (ResolutionRequest question : questions) {
            List<Resolution> resolutions = new ArrayList<>();
            question.request().installables().forEach(installable -> {
                List<Resolution> served = resolved.get(installables.indexOf(installable));
                served.stream()
                        .filter(one -> one.purpose() == purpose(question))
                        .forEach(resolutions::add);
            });
            if (resolutions.size() == question.request().installables().size()) {
                answers.put(question.id(), new FreshResolution(resolutions, question.observation()));
            }
        }
        return answers;
    }

    private static Purpose purpose(ResolutionRequest question) {
        return question.request().purpose();
    }
}
