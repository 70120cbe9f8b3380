package io.github.nixadhoc.changing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.PackageHit;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.model.Freshness;
import io.github.nixadhoc.testkit.FixtureFlake;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.Ran;
import io.github.nixadhoc.testkit.Trees;
import io.github.nixadhoc.testkit.Waits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Flakes in folders, behind links, in repositories and in a registry, which change between questions. Each answer of the
 * library is compared with that of a Nix that remembers nothing.
 */
final class World implements AutoCloseable {

    /** The folders, each with a flake in its folder {@code f}. */
    static final List<String> FOLDERS = List.of("a", "b", "c");

    private final NixSandbox sandbox = NixSandbox.create();
    private final Path root = sandbox.root().resolve("world");
    private final Stores stores = new Stores(sandbox);
    private final List<String> history = new ArrayList<>();
    private final Map<String, NixClient> clients = new HashMap<>();
    private int words;
    private int questions;

    World() {
        for (String folder : FOLDERS) {
            makeFolders(root.resolve(folder + "/f/inner"));
            writeFlake(folder);
        }
        makeFolders(root.resolve("deep"));
        turn("link", "a");
        turn("deep/link", "../b");
        turn("chain", "deep/link");
        register("a/f");
        makeFolders(root.resolve("user"));
        write(root.resolve("user/flake.nix"), """
                {
                  inputs.dep.url = "path:%s/a/f";
                  outputs = { self, dep }: { packages = dep.packages; };
                }
                """.formatted(root));
    }

    /** Writes a flake anew, with another word. */
    void writeFlake(String folder) {
        Path flake = root.resolve(folder).resolve("f/flake.nix");
        if (!Files.isDirectory(flake.getParent())) {
            return;
        }
        words++;
        write(flake, """
                {
                  outputs = { self }: {
                    packages.%1$s.default = derivation {
                      name = "mine-word%2$d";
                      system = "%1$s";
                      builder = "/bin/sh";
                      args = [ "-c" "/bin/mkdir -p $out/bin; echo '#!/bin/sh' > $out/bin/mine; echo 'echo word%2$d' >> $out/bin/mine; /bin/chmod +x $out/bin/mine" ];
                    } // { meta.mainProgram = "mine"; };
                  };
                }
                """.formatted(FixtureFlake.system(), words));
        did("wrote word" + words + " into " + folder);
    }

    void turn(String link, String target) {
        Path path = root.resolve(link);
        try {
            if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                return;
            }
            Files.deleteIfExists(path);
            Files.createSymbolicLink(path, Path.of(target));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        did("turned " + link + " to " + target);
    }

    /** Lets two folders, or a folder and a link, change places. */
    void swap(String one, String other) {
        move(one, "aside");
        move(other, one);
        move("aside", other);
        did("swapped " + one + " and " + other);
    }

