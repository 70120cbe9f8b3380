package io.github.nixadhoc.internal.cache;

import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.json.JsonValue;
import io.github.nixadhoc.internal.nix.NixCall;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.model.Phase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a local flake takes from elsewhere.
 *
 * @param floating whether one of its inputs is in no lock file, so that Nix looks each time for what it is now
 * @param folders the folders on this machine that inputs come from
 */
record FlakeInputs(boolean floating, Set<Path> folders) {

    private static final FlakeInputs NONE = new FlakeInputs(false, Set.of());

    private static final Pattern OUTPUTS = Pattern.compile("\\boutputs\\s*=");

    /** A function that takes {@code self} alone, or all of it by one name; any other name would be an input. */
    private static final Pattern OUTPUTS_OF_SELF =
            Pattern.compile("\\boutputs\\s*=\\s*(?:\\{\\s*self\\s*,?\\s*(?:\\.\\.\\.\\s*)?}|[A-Za-z_]\\w*)\\s*:");

    FlakeInputs {
        folders = Set.copyOf(folders);
    }

    /**
     * Returns the inputs of a flake. Nix is asked for them unless it is plain that there are none.
     *
     * @param reference the flake reference
     * @param flake the folder that it leads to
     * @param directory where a relative reference starts from
     * @return null if they are of a kind that cannot be looked at
     */
    static @Nullable FlakeInputs of(
            String reference, Path flake, @Nullable Path directory, NixCli nix, Deadline deadline) throws IOException {
        if (areNoneOf(flake)) {
            return NONE;
        }
        NixCall call = new NixCall("nix", List.of("flake", "metadata", "--json", reference), Phase.RESOLVE, directory);
        JsonValue metadata = JsonValue.parse(nix.run(call, deadline).stdout());
        Path lock = flake.resolve("flake.lock");
        Set<String> locked = Files.isRegularFile(lock)
                ? JsonValue.parse(Files.readString(lock)).get("nodes").members().keySet()
                : Set.of("root");
        return read(metadata.get("locks"), locked);
    }

    /** Returns whether it is plain that a flake has no inputs. */
    static boolean areNoneOf(Path flake) throws IOException {
        return hasNone(Files.readString(flake.resolve("flake.nix"), StandardCharsets.ISO_8859_1));
    }

    /** Whether the text of a {@code flake.nix} leaves no doubt. */
    static boolean hasNone(String text) {
        if (text.contains("inputs") || text.contains("\"outputs\"")) {
            return false;
        }
        int outputs = 0;
        Matcher all = OUTPUTS.matcher(text);
        Matcher ofSelf = OUTPUTS_OF_SELF.matcher(text);
        while (all.find()) {
            if (!ofSelf.find(all.start()) || ofSelf.start() != all.start()) {
                return false;
            }
            outputs++;
        }
        return outputs > 0;
    }

    static @Nullable FlakeInputs read(JsonValue locks, Set<String> locked) {
        String root = locks.get("root").text();
        boolean floating = false;
        Set<Path> folders = new LinkedHashSet<>();
        for (Map.Entry<String, JsonValue> node : locks.get("nodes").members().entrySet()) {
            if (node.getKey().equals(root)) {
                continue;
            }
            floating |= !locked.contains(node.getKey());
            JsonValue source = node.getValue().get("locked");
            String type = source.get("type").text();
            String place = type.equals("path")
                    ? source.get("path").text()
                    : source.get("url").isNull() ? "" : source.get("url").text();
            if (type.equals("path")) {
                if (place.startsWith("/")) {
                    folders.add(Path.of(place));
                } else if (!node.getValue().get("parent").isArray()
                        || !node.getValue().get("parent").items().isEmpty()) {
                    // relative to an input, or to who knows what
                    return null;
                }
            } else if (place.startsWith("file:") || place.startsWith("/")) {
                return null;
            }
        }
        return new FlakeInputs(floating, folders);
    }
}
