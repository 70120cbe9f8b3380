package io.github.nixadhoc.internal.nix;

import io.github.nixadhoc.model.NixVersion;
import java.nio.file.Path;

/**
 * A Nix that has been found and asked who it is.
 *
 * @param binary the program, as an absolute path
 * @param version its version
 * @param system the system that it builds for, such as {@code x86_64-linux}
 * @param storeDirectory where store paths begin, usually {@code /nix/store}
 */
public record NixInstallation(Path binary, NixVersion version, String system, String storeDirectory) {

    /** Returns what this version can do. */
    public NixDialect dialect() {
        return new NixDialect(version);
    }
}
