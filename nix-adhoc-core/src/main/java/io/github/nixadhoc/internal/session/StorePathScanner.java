package io.github.nixadhoc.internal.session;

import io.github.nixadhoc.model.StorePath;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The store paths that Nix tells of: those that a text names, and the sources of flakes whose hashes it names. */
final class StorePathScanner {

    private static final Pattern SOURCE_HASH = Pattern.compile("sha256-([A-Za-z0-9+/]{43}=)");

    private final String storeDirectory;
    private final Pattern path;

    StorePathScanner(String storeDirectory) {
        this.storeDirectory = storeDirectory;
        this.path = Pattern.compile(
                Pattern.quote(storeDirectory) + "/[0-9abcdfghijklmnpqrsvwxyz]{32}-[0-9A-Za-z+._?=-]{1,211}");
    }

    Set<StorePath> in(String text) {
        Set<StorePath> mentioned = new LinkedHashSet<>();
        Matcher paths = path.matcher(text);
        while (paths.find()) {
            if (StorePath.isStorePath(paths.group())) {
                mentioned.add(StorePath.parse(paths.group()));
            }
        }
        Matcher hashes = SOURCE_HASH.matcher(text);
        while (hashes.find()) {
            mentioned.add(SourcePath.of(hashes.group(1), storeDirectory));
        }
        return mentioned;
    }
}
