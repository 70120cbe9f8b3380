package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.internal.nix.UserFolders;
import io.github.nixadhoc.model.Finding;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Checks that Nix can write to the folders of the user for its cache, its state and its data. */
final class UserFoldersCheck extends Check {

    UserFoldersCheck() {
        super("user folders");
    }

    @Override
    List<Finding> examine(ExaminedSystem system) {
        List<Finding> findings = new ArrayList<>();
        Set<String> seen = new LinkedHashSet<>();
        for (UserFolders.UserFolder folder :
                new UserFolders(system.variables()).all().values()) {
            // Nix only reads its settings
            if (!folder.topic().equals("settings")) {
                folder.fault()
                        .filter(fault -> seen.add(fault.remedy()))
                        .ifPresent(fault -> findings.addAll(error(fault.what(), folder.variable(), fault.remedy())));
            }
        }
        return findings.isEmpty() ? ok("Nix can write to them", "HOME, XDG_CACHE_HOME") : findings;
    }
}
