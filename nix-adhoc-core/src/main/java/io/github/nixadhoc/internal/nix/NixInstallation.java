package io.github.nixadhoc.internal.nix;

import io.github.nixadhoc.model.NixVersion;
import java.nio.file.Path;

/**
 * The properties of an installed Nix under its present settings, as it tells them itself.
 *
 * @param binary the program, as an absolute path
 * @param version its version
 * @param system the system whose packages it takes, such as {@code x86_64-linux}
 * @param storeDirectory the directory of store paths, usually {@code /nix/store}
 * @param store the address of its store, such as {@code auto}, {@code daemon} or {@code local?root=/dir}
 */
public record NixInstallation(Path binary, NixVersion version, String system, String storeDirectory, String store) {

    /** Returns the dialect of this version. */
    public NixDialect dialect() {
        return new NixDialect(version);
    }
}
