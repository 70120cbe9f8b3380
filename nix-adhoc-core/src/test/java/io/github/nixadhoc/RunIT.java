package io.github.nixadhoc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.nixadhoc.documentation.ContractSnippets;
import io.github.nixadhoc.documentation.StandIns;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.OutputLimitException;
import io.github.nixadhoc.error.ProgramFailedException;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Overflow;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.model.Termination;
import io.github.nixadhoc.result.Plan;
import io.github.nixadhoc.result.RunResult;
import io.github.nixadhoc.testkit.BinaryCacheServer;
import io.github.nixadhoc.testkit.FailureOf;
import io.github.nixadhoc.testkit.SandboxedClient;
import io.github.nixadhoc.testkit.SandboxedNix;
import io.github.nixadhoc.testkit.Waits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Results of runs, successful and failed ones. */
class RunIT extends SandboxedNix {

    /** jq, hlint and the like are small shell programs here; the calls are those of the documentation. */
    @Test
    void theCallsOfTheDocumentationWorkAsDescribed() throws IOException {
        StandIns.addTo(sandbox);
        Path project = Files.createDirectories(sandbox.root().resolve("project"));
        Files.writeString(Files.createDirectories(project.resolve("src")).resolve("Parser.hs"), "main = pure ()");

        List<String> lines = ForkedJvm.in(sandbox).main(ContractSnippets.class).run(project.toString());

        assertThat(lines)
                .contains(
                        "0",
                        "true",
                        "jq nix",
                        "imagemagick convert in.png -resize 50% out.png",
                        "sound [ffmpeg -i meeting.mp4 -vn -ar 16000 -ac 1 audio.wav, whisper sound]",
                        "3 bytes from localhost",
                        "entry 10",
                        "store local",
                        "blender rendered scene.blend",
                        "same cow true")
                .doesNotContain("entry 11")
                .endsWith("end of main");
        assertThat(lines).anyMatch(line -> line.startsWith("hits [imagemagick"));
        assertThat(lines).anyMatch(line -> line.matches("size 1 .* KiB"));
        assertThat(lines).anyMatch(line -> line.matches("plan \\[.*-blender-1.0/bin/blender]"));
    }

    @Test
    void aResultHasThePathsAndSizesOfNix() {
        Path output = sandbox.build("nixpkgs#closure-top").get(0);
        long size = Long.parseLong(
                sandbox.nix("path-info", "-S", output.toString()).text().split("\\s+")[1]);
        Instant before = Instant.now();

        RunResult result = nix.run("closure-top").execute();

        assertThat(result.exitCode()).isZero();
        assertThat(result.termination()).isEqualTo(new Termination.Exited(0));
        assertThat(result.storePaths()).extracting(StorePath::path).containsExactly(output);
        assertThat(result.closureSize()).isEqualTo(ByteSize.of(size));
        assertThat(result.program()).isEqualTo(output.resolve("bin/closure-top"));
        assertThat(result.startedAt()).isBetween(before, Instant.now());
        assertThat(result.duration()).isPositive().isLessThan(Waits.LIMIT);
        assertThat(result.times().execute()).isEqualTo(result.duration());
        assertThat(result.times().resolve()).isPositive();
        assertThat(result.times().realise()).isPositive();
        assertThat(result.times().total()).isGreaterThan(result.duration());
        assertThat(result.command()).contains("run nixpkgs#closure-top");
        assertThat(result.toString()).contains("closure-top: exit code 0").contains(output.toString());
    }

    @Test
    void aResultHasTheProcessOfTheProgram() {
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        // so that the time is the program's
        sandbox.settled();
        nix.prefetch("tidy").execute();
        RunResult result = Waits.withEnoughTime(
                Duration.ofSeconds(1),
                limit -> {
                    lines.clear();
                    return nix.run("tidy").onStdout(lines::add).timeout(limit).execute();
                },
                ended -> !ended.stdout().isEmpty());

        assertThat(result.stdoutLines()).containsExactly(String.valueOf(result.pid()));
        assertThat(lines).isEqualTo(result.stdoutLines());
    }

