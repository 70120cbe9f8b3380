package io.github.nixadhoc.internal.run;

import io.github.nixadhoc.internal.resolution.PackageResolver;
import io.github.nixadhoc.internal.resolve.LockedFlake;
import io.github.nixadhoc.internal.resolve.PackageFacts;
import io.github.nixadhoc.internal.resolve.Resolution;
import io.github.nixadhoc.internal.runtime.Nixpkgs;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.policy.PlannedPackage;
import io.github.nixadhoc.policy.PlannedPackageBuilder;
import io.github.nixadhoc.policy.RequestedPackage;
import java.util.ArrayList;
import java.util.List;

/** Describes resolved packages for a policy. */
public final class PlannedPackages {

    private PlannedPackages() {}

    /** Returns the packages of a command, in its order. */
    static List<PlannedPackage> of(ProgramRequest request, List<Resolution> resolutions, Nixpkgs nixpkgs) {
        List<Installable> installables = request.installables();
        List<PlannedPackage> packages = new ArrayList<>(resolutions.size());
        for (int i = 0; i < resolutions.size(); i++) {
            packages.add(of(nixpkgs.requested(installables.get(i), request.directory()), resolutions.get(i)));
        }
        return packages;
    }

    /** Returns one package, with its outputs for several purposes. */
    public static PlannedPackage of(RequestedPackage requested, List<Resolution> forPurposes) {
        // only the resolution for a run names a program
        return described(requested, forPurposes.get(0))
                .program(forPurposes.get(forPurposes.size() - 1).program())
                .storePaths(PackageResolver.paths(forPurposes))
                .build();
    }

    /** Returns a package of which only the outputs are known. */
    static PlannedPackage unknown(RequestedPackage requested, String program, List<StorePath> outputs) {
        return PlannedPackage.builder(requested)
                .program(program)
                .storePaths(outputs)
                .build();
    }

    private static PlannedPackage of(RequestedPackage requested, Resolution resolution) {
        return described(requested, resolution).build();
    }

    private static PlannedPackageBuilder described(RequestedPackage requested, Resolution resolution) {
        PackageFacts facts = resolution.facts();
        LockedFlake flake = resolution.flake();
        return PlannedPackage.builder(requested)
                .lockedReference(flake == null || flake.url().isEmpty() ? null : flake.url())
                .narHash(flake == null ? null : flake.narHash())
                .name(facts.name())
                .pname(facts.pname())
                .version(facts.version())
                .licences(facts.licences())
                .program(resolution.program())
                .shellPath(facts.shell())
                .ownMember(facts.ownMember())
                .storePaths(resolution.paths());
    }
}
