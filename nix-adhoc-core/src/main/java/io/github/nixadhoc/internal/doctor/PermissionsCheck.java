package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.internal.text.ShellQuoting;
import io.github.nixadhoc.model.Finding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks that this user may write to a store without a daemon and to its state directory. */
final class PermissionsCheck extends Check {

    PermissionsCheck() {
        super("permissions");
    }

    @Override
    List<Finding> examine(ExaminedSystem system) throws InterruptedException {
        Optional<StorePlace> place = StorePlace.of(system).filter(StorePlace::isOwn);
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
                ? ok(system.host().user() + " may write to the store and its state", listed(needed))
                : error(
                        system.host().user() + " may not write to " + listed(closed),
                        place.get().directory() + ", " + place.get().state(),
                        fix(system, place.get(), closed));
    }

    private static String fix(ExaminedSystem system, StorePlace place, List<Path> closed) {
        if (system.host().isRoot()) {
            return "the file system is read-only: mount it anew, writable";
        }
        if (place.kind() == StorePlace.Kind.LOCAL && Files.exists(place.socket())) {
            return "use the daemon: export NIX_REMOTE=daemon";
        }
        if (place.directory().startsWith("/nix/store") && system.host().hasApt()) {
            return "sudo apt-get install -y nix-setup-systemd && sudo usermod -aG nix-users "
                    + system.host().user() + ", then log in again";
        }
        return "sudo chown -R " + system.host().user() + " "
                + ShellQuoting.quote(closed.stream().map(Path::toString).toList());
    }

    private static String listed(List<Path> paths) {
        return paths.stream().map(Path::toString).collect(Collectors.joining(", "));
    }
}
