package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.nixadhoc.error.FlakeNotFoundException;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.result.Plan;
import io.github.nixadhoc.testkit.FixtureFlake;
import io.github.nixadhoc.testkit.NixCalls;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.Ran;
import io.github.nixadhoc.testkit.SandboxedClient;
import io.github.nixadhoc.testkit.Waits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Flakes behind links: an answer is remembered only as long as its path leads to the same flake. */
class LinkedFlakesIT {

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    private final Path root = sandbox.root().resolve("linked");
    private final NixCalls started = new NixCalls();
    private final NixClient nix =
            sandbox.closing(SandboxedClient.builder(sandbox).executor(started).build());

    /** An installable or a directory whose path has a link, which {@link #turnTo} turns. */
    enum Reference {
        PLAIN_PATH("{link}/f#", "."),
        PLAIN_PATH_OF_THE_LINK_ITSELF("{link}-f#", "."),
        RELATIVE_PATH("./current/f#", "."),
        PATH_REFERENCE("path:{link}/f#", "."),
        RELATIVE_PATH_REFERENCE("path:./current/f#", "."),
        RELATIVE_TO_A_LINK(".#", "current/f"),
        ABOVE_A_LINK("./inner#", "current/f"),
        REGISTRY("linked#", ".");

        private final String installable;
        private final String directory;

        Reference(String installable, String directory) {
            this.installable = installable;
            this.directory = directory;
        }

        String in(Path root) {
            return installable.replace("{link}", root.resolve("current").toString());
        }

