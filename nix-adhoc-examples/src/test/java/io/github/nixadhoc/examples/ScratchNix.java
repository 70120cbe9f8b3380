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

    private ScratchNix() {}

    /**
     * Returns a client.
     *
     * @param root an empty folder, for all that its Nix keeps
     * @param nixpkgs the flake that its packages come from
     */
    static NixClient client(Path root, String nixpkgs) throws IOException {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("HOME", root.resolve("home").toString());
        environment.put("XDG_CACHE_HOME", root.resolve("cache").toString());
        environment.put("XDG_STATE_HOME", root.resolve("state").toString());
        environment.put("NIX_STORE_DIR", root.resolve("store").toString());
        environment.put("NIX_STATE_DIR", root.resolve("var/nix").toString());
        environment.put("NIX_LOCALSTATE_DIR", root.resolve("var").toString());
        environment.put("NIX_LOG_DIR", root.resolve("log").toString());
        environment.put("NIX_CONF_DIR", root.resolve("etc").toString());
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
