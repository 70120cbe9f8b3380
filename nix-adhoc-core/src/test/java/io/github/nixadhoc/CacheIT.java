package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.policy.Decision;
import io.github.nixadhoc.policy.PlannedCommand;
import io.github.nixadhoc.result.Plan;
import io.github.nixadhoc.result.RunResult;
import io.github.nixadhoc.testkit.CountedNix;
import io.github.nixadhoc.testkit.GitRepository;
import io.github.nixadhoc.testkit.SandboxedClient;
import io.github.nixadhoc.testkit.Waits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cache: a program runs again without Nix, as long as Nix would run the same. */
public class CacheIT extends CountedNix {

    @Test
    void theSecondRunStartsNothingButTheProgram() {
        RunResult first = nix.run("cowsay").args("one").execute();
        calls.clear();

        RunResult second = nix.run("cowsay").args("two").execute();

        assertThat(second.stdout()).contains("< two >");
        assertThat(calls.firstWords()).containsExactly(second.program().toString());
        assertThat(second.program()).isEqualTo(first.program());
        assertThat(second.storePaths()).isEqualTo(first.storePaths());
        assertThat(second.closureSize()).isEqualTo(first.closureSize());
    }

    @Test
    void theSecondShellStartsOnlyItsCommandEvenIfItIsAnotherOne() {
        RunResult first = nix.shell("hello", "t1").command("hello").execute();
        calls.clear();

        RunResult second = nix.shell("hello", "t1").command("which-one").execute();

        assertThat(second.stdout()).isEqualTo("t1\n");
        assertThat(calls.firstWords()).hasSize(1);
        assertThat(second.storePaths()).isEqualTo(first.storePaths());
        assertThat(second.closureSize()).isEqualTo(first.closureSize());
    }

    @Test
    void aStorePathIsRunWithoutNixTheSecondTime() {
        String path = sandbox.build("nixpkgs#hello").get(0).toString();
        nix.run(path).execute();

        assertWarm(nix.run(path));
    }

    /** The nix of the client is a script that records each call, so that the calls of other JVMs count as well. */
    @Test
    void aNewJvmStartsNoNixForAPackageThatAnotherJvmHasRun() throws IOException {
        Path log = sandbox.root().resolve("calls");
        Path wrapper = wrapper("echo \"$0 $*\" >> " + log + "\n");
        sandbox.settled();
        List<String> first = forked(wrapper, "run");
        List<String> firstShell = forked(wrapper, "shell");
        assertThat(log).isNotEmptyFile();
        Files.delete(log);

        assertThat(withoutWarnings(forked(wrapper, "run"))).isEqualTo(withoutWarnings(first));
        assertThat(withoutWarnings(forked(wrapper, "shell"))).isEqualTo(withoutWarnings(firstShell));
        assertThat(first).anyMatch(line -> line.contains("Hello, world!"));
        assertThat(log).doesNotExist();
    }

    @Test
    void aRunAfterAPlanResolvesNothing() {
        Plan plan = nix.run("cowsay").plan();
        calls.clear();

        assertThat(nix.run("cowsay").execute().program())
                .hasToString(plan.command().get(0));
        assertThat(calls.lines()).noneMatch(call -> call.contains("eval") || call.contains("metadata"));
        assertWarm(nix.run("cowsay"));
    }

    @Test
    void thePolicySeesTheSameOfAWarmRun() {
        List<PlannedCommand> seen = new ArrayList<>();
        try (NixClient reviewed = SandboxedClient.builder(sandbox)
                .policy(command -> {
                    seen.add(command);
                    return seen.size() < 3 ? Decision.allow() : Decision.deny("enough");
                })
                .build()) {
            reviewed.run("cowsay").args("hi").execute();
            reviewed.run("cowsay").args("hi").execute();

            assertThat(seen).hasSize(2);
            assertThat(seen.get(1)).hasToString(seen.get(0).toString());
            assertThat(seen.get(1).packages()).isEqualTo(seen.get(0).packages());
            assertThatThrownBy(() -> reviewed.run("cowsay").args("hi").execute())
                    .hasMessageContaining("enough");
        }
    }

    @Test
    void refreshAsksNixAgain() {
        nix.run("hello").execute();
        calls.clear();

        nix.run("hello").refresh().execute();

        assertThat(calls.lines()).anyMatch(call -> call.contains("eval"));
        assertWarm(nix.run("hello"));
    }

    @Test
    void aChangedLocalFlakeGivesTheNewProgram() throws IOException {
        Path flake = flakeThatSays("one", "");
        sandbox.settled();
        assertThat(nix.run("path:" + flake + "#").text()).isEqualTo("one");
        assertWarm(nix.run("path:" + flake + "#"));

        flakeThatSays("two", "");

        assertThat(nix.run("path:" + flake + "#").text()).isEqualTo("two");
    }

    /** Each change follows the run before as fast as possible, and no change may be missed. */
    @Test
    void aFlakeThatKeepsChangingNeverGivesAnOldProgram() throws Exception {
        for (int i = 0; i < 8; i++) {
            Path flake = flakeThatSays("text " + i, "");
            // the age of the change is the subject
            Waits.pause(Duration.ofMillis(i * 4L));
            assertThat(nix.run("path:" + flake + "#").text()).isEqualTo("text " + i);
        }
    }

