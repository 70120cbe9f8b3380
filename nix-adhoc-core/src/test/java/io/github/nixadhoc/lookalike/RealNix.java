package io.github.nixadhoc.lookalike;

import io.github.nixadhoc.internal.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** The real Nix, for what is compared with it, and for parts of a statement that are no part of the API. */
final class RealNix {

    private final Path binary;

    RealNix(Path binary) {
        this.binary = binary;
    }

    Path binary() {
        return binary;
    }

    /**
     * Compares what the API has told with the JSON that Nix prints, and prints that: the API has no JSON of its own.
     *
     * @param words the statement
     * @param check a comparison, which throws an {@link AssertionError}
     * @return the exit code
     */
    int compare(List<String> words, Consumer<JsonValue> check) {
        Result result = run(words);
        if (result.exitCode() == 0) {
            check.accept(JsonValue.parse(result.stdout()));
        }
        System.out.print(result.stdout());
        return result.exitCode();
    }

    /** Compares in the same way, but prints what the real Nix says to other words. */
    int compare(List<String> words, Consumer<JsonValue> check, List<String> printed) {
        check.accept(JsonValue.parse(run(words).stdout()));
        Result result = run(printed);
        System.out.print(result.stdout());
        return result.exitCode();
    }

    private Result run(List<String> words) {
        List<String> command = new ArrayList<>(List.of(binary.toString()));
        command.addAll(words);
        return start(command, Redirect.INHERIT);
    }

    /** Makes a link to a store path, which is a root too. */
    void link(Path link, String storePath, CommandLine line) {
        List<String> command = new ArrayList<>(List.of("nix-store", "--realise", storePath, "--add-root"));
        command.add(link.toString());
        String store = line.values().get("--store");
        if (store != null) {
            command.addAll(List.of("--store", store));
        }
        Result result = start(command, Redirect.DISCARD);
        if (result.exitCode() != 0) {
            throw new NotCovered("a link in this store");
        }
    }

    /** Writes the lock file of a flake as Nix does after it has evaluated the flake. The library leaves flakes alone. */
    void lock(String reference) {
        start(
                Arrays.asList(
                        binary.toString(),
                        "--extra-experimental-features",
                        "nix-command flakes",
                        "flake",
                        "lock",
                        reference),
                Redirect.DISCARD);
    }

    private record Result(int exitCode, String stdout) {}

    private static Result start(List<String> command, Redirect stderr) {
        try {
            Process process = new ProcessBuilder(command).redirectError(stderr).start();
            process.getOutputStream().close();
            String stdout = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), stdout);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
