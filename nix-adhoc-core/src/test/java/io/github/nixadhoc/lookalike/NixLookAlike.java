package io.github.nixadhoc.lookalike;

import io.github.nixadhoc.CollectGarbageCommand;
import io.github.nixadhoc.CopyCommand;
import io.github.nixadhoc.EvalCommand;
import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.NixClientBuilder;
import io.github.nixadhoc.ProgramCommand;
import io.github.nixadhoc.StoreVerifyCommand;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.event.NixEvent;
import io.github.nixadhoc.lookalike.CommandLine.Argument;
import io.github.nixadhoc.lookalike.CommandLine.NotCovered;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.NixValue;
import io.github.nixadhoc.model.RegistryEntry;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.model.StorePathInfo;
import io.github.nixadhoc.result.Closure;
import io.github.nixadhoc.result.PrefetchedPackage;
import io.github.nixadhoc.result.StoreVerification;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A {@code nix} that carries out command lines through the public API. The functional tests of Nix run it in the place of
 * the real one, for the statements that the API covers ({@code .ci/nix-functional-tests.sh}).
 */
public final class NixLookAlike {

    /** The exit code that leaves a command line to the real Nix. */
    private static final int NOT_COVERED = 123;

    private final NixClient client;
    private final CommandLine line;
    private final PrintStream out;

    private NixLookAlike(NixClient client, CommandLine line, PrintStream out) {
        this.client = client;
        this.line = line;
        this.out = out;
    }

