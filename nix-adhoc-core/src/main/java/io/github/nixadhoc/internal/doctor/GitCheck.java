package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.model.Finding;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Can flakes in git repositories be read? Nix runs git for them. */
final class GitCheck implements Check {

    @Override
    public String name() {
        return "git";
    }

    @Override
    public List<Finding> examine(ExaminedSystem patient) {
        Optional<Path> git = patient.program("git");
        return git.isPresent()
                ? ok(git.get().toString(), "PATH")
                : warning(
                        "there is none, so flakes in git repositories cannot be read",
                        "PATH",
                        patient.host().hasApt() ? patient.asRoot("apt-get install -y git") : "install git");
    }
}
