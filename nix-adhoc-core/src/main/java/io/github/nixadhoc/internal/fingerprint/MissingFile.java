package io.github.nixadhoc.internal.fingerprint;

import io.github.nixadhoc.error.EvaluationException;
import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.FlakeNotFoundException;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.internal.text.ShellQuoting;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The cause of a file that Nix misses in the source of a flake: git does not track it, or the reference names a folder that
 * is not there. Nix says neither before version 2.34.
 */
public final class MissingFile {

    private static final Pattern IN_SOURCE =
            Pattern.compile("/[0-9a-df-np-sv-z]{32}-[^/'\"]+/(?<file>[^'\"]+)['\"].*(?:No such file|does not exist)"
                    + "|does not contain a '/?(?<untracked>[^']+)'");

    private MissingFile() {}

    /**
     * Returns a failure with the cause and its remedy if it is about such a file; else the failure itself.
     *
     * @param failure the failure of a call
     * @param references the flake references of the call
     * @param start the directory from which relative references start
     * @param finder a finder of the sources of flakes
     */
    public static NixException explained(
            NixException failure, Collection<String> references, Path start, FlakeSourceFinder finder) {
        if (!(failure instanceof EvaluationException || failure instanceof FlakeNotFoundException)) {
            return failure;
        }
        Matcher missing = IN_SOURCE.matcher(failure.shortMessage());
        if (!missing.find()) {
            return failure;
        }
        String file = missing.group("file") == null ? missing.group("untracked") : missing.group("file");
        for (String reference : references) {
            Optional<Path> repository = repository(finder.find(reference, start));
            if (repository.isPresent() && SourceWay.isThere(repository.get().resolve(file))) {
                return failure.withFailure(untracked(failure, repository.get(), file));
            }
            if (FlakeSourceFinder.isFolderOf(reference, file)) {
                return new FlakeNotFoundException(noFolder(failure, reference, file));
            }
        }
        return failure;
    }

    private static Optional<Path> repository(@Nullable FlakeSource source) {
        return Optional.ofNullable(source == null ? null : source.root())
                .filter(root -> SourceWay.isThere(root.resolve(".git")));
    }

    private static Failure untracked(NixException failure, Path repository, String file) {
        return Failure.of(
                file + " is there, but git does not track it, so Nix does not see it: " + failure.shortMessage(),
                failure.command(),
                failure.phase().orElse(null),
                failure.log(),
                "make it visible to Nix: git -C " + ShellQuoting.quote(repository.toString()) + " add "
                        + ShellQuoting.quote(file));
    }

    private static Failure noFolder(NixException failure, String reference, String file) {
        return Failure.of(
                "the flake " + reference + " was not found: there is no folder " + file + " in its source",
                failure.command(),
                failure.phase().orElse(null),
                failure.log(),
                "check the parameter dir of the flake reference");
    }
}
