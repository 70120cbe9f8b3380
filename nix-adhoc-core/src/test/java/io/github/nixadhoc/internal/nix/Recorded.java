package io.github.nixadhoc.internal.nix;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Recorded logs of real failures of three versions of Nix, in the format {@code internal-json}. */
final class Recorded {

    static final List<String> VERSIONS = List.of("2.8.0", "2.26.3", "2.34.8");

    private Recorded() {}

    /** Returns the lines of a version for a case, without progress. */
    static List<String> lines(String version, String name) {
        String resource = "log/" + version + "/" + name + ".txt";
        try (InputStream stream = Recorded.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new AssertionError("no " + resource);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the kept part of that log. */
    static NixLog log(String version, String name) {
        return log(lines(version, name));
    }

    /** Returns the kept part of a log. */
    static NixLog log(List<String> lines) {
        NixLogKeeper logKeeper = new NixLogKeeper();
        NixLogReader reader = new NixLogReader(List.of(logKeeper));
        lines.forEach(reader);
        return logKeeper.log();
    }
}