        Path directoryIn(Path root) {
            return root.resolve(directory).normalize();
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.nixadhoc.LinkedFlakesIT#references")
    void runsTheFlakeToWhichTheLinkLeadsNow(Reference reference) throws IOException {
        makeFlakes();
        if (isRefusedAsByNix(reference)) {
            return;
        }
        assertThat(text(nix, reference)).isEqualTo("one");

        turnTo("two");

        assertThat(text(nix, reference)).isEqualTo("two");
        try (NixClient other = SandboxedClient.of(sandbox)) {
            assertThat(text(other, reference)).isEqualTo("two");
        }
        turnTo("one");
        assertThat(text(nix, reference)).isEqualTo("one");
    }

    @ParameterizedTest
    @MethodSource("io.github.nixadhoc.LinkedFlakesIT#references")
    void theSecondRunBehindALinkStartsNoNix(Reference reference) throws IOException {
        makeFlakes();
        if (isRefusedAsByNix(reference)) {
            return;
        }
        text(nix, reference);
        started.clear();

        assertThat(text(nix, reference)).isEqualTo("one");

        assertThat(started.ofNix()).isEmpty();
        try (NixClient other =
                SandboxedClient.builder(sandbox).executor(started).build()) {
            assertThat(text(other, reference)).isEqualTo("one");
        }
        assertThat(started.ofNix()).isEmpty();
    }

    static Stream<Reference> references() {
        return Stream.of(Reference.values());
    }

    /** Nix 2.8 refuses a plain path whose last part is a link, Nix 2.34 each link in a reference with path: in front. */
    private boolean isRefusedAsByNix(Reference reference) {
        Ran byNix = byNix(reference);
        if (byNix.exitCode() == 0) {
            assertThat(byNix.text()).isEqualTo("one");
            return false;
        }
        assertThatThrownBy(() -> text(nix, reference))
                .isInstanceOf(FlakeNotFoundException.class)
                .extracting(failure -> ((NixException) failure).hint())
                .asString()
                .isNotEmpty();
        return true;
    }

    /** Each verb answers with a text that tells the flake. */
    enum Verb {
        RUN {
            @Override
            String ask(NixClient nix, Path root) {
                return nix.run(root + "/current/f#").text();
            }
        },
        SHELL {
            @Override
            String ask(NixClient nix, Path root) {
                return nix.shell(root + "/current/f#").command("mine").text();
            }
        },
        PLAN {
            @Override
            String ask(NixClient nix, Path root) {
                Plan plan = nix.run(root + "/current/f#").plan();
                return plan.storePaths().toString();
            }
        },
        PREFETCH {
            @Override
            String ask(NixClient nix, Path root) {
                return nix.prefetch(root + "/current/f#")
                        .execute()
                        .packages()
                        .get(0)
                        .storePaths()
                        .toString();
            }
        },
        PATH_INFO {
            @Override
            String ask(NixClient nix, Path root) {
                nix.prefetch(root + "/current/f#").execute();
                return nix.pathInfo(root + "/current/f#").execute().toString();
            }
        },
        SEARCH {
            @Override
            String ask(NixClient nix, Path root) {
                return pnames(nix.search().in(root + "/current/f"));
            }
        },
        RELATIVE_SEARCH {
            @Override
            String ask(NixClient nix, Path root) {
                return pnames(nix.search().in(".").directory(root.resolve("current/f")));
            }
        };

        abstract String ask(NixClient nix, Path root);

        private static String pnames(SearchCommand search) {
            return search.execute().stream().map(PackageHit::pname).toList().toString();
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.nixadhoc.LinkedFlakesIT#verbs")
    void eachVerbFollowsTheLink(Verb verb) throws IOException {
        assumeThatNixFollowsLinks();
        makeFlakes();
        String one = verb.ask(nix, root);
        turnTo("two");
        String two = verb.ask(nix, root);

        assertThat(two).isNotEqualTo(one).contains("two");
        try (NixClient other = SandboxedClient.of(sandbox)) {
            assertThat(verb.ask(other, root)).isNotEqualTo(one).contains("two");
        }
    }

    static Stream<Verb> verbs() {
        return Stream.of(Verb.values());
    }

    @Test
    void aNewJvmFollowsTheLinkToo() throws IOException {
        assumeThatNixFollowsLinks();
        makeFlakes();
        String installable = Reference.PLAIN_PATH.in(root);
        assertThat(forked(installable)).containsExactly("one");

        turnTo("two");

        assertThat(forked(installable)).containsExactly("two");
    }

    @Test
    void eachLinkOfAChainCounts() throws IOException {
        assumeThatNixFollowsLinks();
        makeFlakes();
        link(root.resolve("b"), root.resolve("current"));
        link(root.resolve("a"), Path.of("b"));
        assertThat(nix.run(root + "/a/f#").text()).isEqualTo("one");

        turnTo("two");
        assertThat(nix.run(root + "/a/f#").text()).isEqualTo("two");

        link(root.resolve("b"), Path.of("one"));
        assertThat(nix.run(root + "/a/f#").text()).isEqualTo("one");
    }

    @Test
    void aFolderThatBecomesALinkIsAChange() throws IOException {
        assumeThatNixFollowsLinks();
        makeFlakes();
        Path place = root.resolve("place");
        Files.move(root.resolve("one"), place);
        assertThat(nix.run(place + "/f#").text()).isEqualTo("one");

        Files.move(place, root.resolve("one"));
        link(place, Path.of("two"));

        assertThat(nix.run(place + "/f#").text()).isEqualTo("two");
    }

    @Test
    void foldersThatChangePlacesAreAChange() throws IOException {
        makeFlakes();
        assertThat(nix.run(root + "/one/f#").text()).isEqualTo("one");

        Files.move(root.resolve("one"), root.resolve("aside"));
        Files.move(root.resolve("two"), root.resolve("one"));

        assertThat(nix.run(root + "/one/f#").text()).isEqualTo("two");
    }

    /** As in a profile, or in a channel: the last link leads into the store. */
    @ParameterizedTest
    @ValueSource(strings = {"{link}#", "path:{link}#", "{link}/f#"})
    void aFlakeInTheStoreIsCheckedByItsLinksAlone(String form) throws IOException {
        makeFlakes();
        Path profile = root.resolve("profile");
        boolean isBelow = form.contains("/f");
        String one = stored(isBelow ? "one" : "one/f");
        String two = stored(isBelow ? "two" : "two/f");
        link(root.resolve("profile-1-link"), Path.of(one));
        link(root.resolve("profile-2-link"), Path.of(two));
        link(profile, Path.of("profile-1-link"));
        String installable = form.replace("{link}", profile.toString());
        if (sandbox.nix("run", installable).exitCode() != 0) {
            // a link that this Nix refuses
            assertThatThrownBy(() -> nix.run(installable).text()).isInstanceOf(NixException.class);
            return;
        }
        assertThat(nix.run(installable).text()).isEqualTo("one");
        started.clear();
        assertThat(nix.run(installable).text()).isEqualTo("one");
        assertThat(started.ofNix()).isEmpty();

        link(profile, Path.of("profile-2-link"));

        assertThat(nix.run(installable).text()).isEqualTo("two");
    }

    @Test
    void aLocalInputBehindALinkIsFollowed() throws IOException {
        makeFlakes();
        Path flake = Files.createDirectories(root.resolve("user"));
        Files.writeString(
                flake.resolve("flake.nix"),
                CacheIT.flake("${dep.word}", "inputs.dep.url = \"path:" + root + "/current/f\";"));
        sandbox.settled();
        assertSameAsByNix("path:" + flake + "#");

        turnTo("two");

        assertSameAsByNix("path:" + flake + "#");
    }

    @Test
    void aRepositoryThatIsMadeAboveAFlakeIsAChange() throws IOException {
        makeFlakes();
        assertThat(nix.run(root + "/one/f#").text()).isEqualTo("one");

        git(root, "init", "--quiet");

        // the flake is not tracked by it
        String installable = root + "/one/f#";
        assertThat(sandbox.nix("run", installable).exitCode()).isNotZero();
        assertThatThrownBy(() -> nix.run(installable).text()).isInstanceOf(NixException.class);

        git(root, "add", "one");
        assertThat(nix.run(installable).text()).isEqualTo("one");
        Files.move(root.resolve(".git"), sandbox.root().resolve("aside.git"));
        assertThat(nix.run(installable).text()).isEqualTo("one");
    }

    @Test
    void aRepositoryAboveALinkIsAChangeWhereNixLooksThere() throws IOException {
        assumeThatNixFollowsLinks();
        makeFlakes();
        Path deep = Files.createDirectories(root.resolve("deep"));
        link(deep.resolve("link"), root.resolve("one"));
        String installable = deep + "/link/f#";
        assertThat(nix.run(installable).text()).isEqualTo("one");

        git(deep, "init", "--quiet");

        assertSameAsByNix(installable);
    }

    /** A way back over a link leads elsewhere for the kernel than for one who reads only the names. */
    @Test
    void aWayBackOverALinkIsAnsweredAsByNix() throws IOException {
        makeFlakes();
        Path elsewhere = Files.createDirectories(root.resolve("elsewhere/deep"));
        link(root.resolve("way"), elsewhere);
        Files.createDirectories(root.resolve("elsewhere/one/f"));
        Files.writeString(root.resolve("elsewhere/one/f/flake.nix"), flake("three"));
        sandbox.settled();
        String installable = root + "/way/../one/f#";
        assertSameAsByNix(installable);

        link(root.resolve("way"), root.resolve("two/f"));
        assertSameAsByNix(installable);

        link(root.resolve("way"), root.resolve("two"));
        assertSameAsByNix(installable);
    }

    private void assertSameAsByNix(String installable) {
        Ran byNix = sandbox.nix("run", installable);
        if (byNix.exitCode() == 0) {
            assertThat(nix.run(installable).text()).isEqualTo(byNix.text());
        } else {
            assertThatThrownBy(() -> nix.run(installable).text()).isInstanceOf(NixException.class);
        }
    }

    private void makeFlakes() throws IOException {
        for (String name : List.of("one", "two")) {
            Path folder = Files.createDirectories(root.resolve(name + "/f/inner"));
            Files.writeString(folder.resolveSibling("flake.nix"), flake(name));
            link(root.resolve("current-f-" + name), Path.of(name, "f"));
        }
        Files.writeString(sandbox.root().resolve("config/nix/registry.json"), """
                {"version":2,"flakes":[
                 {"from":{"type":"indirect","id":"linked"},"to":{"type":"path","path":"%s/current/f"}}]}
                """.formatted(root));
        turnTo("one");
        sandbox.settled();
    }

    private void turnTo(String name) throws IOException {
        link(root.resolve("current"), Path.of(name));
        link(root.resolve("current-f"), Path.of(name, "f"));
    }

    private static void link(Path link, Path target) throws IOException {
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, target);
    }

    private String stored(String folder) {
        return textOf(sandbox.tool("nix-store", "--add", root.resolve(folder).toString()));
    }

    private String text(NixClient client, Reference reference) {
        return client.run(reference.in(root))
                .directory(reference.directoryIn(root))
                .text();
    }

    private Ran byNix(Reference reference) {
        return Ran.run(
                sandbox.nixCommand("run", reference.in(root)),
                sandbox.environment(),
                reference.directoryIn(root),
                new byte[0],
                Waits.LIMIT);
    }

    private static String textOf(Ran ran) {
        ran.requireSuccess();
        return ran.text();
    }

    private List<String> forked(String installable) {
        return ForkedJvm.in(sandbox)
                .main(RunMain.class)
                .run(sandbox.under().binary().toString(), SandboxedClient.emptyRegistry(sandbox), installable);
    }

    private static void git(Path folder, String... arguments) {
        List<String> command =
                Stream.concat(Stream.of("git"), Stream.of(arguments)).toList();
        Ran.run(command, System.getenv(), folder, new byte[0], Waits.LIMIT).requireSuccess();
    }

    private static String flake(String name) {
        return """
                {
                  outputs = { self }: {
                    word = "%1$s";
                    packages.%2$s.default = derivation {
                      name = "mine-%1$s";
                      system = "%2$s";
                      builder = "/bin/sh";
                      args = [ "-c" "/bin/mkdir -p $out/bin; echo '#!/bin/sh' > $out/bin/mine; echo 'echo %1$s' >> $out/bin/mine; /bin/chmod +x $out/bin/mine" ];
                    } // { meta.mainProgram = "mine"; };
                  };
                }
                """.formatted(name, FixtureFlake.system());
    }

    /** Nix 2.26 refuses a {@code path:} reference to a link; those before and after it follow the link. */
    private void assumeThatNixFollowsLinks() {
        assumeThat(sandbox.under().version()).doesNotStartWith("2.26.");
    }
}
