package io.github.nixadhoc;

import java.nio.file.Path;

/**
 * Runs the doctor as the current user. The first argument names the Nix, the second the global registry; without
 * arguments both are searched.
 */
final class DoctorMain {

    private DoctorMain() {}

    public static void main(String[] args) {
        NixClientBuilder builder = NixClient.builder();
        if (args.length > 0) {
            builder.nixBinary(Path.of(args[0])).option("flake-registry", args[1]);
        }
        try (NixClient nix = builder.build()) {
            nix.doctor()
                    .execute()
                    .findings()
                    .forEach(finding -> System.out.println(
                            finding.severity() + "|" + finding.check() + "|" + finding.found() + "|" + finding.fix()));
        }
    }
}
