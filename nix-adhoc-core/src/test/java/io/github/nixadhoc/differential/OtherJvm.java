package io.github.nixadhoc.differential;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.result.RunResult;
import java.nio.file.Path;
import java.util.List;

/**
 * A JVM of its own for what a JVM cannot change about itself: its umask, the signals it ignores, its limits. It runs one
 * row of the table in the environment it has, and ends as the program did.
 */
final class OtherJvm {

    private OtherJvm() {}

    static List<String> command(DifferentialCase row, Path nix, Path registry) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                OtherJvm.class.getName(),
                row.toString(),
                nix.toString(),
                registry.toString());
    }

    public static void main(String[] arguments) {
        DifferentialCase row = DifferentialTable.rows()
                .filter(candidate -> candidate.toString().equals(arguments[0]))
                .findFirst()
                .orElseThrow();
        int exitCode;
        try (NixClient nix = NixClient.builder()
                .nixBinary(Path.of(arguments[1]))
                .option("flake-registry", arguments[2])
                .build()) {
            RunResult result = row.on(nix, name -> name).execute();
            System.out.writeBytes(result.stdoutBytes());
            System.err.writeBytes(result.stderrBytes());
            exitCode = result.exitCode();
        } catch (NixException e) {
            System.err.println("error: " + e);
            exitCode = 1;
        }
        System.out.flush();
        System.exit(exitCode);
    }
}
