package io.github.nixadhoc.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A repository of git, whose commits need no settings of a user. */
public final class GitRepository {

    private final NixSandbox sandbox;
    private final Path folder;

    private GitRepository(NixSandbox sandbox, Path folder) {
        this.sandbox = sandbox;
        this.folder = folder;
    }

    /** Makes a folder a repository with the branch main, unless it is one. */
    public static GitRepository in(NixSandbox sandbox, Path folder) {
        GitRepository repository = new GitRepository(sandbox, folder);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        repository.git("init", "--quiet", "--initial-branch=main");
        return repository;
    }

    /** Commits all files, and returns the revision. */
    public String commit() {
        git("add", "--all");
        git("commit", "--quiet", "--message=a revision");
        return git("rev-parse", "HEAD");
    }

    /** Runs git, which has to succeed, and returns its output. */
    public String git(String... arguments) {
        List<String> command = new ArrayList<>(
                List.of("git", "-C", folder.toString(), "-c", "user.name=a", "-c", "user.email=a@example.org"));
        command.addAll(List.of(arguments));
        return sandbox.run(command, new byte[0]).text();
    }
}
