package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.model.Finding;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Root without a daemon builds as the users of a group, and not at all if it has none. */
final class BuildUsersCheck implements Check {

    @Override
    public String name() {
        return "build users";
    }

    @Override
    public List<Finding> examine(ExaminedSystem patient) throws IOException, InterruptedException {
        Optional<NixConfiguration> configuration = patient.configuration();
        if (configuration.isEmpty()
                || !patient.host().isLinux()
                || !patient.host().isRoot()
                || !StorePlace.of(patient).filter(StorePlace::isOwn).isPresent()) {
            return List.of();
        }
        String group = configuration.get().text("build-users-group").orElse("");
        if (group.isEmpty() || configuration.get().isOn("auto-allocate-uids")) {
            return ok("none are needed", "the setting build-users-group");
        }
        Optional<Set<String>> users = GroupFile.of(patient).members(group);
        return users.isPresent() && !users.get().isEmpty()
                ? ok(users.get().size() + " in the group " + group, "/etc/group")
                : error(
                        users.isPresent()
                                ? "the group " + group + " has no members, so root cannot build"
                                : "there is no group " + group + ", so root cannot build",
                        "the setting build-users-group, /etc/group",
                        fix(patient, group));
    }

    private static String fix(ExaminedSystem patient, String group) {
        return patient.host().hasApt() && group.equals("nixbld")
                ? "apt-get install -y --no-install-recommends nix-setup-systemd"
                : "make the group and users in it, or add to nix.conf: build-users-group =";
    }
}
