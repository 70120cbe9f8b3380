package io.github.nixadhoc.internal.session;

import io.github.nixadhoc.model.StorePath;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A scanner for store paths in the output of Nix. It finds the paths in a text, and the sources of flakes whose hashes
 * are in it.
 */
final class StorePathScanner {

    private static final Pattern SOURCE_HASH = Pattern.compile("sha256-([A-Za-z0-9+/]{43}=)");

    private final String storeDirectory;
    private final Pattern path;

    StorePathScanner(String storeDirectory) {
        this.storeDirectory = storeDirectory;
        this.path = Pattern.compile(
                Pattern.quote(storeDirectory) + "/[0-9abcdfghijklmnpqrsvwxyz]{32}-[0-9A-Za-z+._?=-]{1,211}");
    }

    Set<StorePath> scan(String text) {
        Set<StorePath> found = new LinkedHashSet<>();
        Matcher paths = path.matcher(text);
        while (paths.find()) {
            if (StorePath.isStorePath(paths.group())) {
                found.add(StorePath.parse(paths.group()));
            }
        }
        Matcher hashes = SOURCE_HASH.matcher(text);
        while (hashes.find()) {
            found.add(SourcePath.of(hashes.group(1), storeDirectory));
        }
        return found;
    }
}
