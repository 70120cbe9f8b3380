package io.github.nixadhoc.internal.nix;

import io.github.nixadhoc.model.NixVersion;
import java.nio.file.Path;

/**
 * The properties of an installed Nix.
 *
 * @param binary the program, as an absolute path
 * @param version its version
 * @param system the system that it builds for, such as {@code x86_64-linux}
 * @param storeDirectory the directory of store paths, usually {@code /nix/store}
 */
public record NixInstallation(Path binary, NixVersion version, String system, String storeDirectory) {

    /** Returns the dialect of this version. */
    public NixDialect dialect() {
        return new NixDialect(version);
    }
}
