package io.github.nixadhoc.lookalike;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.EvalCommand;
import io.github.nixadhoc.FlakeInfoCommand;
import io.github.nixadhoc.FlakeOutputsCommand;
import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.PackageHit;
import io.github.nixadhoc.ProgramCommand;
import io.github.nixadhoc.SearchCommand;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.internal.json.JsonValue;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.NixValue;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.result.FlakeInfo;
import io.github.nixadhoc.result.FlakeOutputs;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The statements that evaluate. */
final class FlakeStatements {

    private static final String NO_OUTPUT =
            "value: builtins.isPath value || builtins.isString value && (builtins.match \".*[.]drv\" value != null"
                    + " || builtins.length (builtins.attrNames (builtins.getContext value)) != 1)";

    private final NixClient client;
    private final CommandLine line;
    private final RealNix real;
    private final List<String> words;
    private final PrintStream out;
    private final Installables installables;

    FlakeStatements(NixClient client, CommandLine line, RealNix real, List<String> words, PrintStream out) {
        this.client = client;
        this.line = line;
        this.real = real;
        this.words = words;
        this.out = out;
        this.installables = new Installables(line);
    }

    int run() {
        int exitCode = switch (line.subcommand()) {
            case "run" -> runProgram();
            case "shell" -> runInShell();
            case "build" -> build();
            case "eval" -> eval();
            case "search" -> search();
            case "flake show" -> show();
            default -> metadata();
        };
        boolean mayLock = line.overrides().isEmpty() && !line.has("--no-write-lock-file") && !installables.isCode();
        if (mayLock) {
            List<String> given = line.positional().isEmpty() ? List.of(".") : line.positional();
            given.stream()
                    .map(word -> word.replaceFirst("#.*", ""))
                    .filter(word -> !StorePath.isStorePath(word))
                    .forEach(real::lock);
        }
        return exitCode;
    }

    private int runProgram() {
        List<String> words = line.positional().isEmpty()
                ? List.of()
                : line.positional().subList(1, line.positional().size());
        return exitCode(client.run(installables.first()).args(words));
    }

    private int runInShell() {
        if (line.trailing().isEmpty()) {
            throw new NotCovered("a shell without a command");
        }
        List<String> command = line.trailing();
        return exitCode(client.shell(installables.all())
                .command(command.get(0), command.subList(1, command.size()).toArray(String[]::new)));
    }

    private <C extends ProgramCommand<C>> int exitCode(C command) {
        C chosen = line.has("--refresh") ? command.refresh() : command;
        return chosen.inheritIO().execute().exitCode();
    }

    private int build() {
        boolean mayLink = !line.has("--no-link");
        prefetch();
        if (mayLink || line.has("--print-out-paths") || line.has("--json")) {
            List<Installable> all = installables.all();
            List<List<StorePath>> built = all.stream().map(this::chosen).toList();
            if (mayLink) {
                link(all, built);
            }
            if (line.has("--print-out-paths")) {
                built.forEach(paths -> paths.forEach(out::println));
            }
            return line.has("--json") ? real.compare(words, answer -> compareBuilt(built, answer)) : 0;
        }
        return 0;
    }

    private void prefetch() {
        requireOrdinary();
        client.prefetch(installables.all()).execute();
    }

    /** Rejects paths, which the library refuses, and texts that it takes for a store path and Nix does not. */
    private void requireOrdinary() {
        for (Installable installable : installables.all()) {
            boolean isOther = installable instanceof Installable.FlakeOutput output
                    && output.outputs().isEmpty()
                    && !output.fragment().isEmpty()
                    && isNoOutput(installable);
            if (isOther) {
                throw new NotCovered("a path or a text that is no output for Nix");
            }
        }
    }

    private boolean isNoOutput(Installable installable) {
        try {
            return client.eval(installable).apply(NO_OUTPUT).execute().toBoolean();
        } catch (NixException e) {
            return false;
        }
    }

    /** Returns the outputs that a shell has: a prefetched package may have another one, for its program. */
    private List<StorePath> chosen(Installable installable) {
        return client.shell(List.of(installable)).command("any").plan().storePaths();
    }

    private void link(List<Installable> all, List<List<StorePath>> built) {
        String name = line.value("--out-link", "result");
        for (int i = 0; i < built.size(); i++) {
            List<String> outputs = all.get(i).outputs();
            if (built.get(i).size() != 1 || outputs.size() > 1 || outputs.contains("*")) {
                throw new NotCovered("links to several outputs");
            }
            String suffix = outputs.isEmpty() || outputs.contains("out") ? "" : "-" + outputs.get(0);
            Path link = Path.of(name + (i == 0 ? "" : "-" + i) + suffix);
            real.link(link, built.get(i).get(0).value(), line);
        }
    }

