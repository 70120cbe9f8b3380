package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.model.Finding;
import io.github.nixadhoc.result.StoreInfo;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks whether the daemon trusts this user, since a trusted user, or a flake whose settings he accepts, can become
 * root.
 */
final class TrustCheck implements Check {

    @Override
    public String name() {
        return "trusted user";
    }

    @Override
    public List<Finding> examine(ExaminedSystem patient) throws IOException, InterruptedException {
        if (StorePlace.of(patient)
                .filter(store -> store.kind() == StorePlace.Kind.DAEMON)
                .isEmpty()) {
            return List.of();
        }
        String user = patient.host().user();
        if (patient.host().isRoot()) {
            return ok(user + " is trusted, as root always is", "");
        }
        Optional<Boolean> told = patient.nix().store().value().flatMap(StoreInfo::trusted);
        boolean trusted = told.isPresent() ? told.get() : isNamed(user, patient);
        String evidence = told.isPresent() ? "nix store info" : "the setting trusted-users";
        return trusted
                ? warning(
                        user + " is trusted by the daemon: a flake whose settings are accepted can become root",
                        evidence,
                        "remove " + user + " and the groups of it from trusted-users in /etc/nix/nix.conf, then "
                                + DaemonCheck.start(patient))
                : ok(user + " is not trusted by the daemon", evidence);
    }

    /** What the daemon of a Nix before 2.15 does not tell. */
    private static boolean isNamed(String user, ExaminedSystem patient) throws IOException, InterruptedException {
        GroupFile groups = GroupFile.of(patient);
        return patient.configuration().stream()
                .flatMap(configuration -> configuration.texts("trusted-users").stream())
                .anyMatch(name -> name.equals("*")
                        || name.equals(user)
                        || name.startsWith("@")
                                && groups.members(name.substring(1))
                                        .orElse(Set.of())
                                        .contains(user));
    }
}
