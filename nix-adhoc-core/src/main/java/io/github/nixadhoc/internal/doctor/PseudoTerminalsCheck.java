package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.model.Finding;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Checks whether there are pseudo-terminals, to which Nix connects the output of builders. */
final class PseudoTerminalsCheck extends Check {

    private static final String DEVICE = "/dev/ptmx";

    private static final String FOLDER = "/dev/pts";

    PseudoTerminalsCheck() {
        super("terminals");
    }

    @Override
    List<Finding> examine(ExaminedSystem system) {
        if (!system.host().isLinux()) {
            return List.of();
        }
        Path device = system.file(DEVICE);
        try (FileChannel opened = FileChannel.open(device, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return opened.isOpen() && system.has(FOLDER)
                    ? ok("builds have pseudo-terminals", DEVICE)
                    : missing(system, "there is no " + FOLDER);
        } catch (IOException e) {
            return missing(system, DEVICE + " cannot be opened");
        }
    }

    private List<Finding> missing(ExaminedSystem system, String evidence) {
        return error(
                "there are no pseudo-terminals, so Nix cannot build without a daemon",
                evidence,
                system.asRoot("mkdir -p " + FOLDER) + " && " + system.asRoot("mount -t devpts devpts " + FOLDER)
                        + " && " + system.asRoot("ln -sf pts/ptmx " + DEVICE));
    }
}
