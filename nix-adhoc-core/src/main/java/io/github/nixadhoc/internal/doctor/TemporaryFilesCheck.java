package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.internal.text.ShellQuoting;
import io.github.nixadhoc.model.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Is there room for what is made while Nix downloads and builds? */
final class TemporaryFilesCheck implements Check {

    @Override
    public String name() {
        return "temporary files";
    }

    @Override
    public List<Finding> examine(ExaminedSystem patient) throws IOException {
        String named = patient.variable("TMPDIR");
        Path folder = named.isEmpty() ? patient.file("/tmp") : Path.of(named);
        if (!Files.isDirectory(folder)) {
            return error("there is no folder " + folder, "TMPDIR", "mkdir -p " + ShellQuoting.quote(folder.toString()));
        }
        if (!Files.isWritable(folder)) {
            return error(
                    patient.host().user() + " may not write to " + folder,
                    "TMPDIR",
                    "set TMPDIR to a folder that " + patient.host().user() + " may write to");
        }
        return FreeSpace.in(folder).judged(this, "set TMPDIR to a folder with more room");
    }
}
