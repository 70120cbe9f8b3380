package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.testkit.FixtureFlake;
import io.github.nixadhoc.testkit.GitRepository;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.Ran;
import io.github.nixadhoc.testkit.SandboxedClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The places where a flake and what it reads can be. Each answer is compared with that of Nix, before and after a change. */
class FlakeLayoutsIT {

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    private final NixClient nix = sandbox.closing(SandboxedClient.of(sandbox));
    private final Path top = sandbox.root().resolve("top");

    /**
     * A flake that is ready to be used.
     *
     * @param installable the program in it, which says a word
     * @param directory where the reference starts from
     * @param change makes the program say another word, if the reference follows changes
     */
    private record Place(String installable, Path directory, Runnable change) {}

    /** The layouts. */
    enum Layout {
        A_FOLDER_OF_A_REPOSITORY(FlakeLayoutsIT::folderOfRepository),
        A_FLAKE_ABOVE_THE_DIRECTORY(FlakeLayoutsIT::aboveTheDirectory),
        A_BRANCH(FlakeLayoutsIT::branch),
        A_REVISION(FlakeLayoutsIT::revision),
        A_TAG(FlakeLayoutsIT::tag),
        A_WORK_TREE_OF_ITS_OWN(FlakeLayoutsIT::workTree),
        A_BARE_REPOSITORY(FlakeLayoutsIT::bareRepository),
        A_SHALLOW_CLONE(FlakeLayoutsIT::shallowClone),
        PACKED_REFERENCES(FlakeLayoutsIT::packedReferences),
        NO_BRANCH_CHECKED_OUT(FlakeLayoutsIT::detached),
        A_STAGED_CHANGE(FlakeLayoutsIT::staged),
        A_SUBMODULE(FlakeLayoutsIT::submodule),
        A_LINK_INSIDE_OF_THE_FLAKE(FlakeLayoutsIT::linkInside),
        AN_INPUT_THAT_IS_NO_FLAKE(FlakeLayoutsIT::inputThatIsNoFlake),
        AN_INPUT_OF_AN_INPUT(FlakeLayoutsIT::inputOfAnInput),
        AN_INPUT_BELOW_THE_FLAKE(FlakeLayoutsIT::inputBelow),
        AN_INPUT_FROM_THE_REGISTRY(FlakeLayoutsIT::inputFromTheRegistry),
        A_VALUE_THAT_A_BUILD_MAKES(FlakeLayoutsIT::importFromDerivation),
        A_FOLDER_WITH_ESCAPES_IN_ITS_NAME(FlakeLayoutsIT::escapedName);

        private final Function<FlakeLayoutsIT, Place> maker;

        Layout(Function<FlakeLayoutsIT, Place> maker) {
            this.maker = maker;
        }
    }

    @BeforeEach
    void letGitCloneFiles() {
        write(sandbox.root().resolve("home/.gitconfig"), "[protocol \"file\"]\n\tallow = always\n");
    }

    @ParameterizedTest
    @EnumSource(Layout.class)
    void theAnswerIsThatOfNixBeforeAndAfterAChange(Layout layout) {
        Place place = layout.maker.apply(this);
        sandbox.settled();

        Ran first = byNix(place);

        if (first.exitCode() != 0) {
            // not every version has every layout
            assertThatThrownBy(() -> said(place)).isInstanceOf(NixException.class);
            return;
        }
        assertThat(said(place)).isEqualTo("one").isEqualTo(first.text().strip());
        assertThat(said(place)).isEqualTo("one");
        place.change().run();
        sandbox.settled();
        String changed = said(place);

        assertThat(changed).isEqualTo(byNix(place).text().strip());
        assertThat(said(place)).isEqualTo(changed);
    }

    private String said(Place place) {
        return nix.run(place.installable()).directory(place.directory()).text();
    }

    private Ran byNix(Place place) {
        List<String> command = new ArrayList<>(List.of(
                "sh", "-c", "cd \"$0\" && exec \"$@\"", place.directory().toString()));
        command.addAll(sandbox.nixCommand("run", "--no-write-lock-file", place.installable()));
        return sandbox.run(command, new byte[0]);
    }

