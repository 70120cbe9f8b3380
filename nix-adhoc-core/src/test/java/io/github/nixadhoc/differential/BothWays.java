package io.github.nixadhoc.differential;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.ProgramCommand;
import io.github.nixadhoc.RunCommand;
import io.github.nixadhoc.ShellCommand;
import io.github.nixadhoc.differential.Seen.Aspect;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.result.RunResult;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.NixUnderTest;
import io.github.nixadhoc.testkit.Ran;
import io.github.nixadhoc.testkit.TestResource;
import io.github.nixadhoc.testkit.Waits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs a case by the command line of a Nix and by the library, in the same sandbox. Its programs say first where they
 * are.
 */
final class BothWays extends TestResource {

    private final NixSandbox sandbox = closing(NixSandbox.create());
    private final Path directory = sandbox.root().resolve("here");
    private final Map<String, String> storePaths = new ConcurrentHashMap<>();
    private final NixClient client;

    BothWays() {
        this.client = closing(client(Map.of()));
        letProgramsSayWhereTheyAre();
    }

    NixUnderTest nix() {
        return sandbox.under();
    }

    private NixClient client(Map<String, String> inherited) {
        Map<String, String> environment = new TreeMap<>(sandbox.environment());
        environment.putAll(inherited);
        return NixClient.builder()
                .environment(environment)
                .nixBinary(nix().binary())
                .option("flake-registry", emptyRegistry().toString())
                .build();
    }

    private Path emptyRegistry() {
        return sandbox.root().resolve("empty-registry.json");
    }

    private void letProgramsSayWhereTheyAre() {
        try (Stream<Path> files = Files.list(sandbox.nixpkgs().directory())) {
            for (Path file : files.toList()) {
                String text = Files.readString(file);
                Files.writeString(file, text.replace("#!/bin/sh\\n", "#!/bin/sh\\necho $0\\n"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns what a program sees that {@code nix run} or {@code nix shell} starts. */
    Seen byNix(DifferentialCase row) {
        makeDirectory(row);
        List<String> command =
                sandbox.nixCommand(row.nixArguments(this::storePath).toArray(String[]::new));
        Ran ran = Ran.run(
                inWorldOf(row, command),
                row.nixEnvironment(sandbox.environment()),
                place(row),
                row.stdin(),
                Waits.LIMIT);
        Seen seen = seen(row, ran.stdoutBytes(), ran.stderr().getBytes(UTF_8), ran.exitCode(), "");
        return withFiles(seen);
    }

    /** Returns what a program sees that the library starts. */
    Seen byLibrary(DifferentialCase row) {
        makeDirectory(row);
        if (!row.world().isEmpty()) {
            return withFiles(byOtherJvm(row));
        }
        if (row.inherited().isEmpty()) {
            return withFiles(byLibrary(row, client));
        }
        try (NixClient own = client(row.inherited())) {
            return withFiles(byLibrary(row, own));
        }
    }

    private Seen byLibrary(DifferentialCase row, NixClient nix) {
        ProgramCommand<?> command = row.on(nix, this::storePath);
        ProgramCommand<?> here = command instanceof RunCommand run
                ? run.directory(place(row))
                : ((ShellCommand) command).directory(place(row));
        try {
            RunResult result = here.execute();
            return seen(
                    row,
                    result.stdoutBytes(),
                    result.stderrBytes(),
                    result.exitCode(),
                    result.program().toString());
        } catch (NixException e) {
            return Seen.refused("by an exception", e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    private Seen byOtherJvm(DifferentialCase row) {
        List<String> command = OtherJvm.command(row, nix().binary(), emptyRegistry());
        Ran ran = Ran.run(inWorldOf(row, command), sandbox.environment(), place(row), row.stdin(), Waits.LIMIT);
        return seen(row, ran.stdoutBytes(), ran.stderr().getBytes(UTF_8), ran.exitCode(), "");
    }

    private static List<String> inWorldOf(DifferentialCase row, List<String> command) {
        if (row.world().isEmpty()) {
            return command;
        }
        List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", row.world() + "; exec \"$@\"", "sh"));
        words.addAll(command);
        return words;
    }

    /** Nothing that runs here prints this word to stderr, and Nix prints it when it gives up. */
    private Seen seen(DifferentialCase row, byte[] stdout, byte[] stderr, int exitCode, String program) {
        String err = new String(stderr, UTF_8);
        if (exitCode != 0 && stdout.length == 0 && err.contains("error: ")) {
            return Seen.refused("by an exit code", "exit code " + exitCode + ", " + err);
        }
        Seen seen = Seen.started(row.showsAll(), stdout, stderr, exitCode);
        String saysItIs = seen.of(Aspect.STDOUT).lines().findFirst().orElse("");
        boolean says = saysItIs.matches(Pattern.quote(sandbox.storeDir().toString()) + "/[^/:\0]+/[a-z]+/[^/:\0]+");
        return says && !row.isScript() ? seen.with(Aspect.PROGRAM, program.isEmpty() ? saysItIs : program) : seen;
    }

    private Seen withFiles(Seen seen) {
        try (Stream<Path> files = Files.walk(directory)) {
            String names = files.map(directory::relativize)
                    .filter(file -> !file.startsWith(".git"))
                    .map(Path::toString)
                    .sorted()
                    .collect(Collectors.joining(" "));
            return seen.with(Aspect.FILES, names);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path place(DifferentialCase row) {
        return directory.resolve(row.place());
    }

    private void makeDirectory(DifferentialCase row) {
        try {
            if (Files.exists(directory)) {
                try (Stream<Path> files = Files.walk(directory)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
            Files.createDirectories(directory);
            row.folder().fill(directory);
            Files.createDirectories(place(row));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code {hello}} is the path of the first output of hello, {@code {hello.drv}} that of its derivation, {@code {here}} where it runs. */
    private String storePath(String installable) {
        if (!installable.startsWith("{")) {
            return installable.replace("{here}", directory.toString());
        }
        int end = installable.indexOf('}');
        String name = installable.substring(1, end);
        String path = storePaths.computeIfAbsent(
                name,
                missing -> missing.endsWith(".drv")
                        ? sandbox.nix("path-info", "--derivation", "nixpkgs#" + missing.replace(".drv", ""))
                                .text()
                        : sandbox.build("nixpkgs#" + missing).get(0).toString());
        return path + installable.substring(end + 1);
    }
}
