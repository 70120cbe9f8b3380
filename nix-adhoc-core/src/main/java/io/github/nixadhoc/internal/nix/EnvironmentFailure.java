package io.github.nixadhoc.internal.nix;

import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.FileAccessException;
import io.github.nixadhoc.error.FlakeNotFoundException;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.StoreUnavailableException;
import io.github.nixadhoc.internal.text.ShellQuoting;
import io.github.nixadhoc.model.Termination;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The failures that the machine causes and not what Nix works at. The message of Nix tells little about them, so the machine is
 * looked at.
 */
final class EnvironmentFailure {

    private static final int SIGKILL = 9;

    private static final Pattern FORBIDDEN = Pattern.compile("Permission denied|Operation not permitted");

    /** The complaints of git about a repository of another user, of which Nix 2.8 reports the exit code only. */
    private static final Pattern GIT_REFUSES = Pattern.compile("program 'git' failed with exit code 12[89]");

    private static final String KILLED =
            "something killed Nix, most often the kernel because the memory was used up: free some"
                    + " or allow more, and see what dmesg says";

    private static final String CRASHED =
            "Nix itself broke off: try again; if it happens again, see Nix.doctor().execute(), and"
                    + " look for damage of the store: Nix.verifyStore().execute()";

    private final UserFolders folders;
    private final DaemonAccess daemon;

    EnvironmentFailure(NixSettings settings, HostSystem host) {
        this(new UserFolders(settings.variables()), DaemonAccess.of(host, settings.variables()));
    }

    EnvironmentFailure(UserFolders folders, DaemonAccess daemon) {
        this.folders = folders;
        this.daemon = daemon;
    }

    /**
     * Returns the failure of a call with its true cause, or unchanged if the machine did not cause it.
     *
     * @param failure the failure as its message tells it
     * @param call the call
     * @param termination the end of the process
     */
    NixException explained(NixException failure, NixCall call, Termination termination) {
        Optional<UserFolders.Fault> fault = folders.faultIn(failure.shortMessage());
        if (fault.isPresent()) {
            return new FileAccessException(Failure.of(
                    fault.get().what() + " (" + failure.shortMessage() + ")",
                    failure.command(),
                    failure.phase().orElse(null),
                    failure.log(),
                    fault.get().remedy()));
        }
        if (termination instanceof Termination.Signaled signaled) {
            return withHint(failure, signaled.signal() == SIGKILL ? KILLED : CRASHED);
        }
        if (failure instanceof StoreUnavailableException
                && FORBIDDEN.matcher(failure.shortMessage()).find()
                && daemon.isClosed()) {
            return withHint(failure, "the Nix daemon is there, but this user may not use it: " + daemon.remedy());
        }
        if (failure instanceof FlakeNotFoundException
                && GIT_REFUSES.matcher(failure.shortMessage()).find()) {
            return foreignRepository(call)
                    .map(folder -> withHint(
                            failure,
                            "the repository belongs to another user; if you trust it: git config --global --add"
                                    + " safe.directory " + ShellQuoting.quote(folder.toString())))
                    .orElse(failure);
        }
        return failure;
    }

    private static NixException withHint(NixException failure, String hint) {
        return failure.withFailure(Failure.of(
                failure.shortMessage(), failure.command(), failure.phase().orElse(null), failure.log(), hint));
    }

    /** Returns the repository of another user in which the flake of a call lies. */
    private static Optional<Path> foreignRepository(NixCall call) {
        Path directory = call.directory() == null ? Path.of("") : call.directory();
        for (String argument : call.arguments()) {
            String reference = argument.replaceFirst("[#?].*", "").replaceFirst("^git\\+file:(?://)?", "");
            if (reference.startsWith("/") || reference.startsWith(".")) {
                Optional<Path> found = GitRepositories.foreignAround(directory.resolve(reference));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }
}