    private Place folderOfRepository() {
        GitRepository repository = repository(top, top.resolve("sub"));
        return place("git+file://" + top + "?dir=sub#tool", () -> say(repository, top.resolve("sub")));
    }

    private Place aboveTheDirectory() {
        GitRepository repository = repository(top, top);
        Path below = folder(top.resolve("a/b"));
        return new Place(".#tool", below, () -> say(repository, top));
    }

    private Place branch() {
        GitRepository repository = repository(top, top);
        repository.git("checkout", "--quiet", "-b", "other");
        return place("git+file://" + top + "?ref=other#tool", () -> say(repository, top));
    }

    private Place revision() {
        GitRepository repository = repository(top, top);
        String revision = repository.git("rev-parse", "HEAD").strip();
        return place("git+file://" + top + "?rev=" + revision + "#tool", () -> say(repository, top));
    }

    private Place tag() {
        GitRepository repository = repository(top, top);
        repository.git("tag", "first");
        return place("git+file://" + top + "?ref=refs/tags/first#tool", () -> {
            say(repository, top);
            repository.git("tag", "--force", "first");
        });
    }

    private Place workTree() {
        GitRepository repository = repository(top, top);
        Path tree = sandbox.root().resolve("tree");
        repository.git("worktree", "add", "--quiet", "-b", "tree", tree.toString());
        return place("git+file://" + tree + "#tool", () -> write(tree.resolve("said"), "two"));
    }

    private Place bareRepository() {
        GitRepository repository = repository(top, top);
        Path bare = sandbox.root().resolve("bare.git");
        repository.git("clone", "--quiet", "--bare", top.toString(), bare.toString());
        return place("git+file://" + bare + "#tool", () -> {
            say(repository, top);
            repository.git("push", "--quiet", bare.toString(), "main");
        });
    }

    private Place shallowClone() {
        GitRepository repository = repository(top, top);
        write(top.resolve("more"), "of it");
        String unused = repository.commit();
        Path clone = sandbox.root().resolve("clone");
        repository.git("clone", "--quiet", "--depth=1", "file://" + top, clone.toString());
        return place("git+file://" + clone + "?shallow=1#tool", () -> write(clone.resolve("said"), "two"));
    }

    private Place packedReferences() {
        GitRepository repository = repository(top, top);
        repository.git("pack-refs", "--all");
        return place("git+file://" + top + "?ref=main#tool", () -> {
            say(repository, top);
            repository.git("pack-refs", "--all");
        });
    }

    private Place detached() {
        GitRepository repository = repository(top, top);
        repository.git("checkout", "--quiet", "--detach");
        return place("git+file://" + top + "#tool", () -> say(repository, top));
    }

    private Place staged() {
        GitRepository repository = repository(top, top);
        return place("git+file://" + top + "#tool", () -> {
            write(top.resolve("said"), "two");
            repository.git("add", "said");
        });
    }

    private Place submodule() {
        Path module = sandbox.root().resolve("module");
        write(module.resolve("word"), "one");
        GitRepository inner = GitRepository.in(sandbox, module);
        String unused = inner.commit();
        GitRepository outer =
                repository(top, top, "inherit (self) outPath; text = builtins.readFile \"${outPath}/module/word\";");
        outer.git("submodule", "--quiet", "add", "file://" + module, "module");
        String alsoUnused = outer.commit();
        return place("git+file://" + top + "?submodules=1#tool", () -> {
            write(module.resolve("word"), "two");
            String revision = inner.commit();
            outer.git("submodule", "--quiet", "update", "--remote");
            assertThat(outer.commit()).isNotEqualTo(revision);
        });
    }

    private Place linkInside() {
        flake(top, "text = builtins.readFile ./current;", "");
        write(top.resolve("first"), "one");
        write(top.resolve("second"), "two");
        Path link = top.resolve("current");
        link(link, Path.of("first"));
        return place("path:" + top + "#tool", () -> link(link, Path.of("second")));
    }

    private Place inputThatIsNoFlake() {
        Path data = folder(sandbox.root().resolve("data"));
        write(data.resolve("word"), "one");
        flake(
                top,
                "text = builtins.readFile (inputs.data + \"/word\");",
                "data = { url = \"path:" + data + "\"; flake = false; };");
        return place("path:" + top + "#tool", () -> write(data.resolve("word"), "two"));
    }

