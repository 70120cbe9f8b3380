package io.github.nixadhoc.internal.fingerprint;

import io.github.nixadhoc.internal.nix.NixBinary;
import io.github.nixadhoc.internal.nix.NixSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What every answer of Nix depends on, whatever it is asked: which Nix it is, what a client was told of it, the
 * environment, and the settings and registries of this machine.
 *
 * <p>Thread-safe.
 */
public final class NixFingerprint {

    /** Besides the variables of Nix's own: where it looks for its files, and for the store that it falls back to. */
    private static final Set<String> VARIABLES = Set.of(
            "HOME", "USER", "XDG_CONFIG_HOME", "XDG_CONFIG_DIRS", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME");

    private final NixConfigFiles files;
    private final String client;

    /**
     * Creates the circumstances of a client.
     *
     * @param settings what the client was told of its Nix
     * @param variables the variables that its Nix sees
     */
    public NixFingerprint(NixSettings settings, Map<String, String> variables) {
        this.files = new NixConfigFiles(variables, settings.options());
        this.client = digest(settings, variables);
    }

    /**
     * Returns a digest of it all as it is now, for more to be added; null where evaluation may see more than flakes, and
     * so may come to another result at any time.
     *
     * @throws IOException if a file of settings cannot be looked at
     */
    public @Nullable Digest128 hash(NixBinary binary) throws IOException {
        NixConfigFiles.Found found = files.found();
        if (found.isImpure()) {
            return null;
        }
        Digest128 hash = new Digest128();
        hash.add(client);
        hash.add(binary.path().toString());
        hash.add(binary.file().toString());
        hash.add(binary.modified().to(TimeUnit.NANOSECONDS));
        hash.add(binary.size());
        hash.add(binary.key());
        hash.add(found.digest());
        return hash;
    }

    /**
     * Returns for how long Nix takes what it has fetched for new.
     *
     * @throws IOException if a file of settings cannot be looked at
     */
    public Duration tarballTtl() throws IOException {
        return files.found().tarballTtl();
    }

    /**
     * Returns who knows where flakes come from, by the registries as they are now.
     *
     * @throws IOException if a file of settings cannot be looked at
     */
    public FlakeSourceFinder sources() throws IOException {
        NixConfigFiles.Found found = files.found();
        return new FlakeSourceFinder(files.registries(found), NixConfigFiles.globalRegistry(found.settings()));
    }

    /** What does not change while the client lives. */
    private static String digest(NixSettings settings, Map<String, String> variables) {
        Map<String, String> seen = new TreeMap<>();
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            String name = variable.getKey();
            if (name.startsWith("NIX_") || VARIABLES.contains(name)) {
                seen.put(name, variable.getValue());
            }
        }
        Digest128 hash = new Digest128();
        hash.add(System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        hash.add(settings.store());
        hash.add(settings.options());
        hash.add(seen.size());
        for (Map.Entry<String, String> variable : seen.entrySet()) {
            hash.add(variable.getKey());
            hash.add(variable.getValue());
        }
        return hash.hex();
    }
}