    /**
     * Carries out a command line.
     *
     * @param arguments the real nix, and the words that a test has passed to {@code nix}
     */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        int exitCode;
        try {
            CommandLine line = CommandLine.parse(Arrays.asList(arguments).subList(1, arguments.length));
            try (NixClient client = client(Path.of(arguments[0]), line)) {
                exitCode = new NixLookAlike(client, line, out).run();
            }
        } catch (NotCovered e) {
            exitCode = NOT_COVERED;
        } catch (NixException | IllegalArgumentException e) {
            System.err.println("error: " + e.getMessage());
            exitCode = 1;
        }
        out.flush();
        System.exit(exitCode);
    }

    private static NixClient client(Path binary, CommandLine line) {
        NixClientBuilder builder = NixClient.builder().nixBinary(binary);
        String store = line.values().get("--store");
        if (store != null) {
            builder.store(store);
        }
        line.settings().forEach(builder::option);
        return builder.listener(event -> {
                    if (event instanceof NixEvent.Message message && message.level() != NixEvent.Level.PROGRESS) {
                        System.err.println(message.text());
                    }
                })
                .build();
    }

    private int run() {
        return switch (line.subcommand()) {
            case "run" -> runProgram();
            case "shell" -> runInShell();
            case "build" -> build();
            case "path-info" -> pathInfo();
            case "eval" -> eval();
            case "log" -> log();
            case "registry list" -> registry();
            case "store verify" -> verify();
            case "store delete" -> delete();
            case "store repair" -> repair();
            case "copy" -> copy();
            case "registry add" -> addToRegistry();
            case "registry remove" -> removeFromRegistry();
            case "store gc" -> collectGarbage();
            case "store ping", "store info" -> storeInfo();
            default -> throw new NotCovered(line.subcommand());
        };
    }

    private int runProgram() {
        return exitCode(client.run(single()).args(line.trailing()));
    }

    private int runInShell() {
        if (line.trailing().isEmpty()) {
            throw new NotCovered("shell without packages or a command");
        }
        List<String> command = line.trailing();
        return exitCode(client.shell(installables())
                .command(command.get(0), command.subList(1, command.size()).toArray(String[]::new)));
    }

    private <C extends ProgramCommand<C>> int exitCode(C command) {
        C chosen = line.has("--refresh") ? command.refresh() : command;
        return chosen.inheritIO().execute().exitCode();
    }

    private int build() {
        if (!line.has("--no-link") || line.has("--json") || line.has("--dry-run")) {
            throw new NotCovered("build with a link");
        }
        List<PrefetchedPackage> built =
                client.prefetch(installables()).execute().packages();
        if (line.has("--print-out-paths")) {
            built.forEach(each -> each.storePaths().forEach(out::println));
        }
        return 0;
    }

    private int pathInfo() {
        if (line.has("--json") || line.has("--all")) {
            throw new NotCovered("path-info in another form");
        }
        Closure closure = client.pathInfo(installables()).execute();
        if (!closure.isInStore()) {
            System.err.println("error: path is not valid");
            return 1;
        }
        List<StorePath> paths = line.has("--recursive")
                ? closure.paths().stream().map(StorePathInfo::path).toList()
                : closure.roots();
        paths.forEach(out::println);
        return 0;
    }

    private int eval() {
        if (!line.has("--raw") && !line.has("--json")) {
            throw new NotCovered("eval in another form");
        }
        EvalCommand command = client.eval(single());
        String function = line.values().get("--apply");
        NixValue value = (function == null ? command : command.apply(function)).execute();
        if (line.has("--raw")) {
            out.print(value.text());
        } else {
            out.println(value);
        }
        return 0;
    }

    private int log() {
        if (line.positional().size() != 1) {
            throw new NotCovered("log of several installables");
        }
        Optional<String> log = client.buildLog(line.positional().get(0)).execute();
        log.ifPresentOrElse(out::print, () -> System.err.println("error: build log is not available"));
        return log.isPresent() ? 0 : 1;
    }

    private int registry() {
        client.registry().execute().stream().map(RegistryEntry::toString).forEach(out::println);
        return 0;
    }

    private int verify() {
        StoreVerifyCommand command =
                client.verifyStore().checkContents(!line.has("--no-contents")).checkTrust(!line.has("--no-trust"));
        if (!line.has("--all")) {
            command = command.paths(storePaths());
        }
        StoreVerification result = command.execute();
        if (!result.isClean()) {
            System.err.println(result);
        }
        return result.isClean() ? 0 : 1;
    }

    private int repair() {
        return client.repairStore().paths(storePaths()).execute().isComplete() ? 0 : 1;
    }

    private int delete() {
        client.deletePaths(storePaths()).execute();
        return 0;
    }

    private int copy() {
        String to = line.values().get("--to");
        String from = line.values().get("--from");
        if ((to == null) == (from == null) || line.has("--all")) {
            throw new NotCovered("copy between two other stores");
        }
        CopyCommand command = client.copy(installables()).checkSignatures(!line.has("--no-check-sigs"));
        if (to == null) {
            // what is to be evaluated may have a store path that only a build tells
            List<StorePath> unused = storePaths();
            command.from(from).execute();
        } else {
            // a copy of the library builds nothing
            client.prefetch(installables()).execute();
            command.to(to).execute();
        }
        return 0;
    }

    private int addToRegistry() {
        if (line.positional().size() != 2) {
            throw new NotCovered("registry add in another form");
        }
        client.addToRegistry(line.positional().get(0), line.positional().get(1)).execute();
        return 0;
    }

    private int removeFromRegistry() {
        if (line.positional().size() != 1) {
            throw new NotCovered("registry remove in another form");
        }
        client.removeFromRegistry(line.positional().get(0)).execute();
        return 0;
    }

    private int collectGarbage() {
        if (line.values().containsKey("--max")) {
            throw new NotCovered("--max");
        }
        CollectGarbageCommand command = client.collectGarbage();
        System.err.println((line.has("--dry-run") ? command.dryRun() : command).execute());
        return 0;
    }

    private int storeInfo() {
        if (line.has("--json") || line.has("--refresh")) {
            throw new NotCovered("store info in another form");
        }
        System.err.println("Store URL: " + client.storeInfo().execute().url());
        return 0;
    }

    private List<StorePath> storePaths() {
        return line.positional().stream().map(NixLookAlike::storePath).toList();
    }

    private static StorePath storePath(String text) {
        if (!StorePath.isStorePath(text)) {
            throw new NotCovered("a path that is no store path");
        }
        return StorePath.parse(text);
    }

    private List<Installable> installables() {
        String file = line.values().get("--file");
        String expression = line.values().get("--expr");
        if (file == null && expression == null) {
            if (line.positional().isEmpty()) {
                throw new NotCovered("no installable");
            }
            return line.positional().stream().map(this::installable).toList();
        }
        boolean isBuilt = List.of("build", "copy").contains(line.subcommand());
        if (line.positional().isEmpty() && isBuilt) {
            throw new NotCovered("what may be a set of packages");
        }
        List<String> attributes = line.positional().isEmpty() ? List.of("") : line.positional();
        return attributes.stream()
                .map(attribute -> file == null ? expression(expression, attribute) : file(file, attribute))
                .toList();
    }

    private Installable expression(String text, String attribute) {
        Installable.Expression code =
                attribute.isEmpty() ? Installable.expression(text) : Installable.expression(text, attribute);
        for (Argument argument : line.arguments()) {
            code = argument.isExpression()
                    ? code.argumentExpression(argument.name(), argument.value())
                    : code.argument(argument.name(), argument.value());
        }
        return code;
    }

    private Installable file(String name, String attribute) {
        Path path = Path.of(name);
        if (!Files.exists(path)) {
            throw new NotCovered("a file that is looked up by Nix");
        }
        Installable.NixFile code = attribute.isEmpty() ? Installable.file(path) : Installable.file(path, attribute);
        for (Argument argument : line.arguments()) {
            code = argument.isExpression()
                    ? code.argumentExpression(argument.name(), argument.value())
                    : code.argument(argument.name(), argument.value());
        }
        return code;
    }

    /** A reference without an attribute means the default package; a path of a link is a form that the API lacks. */
    private Installable installable(String word) {
        if (word.startsWith("/") && !word.contains("#") && !StorePath.isStorePath(word)
                || word.startsWith("./result")) {
            throw new NotCovered("a link or file as an installable");
        }
        Installable parsed = Installable.parse(word);
        if (line.overrides().isEmpty()) {
            return parsed;
        }
        if (!(parsed instanceof Installable.FlakeOutput output)) {
            throw new NotCovered("an override of what is no output of a flake");
        }
        Installable.FlakeOutput changed = output;
        for (Map.Entry<String, String> override : line.overrides().entrySet()) {
            changed = changed.overrideInput(override.getKey(), override.getValue());
        }
        return changed;
    }

    private Installable single() {
        List<Installable> all = installables();
        if (all.size() != 1) {
            throw new NotCovered("several installables");
        }
        return all.get(0);
    }
}
