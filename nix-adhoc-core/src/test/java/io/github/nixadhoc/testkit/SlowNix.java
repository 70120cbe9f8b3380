package io.github.nixadhoc.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A Nix that waits for a moment before each call, as on a busy machine. */
public final class SlowNix {

    private static final List<String> TOOLS =
            List.of("nix", "nix-store", "nix-collect-garbage", "nix-env", "nix-instantiate");

    private SlowNix() {}

    /**
     * Creates the programs.
     *
     * @param folder the folder for them, which is created
     * @param nix the Nix that they call
     * @return the path of the slow nix
     */
    public static Path in(Path folder, Path nix) throws IOException {
        Files.createDirectories(folder);
        for (String tool : TOOLS) {
            Path script = Files.writeString(
                    folder.resolve(tool), "#!/bin/sh\nsleep 0.4\nexec '" + nix.resolveSibling(tool) + "' \"$@\"\n");
            if (!script.toFile().setExecutable(true)) {
                throw new IOException("cannot be made executable: " + script);
            }
        }
        return folder.resolve("nix");
    }
}
