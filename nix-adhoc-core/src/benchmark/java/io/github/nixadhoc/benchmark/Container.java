package io.github.nixadhoc.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A container that sees the system of the host, read-only, and the store at its own place: no image is unpacked for it, and no
 * layers are put on top of one another, so that it starts as quickly as any.
 */
final class Container {

    private static final List<String> LINKS = List.of("bin", "lib", "lib64", "sbin");

    private final Path bundle;
    private final Map<String, String> environment = System.getenv();

    private Container(Path bundle) {
        this.bundle = bundle;
    }

    /**
     * Makes what a container is started from.
     *
     * @param bundle an empty folder
     * @param visible what it is to see of the host besides {@code /usr}
     * @param command what runs in it
     */
    static Container of(Path bundle, List<Path> visible, List<String> command) {
        try {
            Path root = Files.createDirectories(bundle.resolve("rootfs"));
            for (String link : LINKS) {
                Files.createSymbolicLink(root.resolve(link), Path.of("usr", link));
            }
            List<Path> mounted = new ArrayList<>(List.of(Path.of("/usr")));
            mounted.addAll(visible);
            List<String> mounts = new ArrayList<>(List.of(
                    "{\"destination\":\"/proc\",\"type\":\"proc\",\"source\":\"proc\"}",
                    "{\"destination\":\"/dev\",\"type\":\"tmpfs\",\"source\":\"tmpfs\"}"));
            for (Path each : mounted) {
                mounts.add("{\"destination\":\"" + each + "\",\"type\":\"bind\",\"source\":\"" + each
                        + "\",\"options\":[\"rbind\",\"ro\"]}");
            }
            Files.writeString(
                    bundle.resolve("config.json"),
                    "{\"ociVersion\":\"1.0.0\",\"process\":{\"user\":{\"uid\":0,\"gid\":0},\"cwd\":\"/\",\"args\":[\""
                            + String.join("\",\"", command) + "\"],\"env\":[\"PATH=/usr/bin\"]},"
                            + "\"root\":{\"path\":\"rootfs\"},\"mounts\":[" + String.join(",", mounts) + "],"
                            + "\"linux\":{\"namespaces\":[{\"type\":\"pid\"},{\"type\":\"network\"},{\"type\":\"ipc\"},"
                            + "{\"type\":\"uts\"},{\"type\":\"mount\"}]}}");
            return new Container(bundle);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns what makes the container, runs it and deletes it; empty where there is no runc that can. */
    Optional<Runnable> runc() {
        return working(List.of("runc", "run", "--bundle", bundle.toString(), "nix-adhoc-benchmark"));
    }

    /** Returns the same with an engine in front of the runtime; empty where there is no podman that can. */
    Optional<Runnable> podman(List<Path> visible, List<String> command) {
        List<String> words = new ArrayList<>(List.of(
                "podman", "--runtime", "runc", "run", "--rm", "--network=none", "--ulimit", "nofile=1024:1024"));
        words.addAll(List.of("--ulimit", "nproc=1024:1024", "--volume", "/usr:/usr:ro"));
        visible.forEach(each -> words.addAll(List.of("--volume", each + ":" + each + ":ro")));
        words.addAll(List.of("--rootfs", bundle.resolve("rootfs").toString()));
        words.addAll(command);
        return working(words);
    }

    private Optional<Runnable> working(List<String> words) {
        Runnable run = () -> BenchmarkNix.bare(words, environment);
        try {
            run.run();
            return Optional.of(run);
        } catch (RuntimeException e) {
            System.err.println("not compared with: " + words.get(0) + ", since " + e.getMessage());
            return Optional.empty();
        }
    }
}
