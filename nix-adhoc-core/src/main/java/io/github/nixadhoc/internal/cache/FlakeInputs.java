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
 * The inputs of a local flake.
 *
 * @param floating whether an input is in no lock file, so that Nix looks for its newest version each time
 * @param folders the folders on this machine that are inputs
 */
record FlakeInputs(boolean floating, Set<Path> folders) {

    private static final FlakeInputs NONE = new FlakeInputs(false, Set.of());

    private static final Pattern OUTPUTS = Pattern.compile("\\boutputs\\s*=");

    /** A function of {@code self} alone, or of all arguments under one name. Any other name would be an input. */
    private static final Pattern OUTPUTS_OF_SELF = Pattern.compile(
            "\\boutputs\\s*+=\\s*+(?:\\{\\s*+self\\s*+,?+\\s*+(?:\\.\\.\\.\\s*+)?+}|[A-Za-z_]\\w*+)\\s*+:");

    FlakeInputs {
        folders = Set.copyOf(folders);
    }

    /**
     * Returns the inputs of a flake. Asks Nix for them, unless the text of the flake shows that there are none.
     *
     * @param reference the flake reference
     * @param flake the folder of the flake
     * @param directory the directory from which a relative reference starts
     * @return null if the changes of an input cannot be observed
     */
    static @Nullable FlakeInputs of(
            String reference, Path flake, @Nullable Path directory, NixCli nix, Deadline deadline) throws IOException {
        if (hasNone(flake)) {
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

    /** Returns whether the text of a flake shows that it has no inputs. */
    static boolean hasNone(Path flake) throws IOException {
        return hasNone(Files.readString(flake.resolve("flake.nix"), StandardCharsets.ISO_8859_1));
    }

    /** Returns whether the text of a {@code flake.nix} shows that it has no inputs. */
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
                    // relative to another input
                    return null;
                }
            } else if (place.startsWith("file:") || place.startsWith("/")) {
                return null;
            }
        }
        return new FlakeInputs(floating, folders);
    }
}
