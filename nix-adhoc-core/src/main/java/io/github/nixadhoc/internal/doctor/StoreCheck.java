package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.TimedOutException;
import io.github.nixadhoc.internal.nix.NixInstallation;
import io.github.nixadhoc.model.Finding;
import io.github.nixadhoc.model.NixVersion;
import io.github.nixadhoc.result.StoreInfo;
import java.util.List;
import java.util.Optional;

/** Checks that the store can be opened, and reports its kind. */
final class StoreCheck extends Check {

    private static final String EVIDENCE = "nix store info";

    StoreCheck() {
        super("store");
    }

    @Override
    List<Finding> examine(ExaminedSystem system) throws InterruptedException {
        Optional<StorePlace> place = StorePlace.of(system);
        if (place.isEmpty()) {
            return List.of();
        }
        Probed<StoreInfo> answer = system.nix().store();
        if (answer.failure().isPresent()) {
            return unopened(system, place.get(), answer.failure().get());
        }
        return opened(
                place.get(), answer.value().orElseThrow(), system.installation().orElseThrow());
    }

    private List<Finding> unopened(ExaminedSystem system, StorePlace place, NixException failure) {
        if (failure instanceof TimedOutException) {
            return place.kind() == StorePlace.Kind.DAEMON
                    ? error(
                            "cannot be opened: the daemon does not answer",
                            failure.command(),
                            DaemonCheck.start(system))
                    : error(
                            "cannot be opened: it does not answer",
                            failure.command(),
                            "see whether another process holds a lock in " + place.state() + ", or the disk hangs");
        }
        String message = failure.shortMessage();
        return error(
                message.startsWith("the store ")
                        ? message.substring("the store ".length())
                        : "cannot be opened: " + message,
                failure.command(),
                failure.hint());
    }

    private List<Finding> opened(StorePlace place, StoreInfo facts, NixInstallation nix) {
        return switch (place.kind()) {
            case LOCAL -> ok("single-user, " + place.directory(), EVIDENCE);
            case DIRECTORY -> ok("in a directory of its own, " + place.directory(), EVIDENCE);
            case DAEMON -> ofDaemon(place, facts.version(), nix.version());
            case REMOTE ->
                warning(
                        "not on this machine: " + WebAddress.forDisplay(facts.url()),
                        EVIDENCE,
                        "use a store on this machine to run programs: NixClient.builder().store(\"auto\")");
        };
    }

    private List<Finding> ofDaemon(StorePlace place, Optional<NixVersion> daemon, NixVersion own) {
        String found = "multi-user, " + place.directory();
        return daemon.isPresent() && daemon.get().compareTo(own) != 0
                ? note(
                        found + ", its daemon is Nix " + daemon.get() + ", this is " + own,
                        EVIDENCE,
                        "use the same version of Nix for both if something fails")
                : ok(found, EVIDENCE);
    }
}
