package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.internal.text.ShellQuoting;
import io.github.nixadhoc.model.Finding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks, for a store without a daemon, that this user may write to it and to its state. */
final class PermissionsCheck implements Check {

    @Override
    public String name() {
        return "permissions";
    }

    @Override
    public List<Finding> examine(ExaminedSystem patient) throws InterruptedException {
        Optional<StorePlace> place = StorePlace.of(patient).filter(StorePlace::isOwn);
        if (place.isEmpty()) {
            return List.of();
        }
        List<Path> needed = Stream.of(place.get().directory(), place.get().state())
                .map(ExistingFolders::existing)
                .distinct()
                .toList();
        List<Path> closed =
                needed.stream().filter(path -> !Files.isWritable(path)).toList();
        return closed.isEmpty()
                ? ok(patient.host().user() + " may write to the store and its state", listed(needed))
                : error(
                        patient.host().user() + " may not write to " + listed(closed),
                        place.get().directory() + ", " + place.get().state(),
                        fix(patient, place.get(), closed));
    }

    private static String fix(ExaminedSystem patient, StorePlace place, List<Path> closed) {
        if (patient.host().isRoot()) {
            return "the file system is read-only: mount it anew, writable";
        }
        if (place.kind() == StorePlace.Kind.LOCAL && Files.exists(place.socket())) {
            return "use the daemon: export NIX_REMOTE=daemon";
        }
        if (place.directory().startsWith("/nix/store") && patient.host().hasApt()) {
            return "sudo apt-get install -y nix-setup-systemd && sudo usermod -aG nix-users "
                    + patient.host().user() + ", then log in again";
        }
        return "sudo chown -R " + patient.host().user() + " "
                + ShellQuoting.quote(closed.stream().map(Path::toString).toList());
    }

    private static String listed(List<Path> paths) {
        return paths.stream().map(Path::toString).collect(Collectors.joining(", "));
    }
}
