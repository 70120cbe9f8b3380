package io.github.nixadhoc;

import java.nio.file.Path;

/** Examines, as whoever runs it, the Nix that is named by its first argument, the global registry by its second. */
final class DoctorMain {

    private DoctorMain() {}

    public static void main(String[] args) {
        try (NixClient nix = NixClient.builder()
                .nixBinary(Path.of(args[0]))
                .option("flake-registry", args[1])
                .build()) {
            Diagnosis diagnosis = nix.doctor().execute();
            System.out.println(diagnosis);
            diagnosis
                    .findings()
                    .forEach(finding -> System.out.println(
                            finding.severity() + "|" + finding.check() + "|" + finding.found() + "|" + finding.fix()));
        }
    }
}