    @Test
    void aFlakeThatWasJustWrittenIsRememberedAtItsFirstRun() throws IOException {
        assertThat(nix.run("hello").text()).isNotEmpty();
        Files.writeString(sandbox.nixpkgs().directory().resolve("new.txt"), "new");

        RunCommand hello = nix.run("hello");
        assertThat(hello.execute().exitCode()).isZero();

        assertWarm(hello);
    }

    @Test
    void aFileThatIsPutBackToItsOldTimeAndSizeIsAChange() throws IOException {
        Path flake = flakeThatSays("one", "");
        sandbox.settled();
        nix.run("path:" + flake + "#").execute();
        Path file = flake.resolve("flake.nix");
        var modified = Files.getLastModifiedTime(file);
        flakeThatSays("two", "");
        Files.setLastModifiedTime(file, modified);

        assertThat(nix.run("path:" + flake + "#").text()).isEqualTo("two");
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "./sub/..", "path:."})
    void aRelativeReferenceIsThatOfTheDirectory(String reference) throws IOException {
        Path one = flakeThatSays("one", "");
        Path other =
                Files.createDirectories(sandbox.root().resolve("other/sub")).getParent();
        Files.createDirectories(one.resolve("sub"));
        Files.writeString(other.resolve("flake.nix"), flake("other", ""));
        sandbox.settled();

        assertThat(nix.run(reference + "#").directory(one).text()).isEqualTo("one");
        assertThat(nix.run(reference + "#").directory(other).text()).isEqualTo("other");
        assertWarm(nix.run(reference + "#").directory(one));
    }

    @Test
    void aGitFlakeIsCheckedAgainstItsWorkingTree() throws IOException {
        Path flake = flakeThatSays("one", "");
        GitRepository.in(sandbox, flake).commit();
        sandbox.settled();
        assertThat(nix.run(".#").directory(flake).text()).isEqualTo("one");
        sandbox.settled();
        assertThat(nix.run(".#").directory(flake).text()).isEqualTo("one");
        assertWarm(nix.run(".#").directory(flake));

        flakeThatSays("two", "");

        assertThat(nix.run(".#").directory(flake).text()).isEqualTo("two");
    }

    @Test
    void aLocalInputOfALocalFlakeIsCheckedAsWell() throws IOException {
        Path input = sandbox.flake("input", "{ outputs = { self }: { word = \"one\"; }; }");
        Path flake = flakeThatSays("${dep.word}", "inputs.dep.url = \"path:" + input + "\";");
        sandbox.settled();
        assertThat(nix.run("path:" + flake + "#").text()).isEqualTo("one");
        assertWarm(nix.run("path:" + flake + "#"));

        Files.writeString(input.resolve("flake.nix"), "{ outputs = { self }: { word = \"two\"; }; }");

        assertThat(nix.run("path:" + flake + "#").text()).isEqualTo("two");
    }

    @Test
    void aChangedRegistryLeadsToTheOtherFlake() throws IOException {
        nix.run("hello").execute();
        Path flake = flakeThatSays("mine", "");
        Files.writeString(sandbox.root().resolve("config/nix/registry.json"), """
                {"version":2,"flakes":[{"from":{"type":"indirect","id":"nixpkgs"},"to":{"type":"path","path":"%s"}}]}
                """.formatted(flake));

        assertThat(nix.run("nixpkgs#default").text()).isEqualTo("mine");
        assertThatThrownBy(() -> nix.run("hello").execute()).isInstanceOf(NixException.class);
    }

    @Test
    void changedSettingsAreAskedAbout() {
        nix.run("hello").execute();
        sandbox.configure("connect-timeout = 7");
        calls.clear();

        nix.run("hello").execute();

        assertThat(calls.lines()).anyMatch(call -> call.contains("eval"));
    }

    @Test
    void anotherNixIsAsked() throws IOException {
        Path wrapper = wrapper("");
        try (NixClient wrapped = SandboxedClient.builder(sandbox)
                .nixBinary(wrapper)
                .executor(calls)
                .build()) {
            wrapped.run("hello").execute();
            Files.writeString(wrapper, "# new\n", StandardOpenOption.APPEND);
            calls.clear();

            wrapped.run("hello").execute();

            assertThat(calls.lines()).anyMatch(call -> call.contains("eval"));
        }
    }

    @Test
    void aCollectedProgramIsBroughtBack() {
        RunResult first = nix.run("cowsay").args("one").execute();
        sandbox.tool("nix-store", "--gc").requireSuccess();
        assertThat(first.program()).doesNotExist();

        assertThat(nix.run("cowsay").args("two").execute().stdout()).contains("< two >");
        assertWarm(nix.run("cowsay"));
    }

    /** Leaves a path as a killed collector does: no longer valid, and not yet deleted. */
    @Test
    void anOutputThatACollectorHasBegunToDeleteIsNotRun() throws IOException {
        RunResult first = nix.run("cowsay").args("one").execute();
        Path output = first.storePaths().get(0).path();
        Files.setPosixFilePermissions(output, PosixFilePermissions.fromString("rwxr-xr-x"));
        calls.clear();

        nix.run("cowsay").args("two").execute();

        assertThat(calls.lines()).anyMatch(call -> call.contains("eval"));
    }

    @Test
    void aBrokenRecordIsAMiss() throws IOException {
        nix.run("hello").execute();
        for (Path record : records()) {
            byte[] bytes = Files.readAllBytes(record);
            bytes[bytes.length / 2] ^= 1;
            Files.write(record, bytes);
        }
        try (NixClient other = SandboxedClient.builder(sandbox).executor(calls).build()) {
            calls.clear();

            assertThat(other.run("hello").text()).isEqualTo("Hello, world!");

            assertThat(calls.lines()).anyMatch(call -> call.contains("eval"));
        }
    }

    @Test
    void recordsAreReadAndWrittenByTheirOwnerOnly() throws IOException {
        nix.run("hello").execute();

        assertThat(records()).hasSize(1).allSatisfy(record -> {
            assertThat(permissions(record)).isEqualTo("rw-------");
            assertThat(permissions(record.getParent())).isEqualTo("rwx------");
        });
    }

    @Test
    void aRunWorksWithoutACacheFolder() throws IOException {
        Map<String, String> environment = new HashMap<>(sandbox.environment());
        environment.put("XDG_CACHE_HOME", sandbox.root().resolve("cache").toString());
        Files.writeString(sandbox.root().resolve("cache/nix-adhoc"), "in the way");

        assertThat(nix.run("hello").text()).isEqualTo("Hello, world!");
        assertWarm(nix.run("hello"));
    }

    @Test
    void manyClientsWriteAndReadTheSameRecordsAtOnce() throws Exception {
        // The store exists by then: Nix may fail if several processes create a new one at once.
        nix.storeInfo().execute();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<String>> texts = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                texts.add(threads.submit(() -> {
                    try (NixClient other = SandboxedClient.of(sandbox)) {
                        return other.run("hello").text()
                                + other.run("cowsay").args("x").execute().exitCode();
                    }
                }));
            }
            for (Future<String> text : texts) {
                assertThat(text.get()).isEqualTo("Hello, world!0");
            }
        } finally {
            threads.shutdown();
        }
        assertThat(records()).hasSize(2);
    }

    @Test
    void noRecordContainsASecretOfTheEnvironment() throws IOException {
        Map<String, String> environment = new HashMap<>(sandbox.environment());
        environment.put("NIX_CONFIG", "access-tokens = example.org=hunter2");
        try (NixClient other =
                SandboxedClient.builder(sandbox, environment).executor(calls).build()) {
            other.run("hello").execute();
            assertThat(records())
                    .isNotEmpty()
                    .allSatisfy(record -> assertThat(record).content().doesNotContain("hunter2"));
        }
    }

    private void assertWarm(ProgramCommand<?> command) {
        calls.clear();
        command.execute();
        assertThat(calls.firstWords()).hasSize(1).noneMatch(program -> program.matches(".*/nix[^/]*"));
    }

    private List<String> forked(Path nixBinary, String verb) {
        return ForkedJvm.in(sandbox)
                .run(
                        "nix=" + nixBinary,
                        "registry=" + SandboxedClient.emptyRegistry(sandbox),
                        verb.equals("shell") ? "verb=shell" : "verb=execute",
                        "hello");
    }

    private static List<String> withoutWarnings(List<String> lines) {
        return lines.stream().filter(line -> !line.startsWith("warning")).toList();
    }

    private Path wrapper(String before) throws IOException {
        Path folder = Files.createDirectories(sandbox.root().resolve("wrapper"));
        for (String tool : List.of("nix", "nix-store")) {
            Path script = folder.resolve(tool);
            Files.writeString(
                    script, "#!/bin/sh\n" + before + "exec " + sandbox.under().tool(tool) + " \"$@\"\n");
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return folder.resolve("nix");
    }

    private Path flakeThatSays(String text, String inputs) throws IOException {
        Path folder = sandbox.flake("mine", flake(text, inputs));
        return folder;
    }

    public static String flake(String text, String inputs) {
        return """
                {
                  %s
                  outputs = { self%s }:
                    let pkg = system: derivation {
                      name = "mine";
                      inherit system;
                      builder = "/bin/sh";
                      args = [ "-c" "/bin/mkdir -p $out/bin; echo '#!/bin/sh' > $out/bin/mine; echo 'echo \\"%s\\"' >> $out/bin/mine; /bin/chmod +x $out/bin/mine" ];
                    };
                    in { packages.x86_64-linux.default = pkg "x86_64-linux"; packages.aarch64-linux.default = pkg "aarch64-linux"; };
                }
                """.formatted(inputs, inputs.isEmpty() ? "" : ", dep", text);
    }

    private List<Path> records() throws IOException {
        Path folder = Path.of(sandbox.environment().get("XDG_CACHE_HOME"), "nix-adhoc", "resolutions");
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static String permissions(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
