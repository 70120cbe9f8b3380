package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.model.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Do graphical programs find a driver? Those of nixpkgs look for it where NixOS has it, and find none of another system's.
 */
final class GraphicsCheck implements Check {

    private static final String DRIVER_OF_NIXOS = "/run/opengl-driver";

    private static final String NIXGL = "run it by nixGL: nix run --impure github:nix-community/nixGL -- PROGRAM";

    private static final String DEVICES = "/dev/dri";

    @Override
    public String name() {
        return "graphics";
    }

    @Override
    public List<Finding> examine(Patient patient) throws IOException {
        if (!patient.host().isLinux()) {
            return List.of();
        }
        if (patient.has(DRIVER_OF_NIXOS)) {
            return ok("the driver of NixOS", DRIVER_OF_NIXOS);
        }
        if (patient.has("/dev/dxg") || patient.has("/usr/lib/wsl/lib")) {
            return foreign("WSL", "/dev/dxg, /usr/lib/wsl/lib", "LD_LIBRARY_PATH=/usr/lib/wsl/lib for the program");
        }
        if (patient.has("/proc/driver/nvidia/version") || patient.has("/dev/nvidiactl")) {
            return foreign("NVIDIA", "/proc/driver/nvidia/version, /dev/nvidiactl", NIXGL);
        }
        List<Path> devices = devices(patient);
        if (devices.isEmpty()) {
            return note("no GPU: programs draw without", DEVICES, "none needed, but for programs that insist on one");
        }
        Optional<Path> closed =
                devices.stream().filter(device -> !Files.isReadable(device)).findFirst();
        return closed.isPresent()
                ? warning(
                        patient.host().user() + " may not use " + closed.get(),
                        DEVICES,
                        patient.asRoot("usermod -aG render,video "
                                        + patient.host().user()) + ", then log in again")
                : foreign("Mesa", DEVICES, NIXGL);
    }

    private List<Finding> foreign(String driver, String evidence, String fix) {
        return note(driver + ", which programs of nixpkgs do not find by themselves outside of NixOS", evidence, fix);
    }

    private static List<Path> devices(Patient patient) throws IOException {
        Path folder = patient.file(DEVICES);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> devices = Files.list(folder)) {
            return devices.filter(device -> device.getFileName().toString().startsWith("renderD"))
                    .sorted()
                    .toList();
        }
    }
}
