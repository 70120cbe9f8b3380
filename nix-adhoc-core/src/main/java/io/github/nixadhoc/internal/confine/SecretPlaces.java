package io.github.nixadhoc.internal.confine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The usual places of a user's keys, tokens, and sockets of agents that hold them. */
final class SecretPlaces {

    private static final List<String> IN_HOME = List.of(
            ".ssh",
            ".gnupg",
            ".aws",
            ".azure",
            ".kube",
            ".docker",
            ".mozilla",
            ".thunderbird",
            ".password-store",
            ".terraform.d",
            ".netrc",
            ".git-credentials",
            ".npmrc",
            ".pypirc",
            ".pgpass",
            ".my.cnf",
            ".vault-token",
            ".cargo/credentials.toml",
            ".gem/credentials",
            ".m2/settings.xml",
            ".Xauthority");

    private static final List<String> IN_CONFIG = List.of(
            "gcloud",
            "gh",
            "glab-cli",
            "nix",
            "op",
            "rclone",
            "sops",
            "containers/auth.json",
            "google-chrome",
            "chromium");

    private static final List<String> IN_DATA = List.of("keyrings", "kwalletd");

    private static final List<String> VARIABLES = List.of(
            "SSH_AUTH_SOCK",
            "NIX_DAEMON_SOCKET_PATH",
            "XDG_RUNTIME_DIR",
            "XAUTHORITY",
            "GNUPGHOME",
            "PASSWORD_STORE_DIR",
            "AWS_CONFIG_FILE",
            "AWS_SHARED_CREDENTIALS_FILE",
            "AZURE_CONFIG_DIR",
            "CLOUDSDK_CONFIG",
            "DOCKER_CONFIG",
            "GOOGLE_APPLICATION_CREDENTIALS",
            "KUBECONFIG",
            "NETRC");

    private SecretPlaces() {}

    /**
     * Returns the places, whether they exist or not.
     *
     * @param outside the environment of the client, in which variables may name other places
     */
    static List<Path> of(Map<String, String> outside) {
        List<Path> places = new ArrayList<>();
        for (String home : List.of(System.getProperty("user.home"), outside.getOrDefault("HOME", ""))) {
            addIn(home, IN_HOME, places);
            addIn(home + "/.config", IN_CONFIG, places);
            addIn(home + "/.local/share", IN_DATA, places);
        }
        addIn(outside.getOrDefault("XDG_CONFIG_HOME", ""), IN_CONFIG, places);
        addIn(outside.getOrDefault("XDG_DATA_HOME", ""), IN_DATA, places);
        for (String name : VARIABLES) {
            // a variable may contain several paths
            addIn("/", List.of(outside.getOrDefault(name, "").split(":")), places);
        }
        return places;
    }

    private static void addIn(String folder, List<String> names, List<Path> places) {
        if (folder.startsWith("/")) {
            names.stream()
                    .filter(name -> !name.isEmpty())
                    .map(name -> Path.of(folder).resolve(name))
                    .forEach(places::add);
        }
    }
}
