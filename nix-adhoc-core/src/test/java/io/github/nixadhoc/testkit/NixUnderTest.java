package io.github.nixadhoc.testkit;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Nix that the tests run on: the system property {@code nix.binary}, else the one on the PATH, else
 * one in the usual places. Without one the tests fail; they are never skipped.
 *
 * @param binary  the absolute path of {@code nix}
 * @param version such as {@code 2.26.3}
 */
public record NixUnderTest(Path binary, String version) {

    private static final Pattern VERSION = Pattern.compile("nix \\(Nix\\) (\\d+\\.\\d+\\S*)");
    private static final List<String> USUAL_PLACES =
            List.of("/usr/bin/nix", "/nix/var/nix/profiles/default/bin/nix", "/run/current-system/sw/bin/nix");

    /** The Nix under test; the same all the time. */
    public static NixUnderTest get() {
        return Holder.NIX;
    }

    /** The tool of the same Nix, such as {@code nix-store}. */
    public Path tool(String name) {
        return binary.resolveSibling(name);
    }

    /** Whether this Nix is at least, say, 2.26. */
    public boolean isAtLeast(int major, int minor) {
        String[] parts = version.split("\\.", -1);
        int ownMajor = Integer.parseInt(parts[0]);
        int ownMinor = Integer.parseInt(parts[1].replaceAll("\\D.*", ""));
        return ownMajor > major || (ownMajor == major && ownMinor >= minor);
    }

    private static NixUnderTest find() {
        Path binary = candidates().stream()
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError("""
                        These tests run on a real Nix, and there is none. Install it \
                        (Debian and Ubuntu: apt-get install -y --no-install-recommends nix-bin), \
                        let mvn verify -Dnix.install=true do so, \
                        or name one with -Dnix.binary=/path/to/nix."""));
        String said = Ran.run(
                        List.of(binary.toString(), "--version"),
                        Map.of("HOME", System.getProperty("java.io.tmpdir")),
                        Path.of("/"),
                        new byte[0],
                        Duration.ofSeconds(30))
                .text();
        Matcher version = VERSION.matcher(said);
        if (!version.find()) {
            throw new AssertionError(binary + " does not say its version: " + said);
        }
        return new NixUnderTest(binary, version.group(1));
    }

    private static List<Path> candidates() {
        String named = System.getProperty("nix.binary", "");
        if (!named.isEmpty()) {
            Path binary = Path.of(named).toAbsolutePath();
            if (!Files.isExecutable(binary)) {
                throw new AssertionError("-Dnix.binary=" + named + " is no program");
            }
            return List.of(binary);
        }
        List<Path> candidates = new ArrayList<>();
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        for (String directory : path.split(File.pathSeparator, -1)) {
            if (directory.startsWith("/")) {
                candidates.add(Path.of(directory, "nix"));
            }
        }
        USUAL_PLACES.forEach(place -> candidates.add(Path.of(place)));
        return candidates;
    }

    private static final class Holder {
        static final NixUnderTest NIX = find();
    }
}
