package io.github.nixadhoc.examples;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.NixClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes clients with a store of their own, so that an example touches nothing of this machine, and needs no network. */
final class ScratchNix {

    /** The variables that tell Nix where everything is. */
    private static final Map<String, String> FOLDERS = Map.of(
            "HOME", "home",
            "XDG_CACHE_HOME", "cache",
            "XDG_STATE_HOME", "state",
            "NIX_STORE_DIR", "store",
            "NIX_STATE_DIR", "var/nix",
            "NIX_LOCALSTATE_DIR", "var",
            "NIX_LOG_DIR", "log",
            "NIX_CONF_DIR", "etc");

    private ScratchNix() {}

    /**
     * Returns a client.
     *
     * @param root an empty folder, for all that its Nix keeps
     * @param nixpkgs the flake that its packages come from
     */
    static NixClient client(Path root, String nixpkgs) throws IOException {
        Map<String, String> environment = new HashMap<>(System.getenv());
        FOLDERS.forEach((variable, folder) ->
                environment.put(variable, root.resolve(folder).toString()));
        Files.createDirectories(root.resolve("home"));
        Files.createDirectories(root.resolve("etc"));
        Files.write(root.resolve("etc/nix.conf"), List.of("build-users-group =", "sandbox = false", "substituters ="));
        Path registry = Files.writeString(root.resolve("registry.json"), "{\"version\":2,\"flakes\":[]}");
        NixClientBuilder builder = NixClient.builder()
                .nixpkgs(nixpkgs)
                .environment(environment)
                .option("flake-registry", registry.toString());
        String binary = System.getProperty("nix.binary", "");
        return (binary.isEmpty() ? builder : builder.nixBinary(Path.of(binary))).build();
    }
}
