package io.github.nixadhoc.internal.client;

import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.StoreUnavailableException;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.resolve.Purpose;
import io.github.nixadhoc.internal.resolve.Resolution;
import io.github.nixadhoc.internal.runtime.NixRuntime;
import io.github.nixadhoc.internal.runtime.NixTask;
import io.github.nixadhoc.internal.store.CopySelection;
import io.github.nixadhoc.internal.text.ShellQuoting;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.policy.HostChange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The paths of packages that are to be copied between the store in use and another one, after the policy has allowed it.
 *
 * @param installables the packages
 * @param other the URL of the other store
 * @param isTo whether they go to that store, and not from it
 * @param directory the directory from which relative references start; null for that of the JVM
 * @param words the words of the command line, which a policy is shown
 */
public record CopiedPaths(
        List<Installable> installables,
        String other,
        boolean isTo,
        @Nullable Path directory,
        List<String> words) implements NixTask<CopySelection> {

    @Override
    public CopySelection perform(NixRuntime nix, Deadline deadline) {
        nix.policyGate().admit(installables, directory, nix.nixpkgs(), this::line, deadline);
        List<Resolution> resolutions =
                nix.services(deadline).resolver().resolve(installables, Purpose.SHELL, directory, deadline);
        boolean tellsBuilds =
                isTo && nix.services(deadline).installation().dialect().selectsOutputs();
        Set<StorePath> paths = new LinkedHashSet<>();
        List<String> outputs = new ArrayList<>();
        boolean isOfContent = false;
        for (Resolution resolution : resolutions) {
            if (!resolution.isComplete()) {
                throw new StoreUnavailableException(Failure.of(
                        "the path of " + resolution.installable() + " depends on its content, which is not known",
                        line(),
                        Phase.RESOLVE,
                        List.of(),
                        isTo ? "build it first with prefetch(…)" : "name its store path"));
            }
            paths.addAll(resolution.paths());
            isOfContent |= resolution.isOfContent() && tellsBuilds;
            if (resolution.derivation() != null && tellsBuilds) {
                resolution.realisation().forEach(argument -> outputs.add(argument.replace('!', '^')));
            }
        }
        HostChange.Kind kind = isTo ? HostChange.Kind.COPY_TO : HostChange.Kind.COPY_FROM;
        List<String> items = paths.stream().map(StorePath::value).toList();
        nix.policyGate().permit(HostChange.of(kind, other, items, words), this::line, deadline);
        return new CopySelection(paths, outputs, isOfContent);
    }

    private String line() {
        return ShellQuoting.quote(words);
    }
}