    private void move(String from, String to) {
        try {
            Files.move(root.resolve(from), root.resolve(to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a repository in a folder, or deletes it. */
    void toggleRepository(String folder) {
        Path repository = root.resolve(folder).resolve(".git");
        if (Files.exists(repository)) {
            Trees.delete(repository);
            did("deleted the repository in " + folder);
        } else {
            git(folder, "init", "--quiet");
        }
    }

    /** Calls git in a folder; a failure, as in no repository, changes nothing. */
    void git(String folder, String... arguments) {
        List<String> command = new ArrayList<>(List.of("git", "-c", "user.name=n", "-c", "user.email=e"));
        command.addAll(List.of(arguments));
        Path directory = root.resolve(folder);
        if (!Files.isDirectory(directory)) {
            return;
        }
        Map<String, String> environment = new HashMap<>(sandbox.environment());
        // nothing above the world is its repository
        environment.put("GIT_CEILING_DIRECTORIES", sandbox.root().toString());
        Ran ran = Ran.run(command, environment, directory, new byte[0], Waits.LIMIT);
        did("git " + String.join(" ", arguments) + " in " + folder + ": " + ran.exitCode());
    }

    void register(String path) {
        write(sandbox.root().resolve("config/nix/registry.json"), """
                {"version":2,"flakes":[{"from":{"type":"indirect","id":"mine"},"to":{"type":"path","path":"%s"}}]}
                """.formatted(root.resolve(path)));
        did("registered " + path);
    }

    void set(String line) {
        write(sandbox.root().resolve("config/nix/nix.conf"), line + "\n");
        did("set " + line);
    }

    Stores stores() {
        return stores;
    }

    /** Notes a change, so that a failure can tell all of them in order. */
    void did(String change) {
        history.add(change);
    }

    int questions() {
        return questions;
    }

    /** Asks the library, which remembers the answer. */
    void remember(Question question) {
        did("asked for " + question + ": " + byLibrary(question, lastingClient()));
    }

    /** Asks the library and a fresh Nix, and compares. */
    void ask(Question question, boolean newClient) {
        questions++;
        String expected = freshly(question);
        String answer;
        if (newClient) {
            try (NixClient other = client()) {
                answer = byLibrary(question, other);
            }
        } else {
            answer = byLibrary(question, lastingClient());
        }
        did("asked for " + question + (newClient ? " in a new client" : "") + ": " + answer);
        assertThat(answer)
                .as(() -> "the answer to the last question; Nix says " + expected + "; all that was done:\n  "
                        + String.join("\n  ", history))
                .isEqualTo(expected);
    }

    private NixClient lastingClient() {
        return clients.computeIfAbsent(stores.name(), name -> client());
    }

    private NixClient client() {
        return stores.client().freshness(Freshness.ALWAYS).build();
    }

    private String byLibrary(Question question, NixClient nix) {
        String installable = question.reference(root);
        Path directory = question.directory(root);
        try {
            return switch (question.verb()) {
                case PLAN ->
                    wordIn(nix.run(installable + "#")
                            .directory(directory)
                            .plan()
                            .storePaths()
                            .toString());
                case SHELL_PLAN ->
                    wordIn(nix.shell(installable + "#")
                            .command("mine")
                            .directory(directory)
                            .plan()
                            .storePaths()
                            .toString());
                case RUN ->
                    stores.canRun()
                            ? nix.run(installable + "#").directory(directory).text()
                            : byLibrary(question.with(Question.Verb.PLAN), nix);
                case SEARCH ->
                    wordIn(nix.search().in(installable).directory(directory).execute().stream()
                            .map(PackageHit::pname)
                            .toList()
                            .toString());
            };
        } catch (NixException e) {
            return "fails";
        }
    }

    private static String wordIn(String text) {
        return text.replaceFirst("(?s).*(word\\d+).*", "$1");
    }

    /** Asks a Nix with an empty cache, which looks at everything anew. */
    private String freshly(Question question) {
        Path cache = sandbox.root().resolve("fresh-cache");
        if (Files.exists(cache)) {
            Trees.delete(cache);
        }
        Map<String, String> environment = new HashMap<>(stores.environment());
        environment.put("XDG_CACHE_HOME", cache.toString());
        List<String> command =
                new ArrayList<>(sandbox.nixCommand("--option", "eval-cache", "false", "--option", "tarball-ttl", "0"));
        command.addAll(stores.flags());
        command.addAll(List.of(
                "eval",
                "--raw",
                "--no-write-lock-file",
                question.reference(root) + "#packages." + FixtureFlake.system() + ".default.name"));
        if (!Files.isDirectory(question.directory(root))) {
            return "fails";
        }
        Ran ran = Ran.run(command, environment, question.directory(root), new byte[0], Waits.LIMIT);
        return ran.exitCode() == 0 ? wordIn(ran.text()) : "fails";
    }

    private static void makeFolders(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        clients.values().forEach(NixClient::close);
        sandbox.close();
    }

    @Override
    public String toString() {
        return history.size() + " changes and questions";
    }
}
