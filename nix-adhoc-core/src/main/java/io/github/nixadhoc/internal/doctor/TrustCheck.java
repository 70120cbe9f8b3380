package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.model.Finding;
import io.github.nixadhoc.result.StoreInfo;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks whether the daemon trusts this user. A trusted user can become root, and so can a flake whose settings the
 * user accepts.
 */
final class TrustCheck extends Check {

    TrustCheck() {
        super("trusted user");
    }

    @Override
    List<Finding> examine(ExaminedSystem system) throws IOException, InterruptedException {
        if (StorePlace.of(system)
                .filter(store -> store.kind() == StorePlace.Kind.DAEMON)
                .isEmpty()) {
            return List.of();
        }
        String user = system.host().user();
        if (system.host().isRoot()) {
            return ok(user + " is trusted, as root always is", "");
        }
        Optional<Boolean> reported = system.nix().store().value().flatMap(StoreInfo::trusted);
        boolean trusted = reported.isPresent() ? reported.get() : isNamed(user, system);
        String evidence = reported.isPresent() ? "nix store info" : "the setting trusted-users";
        return trusted
                ? warning(
                        user + " is trusted by the daemon: a flake whose settings are accepted can become root",
                        evidence,
                        "remove " + user + " and the groups of it from trusted-users in /etc/nix/nix.conf, then "
                                + DaemonCheck.start(system))
                : ok(user + " is not trusted by the daemon", evidence);
    }

    /** A daemon before Nix 2.15 does not report whether it trusts a user. */
    private static boolean isNamed(String user, ExaminedSystem system) throws IOException, InterruptedException {
        GroupFile groups = GroupFile.of(system);
        return system.configuration().stream()
                .flatMap(configuration -> configuration.texts("trusted-users").stream())
                .anyMatch(name -> name.equals("*")
                        || name.equals(user)
                        || name.startsWith("@")
                                && groups.members(name.substring(1))
                                        .orElse(Set.of())
                                        .contains(user));
    }
}
