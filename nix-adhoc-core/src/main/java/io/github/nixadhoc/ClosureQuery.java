package io.github.nixadhoc;

import io.github.nixadhoc.internal.nix.Deadline;
import io.github.nixadhoc.internal.resolve.Purpose;
import io.github.nixadhoc.internal.resolve.Resolution;
import io.github.nixadhoc.internal.resolve.StoreQuestions;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.model.StorePathInfo;
import io.github.nixadhoc.model.Transfer;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import java.util.function.Supplier;

/**
 * Query for the closures of packages: what is in the store of them, and what is missing.
 *
 * @param installables the packages
 * @param directory the directory from which relative references start; null for that of the JVM
 * @param line the line of the command, for messages
 */
record ClosureQuery(List<Installable> installables, @Nullable Path directory, Supplier<String> line)
        implements NixTask<Closure> {

    @Override
    public Closure perform(NixInUse nix, Deadline deadline) {
        nix.review().admit(installables, nix.nixpkgs(), line, deadline);
        NixTools tools = nix.tools(deadline);
        List<Resolution> resolutions = tools.resolver().resolve(installables, Purpose.SHELL, directory, deadline);
        List<StorePath> outputs = resolutions.stream()
                .flatMap(resolution -> resolution.paths().stream())
                .distinct()
                .toList();
        StoreQuestions questions = tools.questions();
        Set<StorePath> valid = questions.valid(outputs, deadline);
        List<StorePathInfo> paths = questions.closure(valid, deadline);
        if (valid.containsAll(outputs)) {
            return Closure.builder().roots(outputs).paths(paths).build();
        }
        List<Resolution> incomplete = resolutions.stream()
                .filter(resolution -> !valid.containsAll(resolution.paths()))
                .toList();
        Transfer transfer = tools.realiser().preview(incomplete, deadline);
        List<StorePath> missing =
                outputs.stream().filter(output -> !valid.contains(output)).toList();
        return Closure.builder()
                .roots(outputs)
                .paths(paths)
                .missing(MissingPaths.builder()
                        .outputs(missing)
                        .transfer(transfer)
                        .build())
                .build();
    }
}
