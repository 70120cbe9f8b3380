package io.github.nixadhoc.lookalike;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.CollectGarbageCommand;
import io.github.nixadhoc.CopyCommand;
import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.StoreVerifyCommand;
import io.github.nixadhoc.internal.json.JsonValue;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.RegistryEntry;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.model.StorePathInfo;
import io.github.nixadhoc.result.Closure;
import io.github.nixadhoc.result.StoreVerification;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The statements that ask for what is in a store, or change it, and those about the registry. */
final class StoreStatements {

    private final NixClient client;
    private final CommandLine line;
    private final RealNix real;
    private final List<String> words;
    private final PrintStream out;
    private final Installables installables;

    StoreStatements(NixClient client, CommandLine line, RealNix real, List<String> words, PrintStream out) {
        this.client = client;
        this.line = line;
        this.real = real;
        this.words = words;
        this.out = out;
        this.installables = new Installables(line);
    }

    int run() {
        return switch (line.subcommand()) {
            case "path-info" -> pathInfo();
            case "why-depends" -> whyDepends();
            case "log" -> log();
            case "copy" -> copy();
            case "registry list" -> registry();
            case "registry add" -> addToRegistry();
            case "registry remove" -> {
                client.removeFromRegistry(word(0, 1)).execute();
                yield 0;
            }
            case "registry pin" -> {
                client.pinInRegistry(word(0, 1)).execute();
                yield 0;
            }
            case "store verify" -> verify();
            case "store delete" -> {
                client.deletePaths(installables.storePaths()).execute();
                yield 0;
            }
            case "store repair" ->
                client.repairStore().paths(installables.storePaths()).execute().isComplete() ? 0 : 1;
            case "store gc" -> collectGarbage();
            case "store ping", "store info" -> {
                System.err.println("Store URL: " + client.storeInfo().execute().url());
                yield 0;
            }
            default -> throw new NotCovered("the subcommand " + line.subcommand());
        };
    }

    private String word(int index, int count) {
        if (line.positional().size() != count) {
            throw new NotCovered(line.subcommand() + " in another form");
        }
        return line.positional().get(index);
    }

    private int pathInfo() {
        Closure closure = client.pathInfo(installables.all()).execute();
        if (line.has("--json")) {
            return real.compare(words, answer -> compare(closure, answer));
        }
        if (!closure.isInStore()) {
            System.err.println("error: path is not valid");
            return 1;
        }
        List<StorePath> paths = line.has("--recursive")
                ? closure.paths().stream().map(StorePathInfo::path).toList()
                : closure.roots();
        for (StorePath path : paths) {
            StorePathInfo info = closure.find(path).orElseThrow();
            out.println(path
                    + (line.has("--size") ? "\t" + info.narSize().bytes() : "")
                    + (line.has("--closure-size") ? "\t" + info.closureSize().bytes() : ""));
        }
        return 0;
    }

    /** Newer versions print an object, older ones a list. */
    private static void compare(Closure closure, JsonValue answer) {
        Map<String, JsonValue> told = new HashMap<>();
        if (answer.isArray()) {
            answer.items().forEach(each -> told.put(name(each.get("path").text()), each));
        } else {
            JsonValue byPath = answer.members().getOrDefault("info", answer);
            byPath.members().forEach((path, each) -> told.put(name(path), each));
        }
        for (StorePath root : closure.roots()) {
            JsonValue expected = told.get(name(root.value()));
            boolean isThere =
                    expected != null && !expected.isNull() && expected.members().containsKey("narSize");
            Optional<StorePathInfo> info = closure.find(root);
            assertThat(info.isPresent()).as(root.value()).isEqualTo(isThere);
            if (expected != null && isThere && info.isPresent()) {
                assertThat(info.get().narSize().bytes())
                        .isEqualTo(expected.get("narSize").count());
                assertThat(info.get().references().stream().map(each -> name(each.value())))
                        .containsExactlyInAnyOrderElementsOf(expected.get("references").texts().stream()
                                .map(StoreStatements::name)
                                .toList());
            }
        }
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private int whyDepends() {
        StorePath from = Installables.storePath(word(0, 2));
        StorePath to = Installables.storePath(word(1, 2));
        List<StorePath> chain = client.pathInfo(from.value()).execute().why(to);
        if (chain.isEmpty()) {
            System.err.println("'" + from + "' does not depend on '" + to + "'");
        }
        for (int i = 0; i < chain.size(); i++) {
            out.println((i == 0 ? "" : "    ".repeat(i - 1) + "└───") + chain.get(i));
        }
        return 0;
    }

    private int log() {
        Optional<String> log = client.buildLog(word(0, 1)).execute();
        log.ifPresentOrElse(out::print, () -> System.err.println("error: build log is not available"));
        return log.isPresent() ? 0 : 1;
    }

    /** Nix builds what it copies to another store, the library copies what is there. */
    private int copy() {
        String to = line.values().get("--to");
        String from = line.values().get("--from");
        if ((to == null) == (from == null)) {
            throw new NotCovered("copy between two other stores");
        }
        List<Installable> all = installables.all();
        if (to != null) {
            client.prefetch(all).execute();
        }
        CopyCommand command = client.copy(all).checkSignatures(!line.has("--no-check-sigs"));
        (to == null ? command.from(from) : command.to(to)).execute();
        return 0;
    }

    private int registry() {
        for (RegistryEntry entry : client.registry().execute()) {
            String kind = entry.kind() == RegistryEntry.Kind.FLAG
                    ? "flags"
                    : entry.kind().name().toLowerCase(Locale.ROOT);
            out.println(String.format("%-6s %s %s", kind, entry.from(), entry.to()));
        }
        return 0;
    }

    private int addToRegistry() {
        String reference = word(1, 2);
        boolean isRelative = reference.startsWith(".");
        client.addToRegistry(
                        word(0, 2),
                        isRelative
                                ? Path.of(reference)
                                        .toAbsolutePath()
                                        .normalize()
                                        .toString()
                                : reference)
                .execute();
        return 0;
    }

    private int verify() {
        StoreVerifyCommand command =
                client.verifyStore().checkContents(!line.has("--no-contents")).checkTrust(!line.has("--no-trust"));
        if (line.has("--recursive")) {
            List<StorePathInfo> all =
                    client.pathInfo(installables.all()).execute().paths();
            command = command.paths(all.stream().map(StorePathInfo::path).toList());
        } else if (!line.has("--all")) {
            command = command.paths(installables.storePaths());
        }
        StoreVerification result = command.execute();
        if (!result.isClean()) {
            System.err.println(result);
        }
        return result.isClean() ? 0 : 1;
    }

    private int collectGarbage() {
        CollectGarbageCommand command = client.collectGarbage();
        System.err.println((line.has("--dry-run") ? command.dryRun() : command).execute());
        return 0;
    }
}
