package io.github.nixadhoc;

import io.github.nixadhoc.internal.resolve.LockedFlake;
import io.github.nixadhoc.internal.resolve.PackageFacts;
import io.github.nixadhoc.internal.resolve.Resolution;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.policy.PlannedPackage;
import io.github.nixadhoc.policy.RequestedPackage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What has been resolved, as a policy is shown it. */
final class PlannedPackages {

    private PlannedPackages() {}

    /** Returns the packages of a command, in its order. */
    static List<PlannedPackage> of(
            List<? extends Installable> installables, List<Resolution> resolutions, NixpkgsReference nixpkgs) {
        List<PlannedPackage> packages = new ArrayList<>(resolutions.size());
        for (int i = 0; i < resolutions.size(); i++) {
            packages.add(of(nixpkgs.requested(installables.get(i)), resolutions.get(i)));
        }
        return packages;
    }

    /** Returns one package, with the outputs that are used of it for several purposes. */
    static PlannedPackage of(RequestedPackage requested, List<Resolution> forPurposes) {
        PlannedPackage first = of(requested, forPurposes.get(0));
        return new PlannedPackage(
                requested,
                first.lockedReference(),
                first.narHash(),
                first.name(),
                first.pname(),
                first.version(),
                first.licences(),
                // what it is to a run is the program; to a shell it has none
                forPurposes.get(forPurposes.size() - 1).program(),
                Answers.paths(forPurposes));
    }

    /** Returns a package of which nothing is known but where it is. */
    static PlannedPackage unknown(RequestedPackage requested, String program, List<StorePath> outputs) {
        return new PlannedPackage(
                requested, Optional.empty(), Optional.empty(), "", "", "", List.of(), program, outputs);
    }

    private static PlannedPackage of(RequestedPackage requested, Resolution resolution) {
        PackageFacts facts = resolution.facts();
        LockedFlake flake = resolution.flake();
        return new PlannedPackage(
                requested,
                Optional.ofNullable(flake).map(LockedFlake::url).filter(url -> !url.isEmpty()),
                Optional.ofNullable(flake).map(LockedFlake::narHash),
                facts.name(),
                facts.pname(),
                facts.version(),
                facts.licences(),
                resolution.program(),
                resolution.paths());
    }
}
