package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.model.Finding;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Checks whether the store's disk has room for more packages. */
final class StoreSpaceCheck extends Check {

    StoreSpaceCheck() {
        super("store space");
    }

    @Override
    List<Finding> examine(ExaminedSystem system) throws IOException, InterruptedException {
        Optional<StorePlace> place = StorePlace.of(system).filter(store -> store.kind() != StorePlace.Kind.REMOTE);
        return place.isEmpty()
                ? List.of()
                : FreeSpace.in(ExistingFolders.existing(place.get().directory()))
                        .assess(this, "nix-collect-garbage");
    }
}
