package io.github.nixadhoc.internal.fingerprint;

import io.github.nixadhoc.error.UnexpectedOutputException;
import io.github.nixadhoc.internal.json.JsonValue;
import io.github.nixadhoc.model.StorePath;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the sources of flakes from their references and from the registries that are files, without a process.
 *
 * <p>A reference that is not understood with certainty has no source, and answers about it are not cached.
 */
public final class FlakeSourceFinder {

    private static final Pattern LOCKED = Pattern.compile("[/=][0-9a-f]{40}(?:$|[/?&])|[?&]narHash=");
    private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9+.-]*:.*");
    private static final Pattern ID = Pattern.compile("(?:flake:)?([a-zA-Z][a-zA-Z0-9_-]*)(?:/([^?]*))?(?:\\?.*)?");
    private static final Pattern REMOTE =
            Pattern.compile("(?:github|gitlab|sourcehut|https?|(?:tarball|file|git)\\+https?|git\\+ssh|git):.*");
    private static final int MAX_STEPS = 20;

    private static final Path ROOT = Path.of("/");

    private final List<Path> registries;
    private final @Nullable Path global;

    /**
     * Creates a finder.
     *
     * @param registries the registries, in the order in which Nix searches them
     * @param global the one of these that Nix does not always read; null if there is none
     */
    FlakeSourceFinder(List<Path> registries, @Nullable Path global) {
        this.registries = List.copyOf(registries);
        this.global = global;
    }

    /** Returns whether a reference means the same in every directory. */
    public static boolean isAbsolute(String reference) {
        return reference.startsWith("/")
                || reference.startsWith("path:/")
                || reference.startsWith("git+file:/")
                || REMOTE.matcher(reference).matches()
                || ID.matcher(reference).matches();
    }

    /** Returns whether a file is the folder that a reference names by its parameter {@code dir}, or one above that. */
    static boolean isFolderOf(String reference, String file) {
        String folder = parameter(reference, "dir");
        return folder != null && (folder + "/").startsWith(file + "/");
    }

    /**
     * Returns the source of a flake; null if it is not certain.
     *
     * @param reference its reference
     * @param directory the directory from which relative references start
     */
    public @Nullable FlakeSource find(String reference, Path directory) {
        try {
            if (reference.startsWith("path:")) {
                return parameter(reference, "narHash") != null
                        ? FlakeSource.LOCKED
                        : ofFolder(directory, file(reference, "path:"), parameter(reference, "dir"));
            }
            if (reference.startsWith("git+file:")) {
                return LOCKED.matcher(reference).find()
                        ? FlakeSource.LOCKED
                        : LocalFlake.ofRepository(directory, file(reference, "git+file:"), parameter(reference, "dir"));
            }
            if (reference.startsWith("/") || reference.startsWith(".")) {
                return LocalFlake.ofPlace(directory, file(reference, ""), parameter(reference, "dir"));
            }
            if (REMOTE.matcher(reference).matches()) {
                return LOCKED.matcher(reference).find() ? FlakeSource.LOCKED : FlakeSource.FLOATING;
            }
            var id = ID.matcher(reference);
            if (!id.matches() || SCHEME.matcher(reference).matches() && !reference.startsWith("flake:")) {
                return null;
            }
            return ofEntry(id.group(1), id.group(2), LOCKED.matcher(reference).find());
        } catch (IOException | IllegalArgumentException | UnexpectedOutputException e) {
            return null;
        }
    }

    /** A store path that is not there yet does not need to be looked at, since its content is certain. */
    private static @Nullable FlakeSource ofFolder(Path directory, String path, @Nullable String below)
            throws IOException {
        return StorePath.isStorePath(path) && !SourceWay.isThere(Path.of(path))
                ? FlakeSource.LOCKED
                : LocalFlake.ofFolder(directory, path, below);
    }

    private @Nullable FlakeSource ofEntry(String id, @Nullable String rest, boolean locked) throws IOException {
        if (locked) {
            return FlakeSource.LOCKED;
        }
        String name = id;
        String reference = rest;
        boolean uncertain = false;
        for (int step = 0; step < MAX_STEPS; step++) {
            Path registry = null;
            JsonValue to = null;
            for (Path candidate : registries) {
                to = entry(candidate, name, reference);
                if (to != null) {
                    registry = candidate;
                    break;
                }
            }
            if (to == null || registry == null) {
                // only the global registry can have the entry
                return FlakeSource.FLOATING;
            }
            uncertain |= registry.equals(global);
            if (!"indirect".equals(to.get("type").textOrNull())) {
                FlakeSource source = target(to);
                return source != null && uncertain ? source.alsoFloating() : source;
            }
            name = to.get("id").text();
            String changed = to.get("ref").textOrNull();
            reference = changed == null ? reference : changed;
        }
        return null;
    }

    private static @Nullable JsonValue entry(Path registry, String id, @Nullable String reference) throws IOException {
        if (!Files.isRegularFile(registry)) {
            return null;
        }
        for (JsonValue flake :
                JsonValue.parse(Files.readString(registry)).get("flakes").items()) {
            JsonValue from = flake.get("from");
            String ref = from.get("ref").textOrNull();
            boolean exact = !flake.get("exact").isNull() && flake.get("exact").bool();
            boolean matches = ref == null ? !exact || reference == null : ref.equals(reference);
            if (id.equals(from.get("id").textOrNull()) && matches) {
                return flake.get("to");
            }
        }
        return null;
    }

    private static @Nullable FlakeSource target(JsonValue to) throws IOException {
        if (!to.get("rev").isNull() || !to.get("narHash").isNull()) {
            return FlakeSource.LOCKED;
        }
        String below = to.get("dir").textOrNull();
        return switch (to.get("type").text()) {
            case "path" -> {
                String path = to.get("path").text();
                yield path.startsWith("/") ? ofFolder(ROOT, path, below) : null;
            }
            case "git" -> {
                String url = to.get("url").text();
                yield !url.startsWith("file:")
                        ? FlakeSource.FLOATING
                        : url.startsWith("file:///")
                                ? LocalFlake.ofRepository(ROOT, decoded(url.substring(7)), below)
                                : null;
            }
            case "github", "gitlab", "sourcehut" -> FlakeSource.FLOATING;
            case "tarball", "file" -> to.get("url").text().startsWith("http") ? FlakeSource.FLOATING : null;
            default -> null;
        };
    }

    /** Returns the file that a reference names: the part between its scheme and its parameters. */
    private static String file(String reference, String scheme) {
        int end = reference.indexOf('?');
        String file = reference.substring(scheme.length(), end < 0 ? reference.length() : end);
        if (scheme.isEmpty()) {
            return file;
        }
        return decoded(file.startsWith("///") ? file.substring(2) : file);
    }

    private static @Nullable String parameter(String reference, String name) {
        int query = reference.indexOf('?');
        if (query < 0) {
            return null;
        }
        for (String parameter : reference.substring(query + 1).split("&", -1)) {
            if (parameter.startsWith(name + "=")) {
                return decoded(parameter.substring(name.length() + 1));
            }
        }
        return null;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