    private static void compareBuilt(List<List<StorePath>> built, JsonValue answer) {
        Set<String> expected = answer.items().stream()
                .flatMap(each -> each.isText()
                        ? Stream.of(each.text())
                        : each.get("outputs").members().values().stream().map(JsonValue::text))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(built.stream().flatMap(List::stream).map(StorePath::value))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    private int eval() {
        Installable installable = installables.single();
        String function = line.values().get("--apply");
        EvalCommand command = client.eval(installable);
        if (line.has("--raw")) {
            // a path is copied to the store with --raw, as in a text
            function = "value: \"${" + (function == null ? "" : "(" + function + ") ") + "value}\"";
        }
        NixValue value = value(function == null ? command : command.apply(function));
        if (line.has("--raw")) {
            out.print(value.text());
        } else if (line.has("--json")) {
            out.println(value);
        } else {
            List<String> withJson = new ArrayList<>(words);
            withJson.add("--json");
            return real.compare(withJson, answer -> assertThat(value).isEqualTo(answer.toNixValue()), words);
        }
        return 0;
    }

    private NixValue value(EvalCommand command) {
        try {
            return command.execute();
        } catch (NixException e) {
            if (!line.has("--raw") && !line.has("--json")) {
                throw new NotCovered("a value that is no JSON");
            }
            throw e;
        }
    }

    private int search() {
        if (line.positional().size() < 2) {
            throw new NotCovered("search without a flake or a regex");
        }
        String reference = line.positional().get(0);
        if (reference.replaceFirst("[^#]*#?", "").length() > 0) {
            throw new NotCovered("search below an attribute");
        }
        List<String> regexes = line.positional().subList(1, line.positional().size());
        SearchCommand command = client.search(regexes.toArray(String[]::new))
                .in(reference.replaceFirst("#.*", ""))
                .limit(Integer.MAX_VALUE);
        if (line.values().containsKey("--exclude")) {
            command = command.exclude(line.values().get("--exclude"));
        }
        List<PackageHit> hits = (line.has("--refresh") ? command.refresh() : command).execute();
        if (line.has("--json")) {
            return real.compare(words, answer -> compareHits(hits, answer));
        }
        for (PackageHit hit : hits) {
            out.println("* " + hit.attributePath() + (hit.version().isEmpty() ? "" : " (" + hit.version() + ")"));
            out.println("  " + hit.description() + "\n");
        }
        if (hits.isEmpty()) {
            System.err.println("error: no results for the given search term(s)!");
        }
        return hits.isEmpty() ? 1 : 0;
    }

    private static void compareHits(List<PackageHit> hits, JsonValue answer) {
        assertThat(hits.stream()
                        .map(hit -> List.of(hit.attributePath(), hit.pname(), hit.version(), hit.description())))
                .containsExactlyInAnyOrderElementsOf(answer.members().entrySet().stream()
                        .map(each -> List.of(
                                each.getKey(),
                                each.getValue().get("pname").text(),
                                each.getValue().get("version").text(),
                                each.getValue().get("description").text()))
                        .toList());
    }

    private int show() {
        if (!line.has("--json")) {
            throw new NotCovered("flake show as a tree");
        }
        FlakeOutputsCommand command = client.flakeOutputs(reference());
        for (Map.Entry<String, String> override : line.overrides().entrySet()) {
            command = command.overrideInput(override.getKey(), override.getValue());
        }
        FlakeOutputs outputs = command.execute();
        return real.compare(words, answer -> {
            List<String> expected = new ArrayList<>();
            collect("", answer, expected);
            assertThat(outputs.all().stream()
                            .map(output -> String.join("/", output.attributePath()) + " " + output.type()))
                    .containsExactlyInAnyOrderElementsOf(expected);
        });
    }

    private static void collect(String path, JsonValue value, List<String> found) {
        Map<String, JsonValue> members = value.members();
        boolean isLeaf = members.containsKey("type") && members.get("type").isText();
        if (isLeaf || members.isEmpty()) {
            found.add(path + " " + (isLeaf ? members.get("type").text() : ""));
        } else {
            members.forEach((name, each) -> collect(path.isEmpty() ? name : path + "/" + name, each, found));
        }
    }

    private int metadata() {
        FlakeInfoCommand command = client.flakeInfo(reference());
        for (Map.Entry<String, String> override : line.overrides().entrySet()) {
            command = command.overrideInput(override.getKey(), override.getValue());
        }
        FlakeInfo info = command.execute();
        if (line.has("--json")) {
            return real.compare(words, answer -> compareInfo(info, answer));
        }
        out.println("Locked URL:    " + info.reference());
        out.println("Description:   " + info.description());
        out.println("Path:          " + info.source());
        info.revision().ifPresent(revision -> out.println("Revision:      " + revision));
        info.lastModified().ifPresent(time -> out.println("Last modified: " + time));
        info.inputs().keySet().forEach(name -> out.println("├───" + name));
        return 0;
    }

    private static void compareInfo(FlakeInfo info, JsonValue answer) {
        assertThat(info.source().value()).isEqualTo(answer.get("path").text());
        assertThat(info.revision().orElse(null)).isEqualTo(text(answer, "revision"));
        assertThat(info.description())
                .isEqualTo(text(answer, "description") == null ? "" : text(answer, "description"));
        Map<String, JsonValue> locked = answer.get("locked").members();
        if (locked.containsKey("narHash")) {
            assertThat(info.narHash()).contains(locked.get("narHash").text());
        }
    }

    private static @Nullable String text(JsonValue answer, String name) {
        JsonValue value = answer.members().get(name);
        return value == null ? null : value.textOrNull();
    }

    private String reference() {
        List<String> given = line.positional();
        if (given.size() > 1) {
            throw new NotCovered("several flakes");
        }
        return given.isEmpty() ? "." : Installables.flake(given.get(0));
    }
}
