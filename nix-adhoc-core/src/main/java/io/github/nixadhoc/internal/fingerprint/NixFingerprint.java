package io.github.nixadhoc.internal.fingerprint;

import io.github.nixadhoc.internal.nix.ConfigurationIdentity;
import io.github.nixadhoc.internal.nix.NixBinary;
import io.github.nixadhoc.internal.nix.NixSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The fingerprint of everything that each answer of Nix depends on: the binary, the settings of the client, the environment,
 * and the settings and registries of this machine.
 *
 * <p>Thread-safe.
 */
public final class NixFingerprint implements ConfigurationIdentity {

    /** The variables without Nix's prefix that lead Nix to its files and to its store. */
    private static final Set<String> VARIABLES = Set.of(
            "HOME", "USER", "XDG_CONFIG_HOME", "XDG_CONFIG_DIRS", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME");

    private final NixConfigFiles files;
    private final String client;
    private volatile @Nullable NixSnapshot latest;

    /**
     * Creates the fingerprint of a client.
     *
     * @param settings the settings of the client
     * @param variables the variables that its Nix sees
     */
    public NixFingerprint(NixSettings settings, Map<String, String> variables) {
        this.files = new NixConfigFiles(variables, settings.options());
        this.client = digest(settings, variables);
    }

    /**
     * Looks at the settings and registries of this machine.
     *
     * @return null where evaluation is impure, so that its result may change at any time
     * @throws IOException if a file of settings cannot be looked at
     */
    public @Nullable NixSnapshot snapshot(NixBinary binary) throws IOException {
        NixConfigFiles.Settings settings = files.settings();
        if (settings.isImpure()) {
            return null;
        }
        NixSnapshot before = latest;
        if (before != null && before.isOf(binary, settings)) {
            return before;
        }
        NixSnapshot now = new NixSnapshot(binary, settings, digest(binary, settings));
        latest = now;
        return now;
    }

    /**
     * Returns a digest of the binary, the settings and the environment as they are now, whether evaluation is pure or not;
     * null if a file of settings cannot be looked at. It is the digest of a {@link #snapshot} at that time.
     */
    @Override
    public @Nullable String of(NixBinary binary) {
        try {
            NixConfigFiles.Settings settings = files.settings();
            NixSnapshot before = latest;
            return before != null && before.isOf(binary, settings) ? before.digest() : digest(binary, settings);
        } catch (IOException | SecurityException e) {
            return null;
        }
    }

    /**
     * Returns a digest of a new {@link #snapshot}, to which more can be added; null where there is no snapshot.
     *
     * @throws IOException if a file of settings cannot be looked at
     */
    public @Nullable Digest128 hash(NixBinary binary) throws IOException {
        NixSnapshot snapshot = snapshot(binary);
        if (snapshot == null) {
            return null;
        }
        Digest128 hash = new Digest128();
        hash.add(snapshot.digest());
        return hash;
    }

    /**
     * Returns how long Nix uses a download without asking for a newer one, by the settings as they are now.
     *
     * @throws IOException if a file of settings cannot be looked at
     */
    public Duration tarballTtl() throws IOException {
        return files.settings().tarballTtl();
    }

    /**
     * Returns the file of the user's flake registry, whether it exists or not.
     *
     * @throws IOException if a file of settings cannot be looked at
     */
    public Path userRegistry() throws IOException {
        return files.settings().registries().get(0);
    }

    private String digest(NixBinary binary, NixConfigFiles.Settings settings) {
        Digest128 hash = new Digest128();
        hash.add(client);
        hash.add(binary.path().toString());
        hash.add(binary.file().toString());
        hash.add(binary.modified().to(TimeUnit.NANOSECONDS));
        hash.add(binary.size());
        hash.add(binary.key());
        hash.add(settings.digest());
        return hash.hex();
    }

    private static String digest(NixSettings settings, Map<String, String> variables) {
        Map<String, String> relevant = new TreeMap<>();
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            String name = variable.getKey();
            if (name.startsWith("NIX_") || VARIABLES.contains(name)) {
                relevant.put(name, variable.getValue());
            }
        }
        Digest128 hash = new Digest128();
        hash.add(System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        hash.add(settings.store());
        hash.add(settings.options());
        hash.add(relevant.size());
        for (Map.Entry<String, String> variable : relevant.entrySet()) {
            hash.add(variable.getKey());
            hash.add(variable.getValue());
        }
        return hash.hex();
    }
}
