package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.model.Finding;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks the build users, which root needs for builds without a daemon. */
final class BuildUsersCheck extends Check {

    BuildUsersCheck() {
        super("build users");
    }

    @Override
    List<Finding> examine(ExaminedSystem system) throws IOException, InterruptedException {
        Optional<NixConfiguration> configuration = system.configuration();
        if (configuration.isEmpty()
                || !system.host().isLinux()
                || !system.host().isRoot()
                || !StorePlace.of(system).filter(StorePlace::isOwn).isPresent()) {
            return List.of();
        }
        String group = configuration.get().text("build-users-group").orElse("");
        if (group.isEmpty() || configuration.get().isOn("auto-allocate-uids")) {
            return ok("none are needed", "the setting build-users-group");
        }
        Optional<Set<String>> users = GroupFile.of(system).members(group);
        return users.isPresent() && !users.get().isEmpty()
                ? ok(users.get().size() + " in the group " + group, "/etc/group")
                : error(
                        users.isPresent()
                                ? "the group " + group + " has no members, so root cannot build"
                                : "there is no group " + group + ", so root cannot build",
                        "the setting build-users-group, /etc/group",
                        fix(system, group));
    }

    private static String fix(ExaminedSystem system, String group) {
        return system.host().hasApt() && group.equals("nixbld")
                ? "apt-get install -y --no-install-recommends nix-setup-systemd"
                : "make the group and users in it, or add to nix.conf: build-users-group =";
    }
}
