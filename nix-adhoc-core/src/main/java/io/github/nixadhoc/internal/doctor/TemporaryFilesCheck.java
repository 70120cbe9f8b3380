package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.internal.text.ShellQuoting;
import io.github.nixadhoc.model.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Checks whether there is room for the temporary files of Nix. */
final class TemporaryFilesCheck extends Check {

    TemporaryFilesCheck() {
        super("temporary files");
    }

    @Override
    List<Finding> examine(ExaminedSystem system) throws IOException {
        String named = system.variable("TMPDIR");
        Path folder = named.isEmpty() ? system.file("/tmp") : Path.of(named);
        if (!Files.isDirectory(folder)) {
            return error("there is no folder " + folder, "TMPDIR", "mkdir -p " + ShellQuoting.quote(folder.toString()));
        }
        if (!Files.isWritable(folder)) {
            return error(
                    system.host().user() + " may not write to " + folder,
                    "TMPDIR",
                    "set TMPDIR to a folder that " + system.host().user() + " may write to");
        }
        return FreeSpace.in(folder).assess(this, "set TMPDIR to a folder with more room");
    }
}
