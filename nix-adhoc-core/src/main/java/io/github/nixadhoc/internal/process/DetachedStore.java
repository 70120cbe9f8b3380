package io.github.nixadhoc.internal.process;

import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.ProgramStartException;
import io.github.nixadhoc.internal.file.PrivateFolder;
import io.github.nixadhoc.internal.file.UserFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The detached programs of a user: a folder for each, in {@code nix-adhoc/detached} of the user's state folder. */
public final class DetachedStore {

    private static final int MAX_ENDED = 100;

    private final @Nullable Path folder;

    private final Map<String, String> environment;

    private DetachedStore(@Nullable Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = Map.copyOf(environment);
    }

    /** Returns the store of the user of an environment. */
    public static DetachedStore of(Map<String, String> environment) {
        return new DetachedStore(UserFolder.ofState("detached", environment), environment);
    }

    /** Returns the environment of the client. */
    public Map<String, String> environment() {
        return environment;
    }

    /** Creates the folder of a new program, and deletes those of the oldest ended programs if there are too many. */
    public DetachedFolder create(String name) throws IOException {
        if (folder == null) {
            throw new ProgramStartException(Failure.of(
                    "there is no place to keep detached programs in: neither XDG_STATE_HOME nor HOME is an absolute path",
                    "set HOME in the environment of the client"));
        }
        Path unused = PrivateFolder.create(folder);
        list().stream().filter(program -> !program.isRunning()).skip(MAX_ENDED).forEach(DetachedHandle::forget);
        String number = Integer.toString(ThreadLocalRandom.current().nextInt(1 << 20, 1 << 25), 36);
        String id = name.replaceAll("[^A-Za-z0-9_.-]", "") + "-" + number;
        // other users must not read the output of the program
        return new DetachedFolder(Files.createDirectory(
                folder.resolve(id),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
    }

    /** Returns all programs, the latest first. */
    public List<DetachedHandle> list() {
        if (folder == null || !Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(folder)) {
            return folders.filter(PrivateFolder::isOwn)
                    .map(path -> new DetachedFolder(path).program())
                    .flatMap(Optional::stream)
                    .sorted(Comparator.comparing(DetachedHandle::startedAt).reversed())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Finds a program by its id. */
    public Optional<DetachedHandle> find(String id) {
        boolean valid = id.matches("[A-Za-z0-9_.-]+") && !id.startsWith(".");
        return folder == null || !valid || !PrivateFolder.isOwn(folder.resolve(id))
                ? Optional.empty()
                : new DetachedFolder(folder.resolve(id)).program();
    }
}
