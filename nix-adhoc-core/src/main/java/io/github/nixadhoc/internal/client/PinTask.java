package io.github.nixadhoc.internal.client;

import io.github.nixadhoc.error.EvaluationException;
import io.github.nixadhoc.error.PackageNotFoundException;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.pin.PinLinks;
import io.github.nixadhoc.internal.pin.PinRecord;
import io.github.nixadhoc.internal.resolve.Purpose;
import io.github.nixadhoc.internal.resolve.Realisation;
import io.github.nixadhoc.internal.resolve.Resolution;
import io.github.nixadhoc.internal.run.GcRetry;
import io.github.nixadhoc.internal.run.PlannedPackages;
import io.github.nixadhoc.internal.runtime.NixRuntime;
import io.github.nixadhoc.internal.runtime.NixServices;
import io.github.nixadhoc.internal.runtime.NixTask;
import io.github.nixadhoc.internal.store.StorePins;
import io.github.nixadhoc.internal.text.ShellQuoting;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.policy.CommandKind;
import io.github.nixadhoc.policy.PlannedCommand;
import io.github.nixadhoc.result.Pin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Brings a package into the store and pins it there.
 *
 * @param installable the package
 * @param name the name of the pin
 * @param directory the directory from which relative references start; null for that of the JVM
 * @param timeout the time limit, which a policy is shown; null for none
 * @param words the words of the command line, which a policy is shown
 */
public record PinTask(
        Installable installable,
        String name,
        @Nullable Path directory,
        @Nullable Duration timeout,
        List<String> words) implements NixTask<Pin> {

    @Override
    public Pin perform(NixRuntime nix, Deadline deadline) {
        Path unused = nix.pins().path();
        return GcRetry.of(() -> once(nix, deadline));
    }

    private Pin once(NixRuntime nix, Deadline deadline) {
        nix.policyGate().admit(List.of(installable), directory, nix.nixpkgs(), this::line, deadline);
        NixServices services = nix.services(deadline);
        List<Resolution> resolutions = resolve(services, deadline);
        boolean measured = review(nix, services, resolutions, null, deadline);
        try (StorePins held = new StorePins(services.view())) {
            Realisation realisation = services.realiser().realise(resolutions, held, deadline);
            List<Resolution> completed = realisation.resolutions();
            if (!measured || !completed.equals(resolutions)) {
                boolean unused = review(nix, services, completed, realisation.closureSize(), deadline);
            }
            List<StorePath> outputs = completed.stream()
                    .flatMap(resolution -> resolution.paths().stream())
                    .distinct()
                    .toList();
            PinLinks links = new PinLinks(nix.cli());
            PinRecord record = nix.pins()
                    .replace(name, installable, outputs, link -> links.link(outputs, link, deadline), deadline);
            nix.packageUse().held(outputs);
            return Pin.builder()
                    .name(name)
                    .installable(installable)
                    .storePaths(outputs)
                    .size(realisation.closureSize())
                    .pinnedAt(record.pinnedAt())
                    .lastUsed(nix.pins().lastUsed(record).orElse(null))
                    .build();
        }
    }

    /** A run and a shell may use different outputs of a package, and a pin serves both. */
    private List<Resolution> resolve(NixServices services, Deadline deadline) {
        List<Installable> one = List.of(installable);
        List<Resolution> both = new ArrayList<>();
        if (installable instanceof Installable.Code) {
            // code is evaluated once in one command
            both.addAll(
                    services.resolver().resolveForAll(one, directory, deadline).get(0));
            Collections.reverse(both);
            return both;
        }
        PackageNotFoundException noPackage = null;
        try {
            both.addAll(services.resolver().resolve(one, Purpose.SHELL, directory, deadline));
        } catch (PackageNotFoundException e) {
            noPackage = e;
        }
        try {
            both.addAll(services.resolver().resolve(one, Purpose.RUN, directory, deadline));
        } catch (PackageNotFoundException | EvaluationException e) {
            if (noPackage != null) {
                throw noPackage;
            }
        }
        return both;
    }

    /**
     * Asks the policy.
     *
     * @param realisedSize the size of the closure after the realisation; null before it
     * @return false if the policy asked for the size of the closure, which was not known, and has to be asked again
     */
    private boolean review(
            NixRuntime nix,
            NixServices services,
            List<Resolution> resolutions,
            @Nullable ByteSize realisedSize,
            Deadline deadline) {
        AtomicBoolean measured = new AtomicBoolean(true);
        nix.policyGate()
                .require(
                        PlannedCommand.builder(CommandKind.PIN, words)
                                .packages(List.of(PlannedPackages.of(
                                        nix.nixpkgs().requested(installable, directory), resolutions)))
                                .directory(directory)
                                .timeout(timeout)
                                .transfer(() -> services.realiser().preview(resolutions, deadline))
                                .closureSize(() -> {
                                    ByteSize size = realisedSize == null
                                            ? services.realiser()
                                                    .closureSizeIfPresent(resolutions, deadline)
                                                    .orElse(null)
                                            : realisedSize;
                                    measured.compareAndSet(true, size != null);
                                    return size;
                                })
                                .reviewedBefore(realisedSize != null)
                                .build(),
                        this::line,
                        deadline);
        return measured.get();
    }

    private String line() {
        return ShellQuoting.quote(words);
    }
}
