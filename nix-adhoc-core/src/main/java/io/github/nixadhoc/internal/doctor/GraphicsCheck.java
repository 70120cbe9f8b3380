package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.internal.nix.HostSystem;
import io.github.nixadhoc.model.Finding;
import io.github.nixadhoc.model.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks whether graphical programs find a driver. Programs of nixpkgs look for it in the folder of NixOS only, and do
 * not find the driver of another system.
 */
public final class GraphicsCheck extends Check {

    private static final String DRIVER_OF_NIXOS = "/run/opengl-driver";

    private static final String NIXGL = "run it by nixGL: nix run --impure github:nix-community/nixGL -- PROGRAM";

    private static final String DEVICES = "/dev/dri";

    GraphicsCheck() {
        super("graphics");
    }

    @Override
    List<Finding> examine(ExaminedSystem system) throws IOException {
        return examine(system.host());
    }

    /**
     * Returns warnings about graphical programs on a machine.
     *
     * @param host the machine
     * @return one sentence for each warning; empty if nothing is missing
     */
    public static List<String> advice(HostSystem host) {
        try {
            return new GraphicsCheck()
                    .examine(host).stream()
                            .filter(finding -> finding.severity() != Severity.OK)
                            .map(finding -> "graphics: " + finding.found() + "; " + finding.fix())
                            .toList();
        } catch (IOException e) {
            // Without access to the folder of devices nothing is known.
            return List.of();
        }
    }

    private List<Finding> examine(HostSystem host) throws IOException {
        if (!host.isLinux()) {
            return List.of();
        }
        if (has(host, DRIVER_OF_NIXOS)) {
            return ok("the driver of NixOS", DRIVER_OF_NIXOS);
        }
        if (has(host, "/dev/dxg") || has(host, "/usr/lib/wsl/lib")) {
            return foreign("WSL", "/dev/dxg, /usr/lib/wsl/lib", "LD_LIBRARY_PATH=/usr/lib/wsl/lib for the program");
        }
        if (has(host, "/proc/driver/nvidia/version") || has(host, "/dev/nvidiactl")) {
            return foreign("NVIDIA", "/proc/driver/nvidia/version, /dev/nvidiactl", NIXGL);
        }
        List<Path> devices = devices(host);
        if (devices.isEmpty()) {
            return note("no GPU: programs draw without", DEVICES, "none needed, but for programs that insist on one");
        }
        Optional<Path> closed =
                devices.stream().filter(device -> !Files.isReadable(device)).findFirst();
        return closed.isPresent()
                ? warning(
                        host.user() + " may not use " + closed.get(),
                        DEVICES,
                        (host.isRoot() ? "" : "sudo ") + "usermod -aG render,video " + host.user()
                                + ", then log in again")
                : foreign("Mesa", DEVICES, NIXGL);
    }

    private static boolean has(HostSystem host, String absolute) {
        return Files.exists(host.resolve(absolute));
    }

    private List<Finding> foreign(String driver, String evidence, String fix) {
        return note(driver + ", which programs of nixpkgs do not find by themselves outside of NixOS", evidence, fix);
    }

    private static List<Path> devices(HostSystem host) throws IOException {
        Path folder = host.resolve(DEVICES);
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
