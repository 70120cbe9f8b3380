package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.model.Finding;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Checks whether there is a git, which Nix runs for flakes in git repositories. */
final class GitCheck implements Check {

    @Override
    public String name() {
        return "git";
    }

    @Override
    public List<Finding> examine(ExaminedSystem system) {
        Optional<Path> git = system.program("git");
        return git.isPresent()
                ? ok(git.get().toString(), "PATH")
                : warning(
                        "there is none, so flakes in git repositories cannot be read",
                        "PATH",
                        system.host().hasApt() ? system.asRoot("apt-get install -y git") : "install git");
    }
}