    private Place inputOfAnInput() {
        Path word = sandbox.root().resolve("word");
        Path middle = sandbox.root().resolve("middle");
        write(word.resolve("flake.nix"), "{ outputs = { self }: { word = \"one\"; }; }");
        write(
                middle.resolve("flake.nix"),
                "{ inputs.word.url = \"path:" + word + "\"; outputs = { self, word }: { inherit (word) word; }; }");
        flake(top, "text = inputs.middle.word;", "middle.url = \"path:" + middle + "\";");
        return place(
                "path:" + top + "#tool",
                () -> write(word.resolve("flake.nix"), "{ outputs = { self }: { word = \"two\"; }; }"));
    }

    private Place inputBelow() {
        flake(top, "text = inputs.sub.word;", "sub.url = \"path:./sub\";");
        Path sub = top.resolve("sub/flake.nix");
        write(sub, "{ outputs = { self }: { word = \"one\"; }; }");
        GitRepository repository = GitRepository.in(sandbox, top);
        String unused = repository.commit();
        return place("git+file://" + top + "#tool", () -> write(sub, "{ outputs = { self }: { word = \"two\"; }; }"));
    }

    private Place inputFromTheRegistry() {
        Path first = sandbox.flake("first", "{ outputs = { self }: { word = \"one\"; }; }");
        Path second = sandbox.flake("second", "{ outputs = { self }: { word = \"two\"; }; }");
        sandbox.nix("registry", "add", "words", "path:" + first).requireSuccess();
        flake(top, "text = inputs.words.word;", "words = { type = \"indirect\"; id = \"words\"; };");
        return place(
                "path:" + top + "#tool",
                () -> sandbox.nix("registry", "add", "words", "path:" + second).requireSuccess());
    }

    private Place importFromDerivation() {
        String text =
                "text = import (derivation { name = \"word.nix\"; system = \"%s\"; builder = \"/bin/sh\"; args = [ \"-c\" \"echo '\\\"${builtins.readFile ./said}\\\"' > $out\" ]; });";
        flake(top, text.formatted(FixtureFlake.system()), "");
        write(top.resolve("said"), "one");
        return place("path:" + top + "#tool", () -> write(top.resolve("said"), "two"));
    }

    private Place escapedName() {
        Path folder = sandbox.root().resolve("a%20b");
        flake(folder, "text = builtins.readFile ./said;", "");
        write(folder.resolve("said"), "one");
        String escaped = folder.toString().replace("%", "%25");
        return place("path:" + escaped + "#tool", () -> write(folder.resolve("said"), "two"));
    }

    private Place place(String installable, Runnable change) {
        return new Place(installable, sandbox.root(), change);
    }

    private GitRepository repository(Path folder, Path flake, String... definitions) {
        flake(flake, definitions.length == 0 ? "text = builtins.readFile ./said;" : definitions[0], "");
        write(flake.resolve("said"), "one");
        GitRepository repository = GitRepository.in(sandbox, folder);
        String unused = repository.commit();
        return repository;
    }

    private static void say(GitRepository repository, Path flake) {
        write(flake.resolve("said"), "two");
        String unused = repository.commit();
    }

    /** A flake whose program says a text, which the definitions have to define. */
    private static void flake(Path folder, String definitions, String inputs) {
        write(folder.resolve("flake.nix"), """
                {
                  inputs = { INPUTS };
                  outputs = inputs@{ self, ... }: {
                    packages.SYSTEM.tool = let DEFINITIONS in derivation {
                      name = "tool"; system = "SYSTEM"; builder = "/bin/sh"; PATH = "/bin:/usr/bin";
                      args = [ "-c" "mkdir -p $out/bin; echo '#!/bin/sh' > $out/bin/tool; echo 'echo ${text}' >> $out/bin/tool; chmod +x $out/bin/tool" ];
                    };
                  };
                }
                """.replace("INPUTS", inputs)
                .replace("DEFINITIONS", definitions)
                .replace("SYSTEM", FixtureFlake.system()));
    }

    private static Path folder(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void link(Path link, Path target) {
        try {
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
