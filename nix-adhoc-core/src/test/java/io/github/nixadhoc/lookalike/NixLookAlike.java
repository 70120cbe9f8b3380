package io.github.nixadhoc.lookalike;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.NixClientBuilder;
import io.github.nixadhoc.error.NixException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A {@code nix} that carries out command lines through the public API. The functional tests of Nix run it in the place of
 * the real one, for the statements that the API covers ({@code .ci/nix-functional-tests.sh}).
 *
 * <p>The first line of a file tells the script what became of a statement: {@code carried} out, {@code left} to the real
 * Nix, {@code failed}, or {@code differs} from what Nix says.
 */
public final class NixLookAlike {

    private NixLookAlike() {}

    /**
     * Carries out a command line.
     *
     * @param arguments the real nix, the file for the outcome, and the words that a test has passed to {@code nix}
     */
    public static void main(String[] arguments) {
        Path outcome = Path.of(arguments[1]);
        List<String> words = Arrays.asList(arguments).subList(2, arguments.length);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        int exitCode = 1;
        try {
            CommandLine line = CommandLine.parse(words);
            RealNix real = new RealNix(Path.of(arguments[0]));
            try (NixClient client = client(real.binary(), line)) {
                exitCode = run(client, line, real, words, out);
            }
            tell(outcome, "carried");
        } catch (NotCovered e) {
            tell(outcome, "left\t" + e.getMessage());
        } catch (AssertionError e) {
            tell(outcome, "differs\t" + firstLine(e));
        } catch (NixException | IllegalArgumentException | UnsupportedOperationException e) {
            Optional<String> limit = KnownLimit.of(e);
            System.err.println("error: " + e.getMessage());
            tell(
                    outcome,
                    limit.map("left\t"::concat)
                            .orElse("failed\t" + e.getClass().getSimpleName() + ": " + firstLine(e)));
        }
        out.flush();
        System.exit(exitCode);
    }

    private static int run(NixClient client, CommandLine line, RealNix real, List<String> words, PrintStream out) {
        return switch (line.subcommand()) {
            case "run", "shell", "build", "eval", "search", "flake metadata", "flake info", "flake show" ->
                new FlakeStatements(client, line, real, words, out).run();
            default -> new StoreStatements(client, line, real, words, out).run();
        };
    }

    private static NixClient client(Path binary, CommandLine line) {
        NixClientBuilder builder =
                NixClient.builder().nixBinary(binary).listener(new PrintedLog(line.has("--print-build-logs")));
        String store = line.values().get("--store");
        if (store != null) {
            builder.store(store);
        }
        line.settings().forEach(setting -> builder.option(setting.name(), setting.value()));
        return builder.build();
    }

    private static String firstLine(Throwable failure) {
        boolean isDifference = failure instanceof AssertionError;
        String text = String.valueOf(failure.getMessage()).strip();
        return isDifference
                ? text.replaceAll("\\s+", " ")
                : text.lines().findFirst().orElse("");
    }

    private static void tell(Path file, String outcome) {
        try {
            Files.writeString(file, outcome + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