    @Test
    void severalPackagesAreListedInOrderWithOneClosure() {
        List<Path> outputs = List.of(
                sandbox.build("nixpkgs#closure-top").get(0),
                sandbox.build("nixpkgs#closure-middle").get(0),
                sandbox.build("nixpkgs#t2").get(0));
        long size = sumOfClosures(outputs);

        RunResult result = nix.shell("closure-top", "closure-middle", "t2", "closure-top")
                .command("which-one")
                .execute();

        assertThat(result.storePaths()).extracting(StorePath::path).containsExactlyElementsOf(outputs);
        assertThat(result.closureSize()).isEqualTo(ByteSize.of(size));
        assertThat(result.stdout()).isEqualTo("t2\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 100, 126, 255})
    void theExitCodeIsThatOfTheProgram(int code) {
        RunResult result = nix.run("exit-with").args(String.valueOf(code)).execute();

        assertThat(result.exitCode()).isEqualTo(code);
    }

    @Test
    void aFailedProgramIsAResultAndOrThrowThrows() {
        RunResult result = nix.run("exit-with").args("3").execute();

        ProgramFailedException failure =
                FailureOf.running(result::orThrow, ProgramFailedException.class, Phase.EXECUTE);
        assertThat(failure.result()).isEqualTo(result);
        assertThat(failure).hasMessageContaining("exit code 3").hasMessageContaining("exit-with");
        assertThatThrownBy(() -> nix.run("exit-with").args("3").text()).isInstanceOf(ProgramFailedException.class);
    }

    @Test
    void aProgramThatASignalEndedIsReported() {
        RunResult result = nix.run("kill-self").args("KILL").execute();

        assertThat(result.termination()).isEqualTo(new Termination.Signaled(9));
        assertThat(result.exitCode()).isEqualTo(137);
    }

    @Test
    void textIsWithoutTheLastNewlineOnly() {
        assertThat(nix.shell("hello").script("printf 'one\\n\\n'").text()).isEqualTo("one\n");
        assertThat(nix.shell("hello").script("printf 'one'").text()).isEqualTo("one");
        assertThat(nix.shell("hello").script("printf ''").text()).isEmpty();
    }

    @Test
    void linesComeWhileTheProgramRunsAndAFailureAfterTheLast() {
        List<String> seen = new ArrayList<>();
        Throwable failure = catchThrowable(() -> {
            try (Stream<String> lines =
                    nix.shell("hello").script("echo 1; echo 2; exit 4").lines()) {
                lines.forEach(seen::add);
            }
        });

        assertThat(seen).containsExactly("1", "2");
        assertThat(failure).isExactlyInstanceOf(ProgramFailedException.class);
    }

    @Test
    void aMillionLinesAllCome() {
        try (Stream<String> lines = nix.shell("hello").script("seq 1000000").lines()) {
            assertThat(lines.mapToLong(Long::parseLong).sum()).isEqualTo(500_000_500_000L);
        }
    }

    @Test
    void stdinIsClosedUnlessGiven() {
        assertThat(nix.run("count-stdin").timeout(Duration.ofSeconds(20)).text())
                .isEqualTo("0");
    }

    @Test
    void stdinIsTextBytesAFileOrAStream() throws IOException {
        byte[] bytes = new byte[300_000];
        Path file = Files.write(sandbox.root().resolve("input"), bytes);

        assertThat(nix.run("count-stdin").stdin("größe").text()).isEqualTo("7");
        assertThat(nix.run("count-stdin").stdin(bytes).text()).isEqualTo("300000");
        assertThat(nix.run("count-stdin").stdin(file).text()).isEqualTo("300000");
        assertThat(nix.run("count-stdin").stdin(new ByteArrayInputStream(bytes)).text())
                .isEqualTo("300000");
    }

    @Test
    void beyondTheLimitHeadAndTailAreKeptAndTheRestIsCounted() {
        RunResult result = nix.shell("hello")
                .script("seq 100000")
                .maxOutput(ByteSize.of(1000))
                .execute();

        assertThat(result.exitCode()).isZero();
        assertThat(result.stdout())
                .startsWith("1\n2\n")
                .endsWith("99999\n100000\n")
                .contains("bytes dropped");
        assertThat(result.droppedStdout()).isEqualTo(ByteSize.of(588_895 - 1000));
        assertThat(result.stdoutBytes()).hasSize(1000);
        assertThatThrownBy(() -> nix.shell("hello")
                        .script("seq 100000")
                        .maxOutput(ByteSize.of(1000))
                        .text())
                .isInstanceOf(OutputLimitException.class);
    }

    @Test
    void beyondTheLimitOnlyTheTailIsKeptOnRequest() {
        RunResult result = nix.shell("hello")
                .script("seq 100000")
                .maxOutput(ByteSize.of(14), Overflow.KEEP_TAIL)
                .execute();

        assertThat(result.stdoutBytes()).isEqualTo("\n99999\n100000\n".getBytes(UTF_8));
        assertThat(result.droppedStdout()).isEqualTo(ByteSize.of(588_895 - 14));
    }

    @Test
    void beyondTheLimitTheProgramIsStoppedOnRequest() {
        RunResult result =
                nix.run("endless").maxOutput(ByteSize.of(1000), Overflow.FAIL).execute();

        assertThat(result.termination()).isInstanceOf(Termination.OutputLimit.class);
        assertThatThrownBy(result::orThrow).isExactlyInstanceOf(OutputLimitException.class);
    }

    @Test
    void allOfTheOutputIsSpilledToAFile() throws IOException {
        Path file = sandbox.root().resolve("spilled");

        RunResult result = nix.shell("hello")
                .script("seq 100000")
                .maxOutput(ByteSize.of(1000))
                .spillTo(file)
                .execute();

        assertThat(Files.size(file)).isEqualTo(588_895);
        assertThat(result.droppedStdout()).isEqualTo(ByteSize.of(588_895 - 1000));
    }

    @Test
    void stderrIsSeparateUnlessMerged() {
        RunResult separate = nix.run("two-streams").execute();
        RunResult merged = nix.run("two-streams").mergeStderr().execute();

        assertThat(separate.stdout()).isEqualTo("to stdout\n");
        assertThat(separate.stderr()).isEqualTo("to stderr\n");
        assertThat(merged.stdout()).isEqualTo("to stdout\nto stderr\n");
        assertThat(merged.stderr()).isEmpty();
    }

    @Test
    void aBuildBeforeTheRunDoesNotShowInTheStreamsOfTheProgram() {
        RunResult result = nix.run("noisy-build").execute();

        assertThat(result.stdout()).isEqualTo("quiet\n");
        assertThat(result.stderr()).isEmpty();
    }

    @Test
    void bytesAreReadInTheCharsetThatIsGiven() {
        assertThat(nix.run("not-utf8").text()).isEqualTo("caf\ufffd é");
        assertThat(nix.run("not-utf8").charset(ISO_8859_1).text()).isEqualTo("café Ã©");
    }

    @Test
    void linesAreDeliveredAsTheyArrive() {
        List<String> out = Collections.synchronizedList(new ArrayList<>());
        List<String> err = Collections.synchronizedList(new ArrayList<>());

        RunResult result =
                nix.run("two-streams").onStdout(out::add).onStderr(err::add).execute();

        assertThat(out).containsExactly("to stdout");
        assertThat(err).containsExactly("to stderr");
        assertThat(result.stdout()).isEqualTo("to stdout\n");
    }

    @Test
    void discardedOutputIsNotKept() {
        RunResult result = nix.run("two-streams").discardOutput().execute();

        assertThat(result.stdout()).isEmpty();
        assertThat(result.stderr()).isEmpty();
        assertThat(result.droppedStdout()).isEqualTo(ByteSize.ZERO);
    }

    @Test
    void inheritedStreamsAreThoseOfTheJvm() {
        List<String> lines = ForkedJvm.in(sandbox)
                .run("verb=inheritIO", "registry=" + SandboxedClient.emptyRegistry(sandbox), "two-streams");

        assertThat(lines).contains("to stdout", "to stderr", "exit code 0");
    }

    @Test
    void aSecretReachesOnlyTheProgram() {
        String secret = "s3cret-value-of-a-token";
        RunCommand command = nix.run("print-env").secretEnv("TOKEN", secret).args("TOKEN");
        RunResult result = command.execute();

        assertThat(result.stdout()).isEqualTo("TOKEN=" + secret + "\n");
        assertThat(List.of(command.toString(), command.toShellCommand(), result.command()))
                .noneMatch(text -> text.contains(secret));
        for (String installable :
                List.of("throws", "build-fails", "no-bin", "missing-interpreter", "no-such-flake#x")) {
            NixException failure = catchThrowableOfType(
                    NixException.class,
                    () -> nix.run(installable).secretEnv("TOKEN", secret).execute());
            assertThat(failure.toString() + failure.command() + failure.log() + failure.hint())
                    .doesNotContain(secret);
        }
        RunResult failed =
                nix.run("exit-with").args("1").secretEnv("TOKEN", secret).execute();
        assertThat(catchThrowable(failed::orThrow)).message().doesNotContain(secret);
        assertThat(failed.toString()).doesNotContain(secret);
    }

    @Test
    void secretsOfACommandDoNotReachNix() throws IOException {
        Path environ = sandbox.root().resolve("environ");
        Path spy = Files.writeString(
                sandbox.root().resolve("nix"),
                "#!/bin/sh\nenv >> " + environ + "\nexec " + sandbox.under().binary() + " \"$@\"\n");
        assertThat(spy.toFile().setExecutable(true)).isTrue();
        Files.createSymbolicLink(
                sandbox.root().resolve("nix-store"), sandbox.under().tool("nix-store"));
        try (NixClient spied = SandboxedClient.builder(sandbox).nixBinary(spy).build()) {
            spied.run("print-env").secretEnv("TOKEN", "s3cret").args("TOKEN").execute();
        }

        assertThat(Files.readString(environ)).contains("NIX_STORE_DIR").doesNotContain("s3cret");
    }

    @Test
    void aScriptIsRunByBashIfThePackagesHaveIt() {
        ShellCommand command = nix.shell("bash").script("echo ${BASH_VERSION:+bash} \"$0\" \"$@\"");

        assertThat(command.args("a b", "c").text()).isEqualTo("bash bash a b c");
    }

    @Test
    void aScriptIsRunByShWithoutBash() {
        ShellCommand command =
                nix.shell("dash").script("echo \"${BASH_VERSION-none} $0 $1\"").env("PATH", "/no/such/directory");

        assertThat(command.args("a b").text()).isEqualTo("none sh a b");
    }

    @Test
    void aPlanNamesTheBuildsAndDoesNothing() {
        Path ran = sandbox.root().resolve("ran");
        Plan plan = nix.shell("closure-top").script("touch " + ran).plan();

        assertThat(plan.isInStore()).isFalse();
        assertThat(plan.transfer().toFetch()).isEmpty();
        assertThat(plan.transfer().toBuild())
                .extracting(StorePath::name)
                .containsExactlyInAnyOrder("closure-leaf-1.0.drv", "closure-middle-1.0.drv", "closure-top-1.0.drv");
        assertThat(plan.storePaths()).extracting(StorePath::name).containsExactly("closure-top-1.0");
        assertThat(plan.toString()).contains("to build");
        assertThat(ran).doesNotExist();
        assertThat(sandbox.storePaths())
                .allMatch(path ->
                        path.toString().endsWith(".drv") || path.toString().endsWith("-source"));
    }

    @Test
    void aPlanHasTheSizeOfTheDownload() {
        try (BinaryCacheServer cache = BinaryCacheServer.publish(sandbox, "nixpkgs#closure-top")) {
            sandbox.configure(cache.settings());

            Plan plan = nix.run("closure-top").plan();

            assertThat(cache.archiveRequests()).isZero();
            assertThat(plan.transfer().toBuild()).isEmpty();
            assertThat(plan.transfer().toFetch())
                    .extracting(StorePath::name)
                    .containsExactlyInAnyOrder("closure-leaf-1.0", "closure-middle-1.0", "closure-top-1.0");
            assertThat(plan.transfer().unpackedSize().bytes()).isBetween(105_000L, 120_000L);
            assertThat(plan.transfer().downloadSize().bytes()).isBetween(105_000L, 120_000L);
            assertThat(plan.command()).containsExactly(plan.storePaths().get(0) + "/bin/closure-top");
        }
    }

    @Test
    void aPlanOfAPresentPackageReportsThat() {
        RunResult result = nix.run("hello").execute();

        Plan plan = nix.run("hello").args("a b").plan();

        assertThat(plan.isInStore()).isTrue();
        assertThat(plan.storePaths()).isEqualTo(result.storePaths());
        assertThat(plan.command()).containsExactly(result.program().toString(), "a b");
        assertThat(plan.toString()).contains("all of it is in the store");
    }

    @Test
    void nothingIsWrittenIntoTheDirectoryOfAFlake() throws IOException {
        Path directory = sandbox.nixpkgs().directory();
        Set<String> before = names(directory);

        nix.run("path:" + directory + "#hello").execute();
        nix.run(".#hello").directory(directory).execute();

        assertThat(names(directory)).isEqualTo(before);
    }

    @Test
    void aProgramInTheBackgroundIsLiveAndItsResultComesWhenItEnds() throws Exception {
        try (RunningProgram program =
                nix.shell("hello").script("sleep 0.3; echo done").start()) {
            assertThat(program.isRunning()).isTrue();

            RunResult result = program.result().get(Waits.LIMIT.toSeconds(), TimeUnit.SECONDS);

            assertThat(result.stdout()).isEqualTo("done\n");
            assertThat(result.pid()).isEqualTo(program.pid());
            assertThat(program.isRunning()).isFalse();
        }
    }

    @Test
    void aFutureHasTheResultAndTheFailure() throws Exception {
        assertThat(nix.run("hello")
                        .executeAsync()
                        .get(Waits.LIMIT.toSeconds(), TimeUnit.SECONDS)
                        .stdout())
                .isEqualTo("Hello, world!\n");
        assertThat(catchThrowable(
                        () -> nix.run("throws").executeAsync().get(Waits.LIMIT.toSeconds(), TimeUnit.SECONDS)))
                .hasCauseInstanceOf(NixException.class);
    }

    private long sumOfClosures(List<Path> outputs) {
        List<String> command = new ArrayList<>(List.of("path-info", "-r", "-s"));
        outputs.forEach(output -> command.add(output.toString()));
        return sandbox.nix(command.toArray(String[]::new)).lines().stream()
                .distinct()
                .mapToLong(line -> Long.parseLong(line.split("\\s+")[1]))
                .sum();
    }

    private static Set<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return Set.copyOf(files.map(Path::toString).toList());
        }
    }
}
