package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.internal.nix.GitRepositories;
import io.github.nixadhoc.internal.text.ShellQuoting;
import io.github.nixadhoc.model.Finding;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Checks whether there is a git, which Nix runs for flakes in git repositories. */
final class GitCheck extends Check {

    private final Path workingDirectory;

    GitCheck() {
        this(Path.of(""));
    }

    GitCheck(Path workingDirectory) {
        super("git");
        this.workingDirectory = workingDirectory;
    }

    @Override
    List<Finding> examine(ExaminedSystem system) throws InterruptedException {
        Optional<Path> git = system.program("git");
        if (git.isPresent()) {
            return examine(system, git.get());
        }
        return warning(
                "there is none, so flakes in git repositories cannot be read",
                "PATH",
                system.host().hasApt() ? system.asRoot("apt-get install -y git") : "install git");
    }

    /** Looks at the repository that this JVM works in, which may belong to another user. */
    private List<Finding> examine(ExaminedSystem system, Path git) throws InterruptedException {
        Optional<Path> foreign = GitRepositories.foreignAround(workingDirectory);
        if (foreign.isEmpty() || system.executor().isEmpty() || isTrusted(system, git, foreign.get())) {
            return ok(git.toString(), "PATH");
        }
        return warning(
                "it does not read the repository of another user: " + foreign.get(),
                "the owner of " + foreign.get(),
                "if you trust it: git config --global --add safe.directory "
                        + ShellQuoting.quote(foreign.get().toString()));
    }

    private static boolean isTrusted(ExaminedSystem system, Path git, Path repository) throws InterruptedException {
        List<String> question = List.of(git.toString(), "-C", repository.toString(), "rev-parse", "--git-dir");
        return ExaminedSystem.run(system.executor().orElseThrow(), system.environment(), question)
                .termination()
                .isSuccess();
    }
}
