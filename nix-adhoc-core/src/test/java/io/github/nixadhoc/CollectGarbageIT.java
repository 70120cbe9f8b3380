package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.nixadhoc.error.CancelledException;
import io.github.nixadhoc.error.NixNotInstalledException;
import io.github.nixadhoc.error.TimedOutException;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.ProfileGeneration;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.result.GarbageResult;
import io.github.nixadhoc.result.RunResult;
import io.github.nixadhoc.testkit.Background;
import io.github.nixadhoc.testkit.NixDaemon;
import io.github.nixadhoc.testkit.SandboxedClient;
import io.github.nixadhoc.testkit.SandboxedNix;
import io.github.nixadhoc.testkit.SlowNix;
import io.github.nixadhoc.testkit.StoreInDirectory;
import io.github.nixadhoc.testkit.Waits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CollectGarbageIT extends SandboxedNix {

    private static final int MANY = 1000;

    @Test
    void onlyPathsWithoutARootAreDeleted() {
        Path kept = link("t1");
        sandbox.build("nixpkgs#closure-top");
        Set<Path> before = sandbox.storePaths();
        long bytesBefore = bytesOf(sandbox.storeDir());

        GarbageResult result = nix.collectGarbage().execute();

        Set<Path> gone = new TreeSet<>(before);
        gone.removeAll(sandbox.storePaths());
        assertThat(result.deletedPaths()).extracting(StorePath::path).containsExactlyElementsOf(gone);
        assertThat(result.deletedPathCount()).isEqualTo(gone.size()).isGreaterThanOrEqualTo(3);
        assertThat(result.freed().bytes()).isEqualTo(bytesBefore - bytesOf(sandbox.storeDir()));
        assertThat(result.dryRun()).isFalse();
        assertThat(result.deletedGenerations()).isEmpty();
        assertThat(kept).exists();
        assertThat(sandbox.validPaths()).isEqualTo(sandbox.storePaths());
    }

    @Test
    void theNumbersAreThoseThatNixPrints() {
        sandbox.build("nixpkgs#closure-top");
        GarbageResult result = nix.collectGarbage().execute();
        sandbox.build("nixpkgs#closure-top");

        String printed = sandbox.tool("nix-collect-garbage").text();

        MatchResult numbers = Pattern.compile("(\\d+) store paths deleted, ([\\d.]+ [KMG]iB) freed")
                .matcher(printed)
                .results()
                .findFirst()
                .orElseThrow();
        assertThat(result.deletedPathCount()).isEqualTo(Integer.parseInt(numbers.group(1)));
        assertThat(Math.abs(result.freed().bytes()
                        - ByteSize.parse(numbers.group(2)).bytes()))
                .isLessThan(printed.contains("MiB") ? 10486 : 103);
    }

    @Test
    void filesThatSeveralPathsShareAreCountedOnce() {
        Path kept = link("closure-leaf");
        sandbox.build("nixpkgs#closure-top");
        sandbox.build("nixpkgs#hello");
        sandbox.tool("nix-store", "--optimise").requireSuccess();
        long before = bytesOf(sandbox.storeDir());

        GarbageResult wouldBe = nix.collectGarbage().dryRun().execute();
        GarbageResult result = nix.collectGarbage().execute();

        assertThat(result.freed()).isEqualTo(wouldBe.freed());
        assertThat(result.freed().bytes()).isEqualTo(before - bytesOf(sandbox.storeDir()));
        assertThat(kept).exists();
    }

    @Test
    void aDryRunReportsTheSameAndChangesNothing() {
        generations("hello", "cowsay", "t1");
        sandbox.build("nixpkgs#closure-top");
        SortedMap<String, String> before = tree();
        CollectGarbageCommand command = nix.collectGarbage().deleteOldGenerations();

        GarbageResult wouldBe = command.dryRun().execute();

        assertThat(tree()).isEqualTo(before);
        assertThat(wouldBe.dryRun()).isTrue();
        GarbageResult result = command.execute();
        assertThat(result)
                .isEqualTo(
                        GarbageResult.of(wouldBe.deletedPaths(), wouldBe.freed(), false, wouldBe.deletedGenerations()));
        assertThat(tree()).isNotEqualTo(before);
    }

    /** On a busy machine each call of Nix takes long, and none of them leaves a note for the next JVM. */
    @Test
    void aDryRunWithASlowNixChangesNothing() throws IOException {
        sandbox.build("nixpkgs#closure-top");
        Path slow = SlowNix.in(sandbox.root().resolve("slow"), sandbox.under().binary());
        SortedMap<String, String> before = tree();
        try (NixClient client = SandboxedClient.builder(sandbox).nixBinary(slow).build()) {
            assertThat(client.collectGarbage().dryRun().execute().deletedPaths())
                    .isNotEmpty();

            assertThat(tree()).isEqualTo(before);
        }
    }

    @Test
    void generationsAreKeptByDefault() {
        Path profile = generations("hello", "cowsay", "t1");
        List<Path> links = linksOf(profile);

        GarbageResult result = nix.collectGarbage().execute();

        assertThat(result.deletedGenerations()).isEmpty();
        assertThat(links).hasSize(3).allSatisfy(link -> assertThat(link).exists());
    }

    @Test
    void allGenerationsButTheCurrentOneCanBeDeleted() throws IOException {
        Path profile = generations("hello", "cowsay", "t1");
        List<StorePath> outputs = new ArrayList<>();
        for (Path link : linksOf(profile)) {
            outputs.add(StorePath.parse(link.toRealPath().toString()));
        }
        StorePath current = StorePath.parse(profile.toRealPath().toString());
        outputs.remove(current);

        GarbageResult result = nix.collectGarbage().deleteOldGenerations().execute();

        assertThat(result.deletedGenerations())
                .containsExactly(ProfileGeneration.of(profile, 1), ProfileGeneration.of(profile, 2));
        assertThat(linksOf(profile))
                .containsExactly(ProfileGeneration.of(profile, 3).link());
        assertThat(result.deletedPaths()).containsAll(outputs).doesNotContain(current);
        assertThat(current.path()).exists();
    }

    /** The newest of the old generations stays, since it was current at that time. */
    @Test
    void onlyGenerationsThatAreOldEnoughAreDeleted() throws IOException {
        Path profile = generations("hello", "cowsay", "t1", "t2");
        makeOlder(profile, 1, 50);
        makeOlder(profile, 2, 40);
        makeOlder(profile, 3, 10);
        CollectGarbageCommand command = nix.collectGarbage().olderThan(Duration.ofDays(30));

        GarbageResult wouldBe = command.dryRun().execute();
        GarbageResult result = command.execute();

        assertThat(result.deletedGenerations())
                .containsExactly(ProfileGeneration.of(profile, 1))
                .isEqualTo(wouldBe.deletedGenerations());
        assertThat(result.deletedPaths()).isEqualTo(wouldBe.deletedPaths());
        assertThat(linksOf(profile)).hasSize(3);
        assertThat(nix.collectGarbage().olderThan(Duration.ofDays(9)).execute().deletedGenerations())
                .containsExactly(ProfileGeneration.of(profile, 2));
    }

    @Test
    void aCurrentGenerationThatIsNotTheNewestStays() {
        Path profile = generations("hello", "cowsay", "t1");
        sandbox.tool("nix-env", "-p", profile.toString(), "--switch-generation", "1")
                .requireSuccess();
        CollectGarbageCommand command = nix.collectGarbage().deleteOldGenerations();

        GarbageResult wouldBe = command.dryRun().execute();

        assertThat(wouldBe.deletedGenerations())
                .containsExactly(ProfileGeneration.of(profile, 2), ProfileGeneration.of(profile, 3));
        assertThat(command.execute().deletedGenerations()).isEqualTo(wouldBe.deletedGenerations());
    }

    @Test
    void aDryRunFindsTheProfilesThatThisNixFinds() throws IOException {
        Path own = Files.createDirectories(sandbox.root().resolve("home/profiles"));
        profile(own.resolve("mine"), "hello", "cowsay");
        profile(sandbox.stateDir().resolve("profiles/per-user/somebody/deep"), "t1", "t2");
        Files.createSymbolicLink(sandbox.root().resolve("home/.nix-profile"), own.resolve("mine"));

        GarbageResult wouldBe =
                nix.collectGarbage().deleteOldGenerations().dryRun().execute();
        GarbageResult result = nix.collectGarbage().deleteOldGenerations().execute();

        assertThat(wouldBe.deletedGenerations())
                .isEqualTo(result.deletedGenerations())
                .hasSize(sandbox.under().isAtLeast(2, 16) ? 2 : 1);
        assertThat(wouldBe.deletedPaths()).isEqualTo(result.deletedPaths());
    }

    @Test
    void aDryRunKnowsTheSettingsThatDecideWhatIsGarbage() {
        sandbox.configure("keep-outputs = true", "keep-derivations = false");
        generations("hello", "closure-top", "closure-leaf");
        CollectGarbageCommand command = nix.collectGarbage().deleteOldGenerations();

        GarbageResult wouldBe = command.dryRun().execute();

        assertThat(wouldBe.deletedPaths())
                .isNotEmpty()
                .isEqualTo(command.execute().deletedPaths());
    }

    @Test
    void aCollectionStopsWhenItHasFreedEnough() {
        addMany(300);

        GarbageResult result = nix.collectGarbage().maxFreed(ByteSize.of(100)).execute();

        assertThat(result.freed().bytes()).isBetween(101L, 200_000L);
        assertThat(result.deletedPathCount()).isPositive().isLessThan(300);
        assertThat(sandbox.validPaths()).hasSizeGreaterThan(1);
    }

    @Test
    void eachOfThousandsOfDeletedPathsIsReported() {
        addMany(MANY);
        List<StorePath> told = Collections.synchronizedList(new ArrayList<>());

        GarbageResult result = nix.collectGarbage().onDeleted(told::add).execute();

        assertThat(result.deletedPathCount()).isEqualTo(MANY);
        assertThat(told).containsExactlyInAnyOrderElementsOf(result.deletedPaths());
        assertThat(sandbox.storePaths()).isEmpty();
    }

    @Test
    void aConsumerThatThrowsHarmsNothing() {
        addMany(20);
        List<StorePath> told = Collections.synchronizedList(new ArrayList<>());

        GarbageResult result = nix.collectGarbage()
                .onDeleted(path -> {
                    told.add(path);
                    throw new IllegalStateException("of no interest");
                })
                .execute();

        assertThat(result.deletedPathCount()).isEqualTo(20);
        assertThat(told).hasSize(1);
    }

    @Test
    void anInterruptStopsNix() throws Exception {
        addMany(MANY);
        CountDownLatch started = new CountDownLatch(1);
        CollectGarbageCommand command = nix.collectGarbage().onDeleted(slowly(started));
        Background<Throwable> caller = Background.call(() -> catchThrowable(command::execute));
        Waits.forLatch(started);

        caller.interrupt();

        assertThat(caller.result()).isExactlyInstanceOf(CancelledException.class);
        assertThatMostIsLeft();
    }

    @Test
    void aCancelledFutureStopsNix() throws Exception {
        addMany(MANY);
        CountDownLatch started = new CountDownLatch(1);
        CompletableFuture<GarbageResult> future =
                nix.collectGarbage().onDeleted(slowly(started)).executeAsync();
        Waits.forLatch(started);

        future.cancel(true);

        sandbox.processes().awaitEndOfAll();
        assertThatMostIsLeft();
    }

    @Test
    void timeIsLimited() {
        addMany(MANY);
        CountDownLatch started = new CountDownLatch(1);
        CollectGarbageCommand command = nix.collectGarbage().onDeleted(path -> {
            started.countDown();
            Waits.pause(Duration.ofSeconds(1));
        });

        TimedOutException failure = Waits.withEnoughTime(
                Duration.ofSeconds(1),
                limit -> catchThrowableOfType(
                        TimedOutException.class, () -> command.timeout(limit).execute()),
                ended -> started.getCount() == 0);

        assertThat(failure).hasMessageContaining("done so far stays done");
        assertThat(sandbox.processes().running()).isEmpty();
    }

    @Test
    void aRunThatIsUnderWayKeepsItsFiles() {
        try (RunningProgram program = nix.run("endless").discardOutput().start()) {
            sandbox.processes().awaitStartOf("yes");

            GarbageResult during = nix.collectGarbage().execute();

            RunResult stopped = program.stop();
            StorePath output = stopped.storePaths().get(0);
            assertThat(during.deletedPaths()).isNotEmpty().doesNotContain(output);
            assertThat(output.path()).exists();
            assertThat(nix.collectGarbage().execute().deletedPaths()).contains(output);
        }
    }

    @Test
    void aDaemonCollectsTheSame() {
        Path profile = generations("hello", "cowsay", "t1");
        sandbox.build("nixpkgs#closure-top");
        try (NixDaemon daemon = NixDaemon.start(sandbox);
                NixClient through =
                        SandboxedClient.builder(sandbox, daemon.environment()).build()) {
            GarbageResult wouldBe =
                    through.collectGarbage().deleteOldGenerations().dryRun().execute();
            GarbageResult result =
                    through.collectGarbage().deleteOldGenerations().execute();

            assertThat(result.deletedPaths()).isEqualTo(wouldBe.deletedPaths()).hasSizeGreaterThan(3);
            assertThat(result.freed()).isEqualTo(wouldBe.freed());
            assertThat(result.deletedGenerations())
                    .extracting(ProfileGeneration::profile)
                    .containsOnly(profile);
            assertThat(result.deletedPaths())
                    .allSatisfy(path -> assertThat(path.path()).doesNotExist());
        }
    }

    @Test
    void aStoreInADirectoryIsCollectedAloneAndTheProfilesOfTheMachineAreLeft() {
        Path profile = generations("hello", "cowsay");
        StoreInDirectory elsewhere = StoreInDirectory.of(sandbox);
        List<StorePath> garbage = List.of(elsewhere.add("one", 100_000), elsewhere.add("two", 7));
        assertThat(garbage).allSatisfy(path -> assertThat(elsewhere.file(path)).exists());
        try (NixClient other = elsewhere.client()) {
            CollectGarbageCommand withGenerations = other.collectGarbage().deleteOldGenerations();
            assertThatThrownBy(withGenerations::execute)
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining(elsewhere.directory().toString());

            GarbageResult result = other.collectGarbage().execute();

            assertThat(result.deletedPaths())
                    .containsExactlyInAnyOrderElementsOf(garbage)
                    .allSatisfy(path -> assertThat(elsewhere.file(path)).doesNotExist());
            assertThat(result.freed().bytes()).isEqualTo(100_007);
            assertThat(linksOf(profile)).hasSize(2);
            assertThat(sandbox.validPaths()).hasSizeGreaterThan(2);
        }
    }

    @Test
    void aNixWithoutItsOtherProgramsSaysWhatIsMissing() throws IOException {
        Path binary = wrapper();
        try (NixClient other = SandboxedClient.builder(sandbox)
                .nixBinary(binary)
                .environment(path(binary.getParent().toString()))
                .build()) {
            CollectGarbageCommand command = other.collectGarbage();

            assertThatThrownBy(command::execute)
                    .isInstanceOf(NixNotInstalledException.class)
                    .hasMessageContaining(
                            "put the directory with nix-store on PATH: it is neither there nor beside " + binary);
        }
    }

    /** Writes a script in place of Nix into a folder without the other programs of Nix. */
    private Path wrapper() throws IOException {
        Path binary = Files.writeString(
                Files.createDirectories(sandbox.root().resolve("alone")).resolve("nix"),
                "#!/bin/sh\nexec " + sandbox.under().binary() + " \"$@\"\n");
        Files.setPosixFilePermissions(binary, PosixFilePermissions.fromString("rwxr-xr-x"));
        return binary;
    }

    private Map<String, String> path(String value) {
        Map<String, String> environment = new TreeMap<>(sandbox.environment());
        environment.put("PATH", value);
        return environment;
    }

    @Test
    void theOtherProgramsOfAWrapperScriptForNixAreFoundOnPath() throws IOException {
        Path binary = wrapper();
        try (NixClient other = SandboxedClient.builder(sandbox)
                .nixBinary(binary)
                .environment(
                        path(binary.getParent() + ":" + sandbox.under().binary().getParent()))
                .build()) {
            assertThat(other.run("hello").text()).isEqualTo("Hello, world!");
            assertThat(other.collectGarbage().dryRun().execute()).isNotNull();
        }
    }

    @Test
    void aResultIsOneScreen() {
        addMany(30);

        assertThat(nix.collectGarbage().execute().toString().lines())
                .hasSizeLessThan(20)
                .first()
                .asString()
                .matches("30 store paths deleted, .* KiB freed");
    }

    private static Consumer<StorePath> slowly(CountDownLatch started) {
        return path -> {
            started.countDown();
            Waits.pause(Duration.ofMillis(10));
        };
    }

    private void assertThatMostIsLeft() {
        assertThat(sandbox.processes().running()).isEmpty();
        assertThat(sandbox.storePaths()).hasSizeBetween(10, MANY - 1);
    }

    private void addMany(int number) {
        sandbox.nix(
                        "eval",
                        "--impure",
                        "--raw",
                        "--expr",
                        "builtins.concatStringsSep \"\" (builtins.genList"
                                + " (i: builtins.substring 0 0 (builtins.toFile \"file-${toString i}\" \"${toString i}\")) "
                                + number + ")")
                .requireSuccess();
        assertThat(sandbox.storePaths()).hasSizeGreaterThanOrEqualTo(number);
    }

    private Path link(String attribute) {
        Path link = sandbox.root().resolve("link-" + attribute);
        sandbox.nix("build", "nixpkgs#" + attribute, "--out-link", link.toString())
                .requireSuccess();
        return link;
    }

    private Path generations(String... attributes) {
        return profile(sandbox.stateDir().resolve("profiles/tools"), attributes);
    }

    private Path profile(Path profile, String... attributes) {
        try {
            Files.createDirectories(profile.resolveSibling(""));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        List<String> outputs = build(attributes);
        for (String attribute : attributes) {
            String output = outputs.stream()
                    .filter(path -> path.endsWith("-" + attribute + "-1.0"))
                    .findFirst()
                    .orElseThrow();
            sandbox.tool("nix-env", "-p", profile.toString(), "--set", output).requireSuccess();
        }
        return profile;
    }

    /** Builds packages with two calls of Nix. */
    private List<String> build(String... attributes) {
        List<String> question = new ArrayList<>(List.of("path-info", "--derivation"));
        Stream.of(attributes).map(attribute -> "nixpkgs#" + attribute).forEach(question::add);
        List<String> order = new ArrayList<>(List.of("--realise"));
        order.addAll(sandbox.nix(question.toArray(String[]::new)).lines());
        return sandbox.tool("nix-store", order.toArray(String[]::new)).lines();
    }

    private static List<Path> linksOf(Path profile) {
        try (Stream<Path> entries = Files.list(profile.resolveSibling(""))) {
            return entries.filter(entry -> entry.getFileName().toString().matches("tools-\\d+-link"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void makeOlder(Path profile, int generation, int days) {
        String link = ProfileGeneration.of(profile, generation).link().toString();
        sandbox.run(List.of("touch", "-h", "-d", days + " days ago", link), new byte[0])
                .requireSuccess();
    }

    /** Returns all files but those that Nix keeps for itself while it runs. */
    private SortedMap<String, String> tree() {
        SortedMap<String, String> tree = new TreeMap<>();
        try (Stream<Path> files = Files.walk(sandbox.root())) {
            for (Path file : files.toList()) {
                String name = sandbox.root().relativize(file).toString();
                if (!name.matches("var/nix/(temproots|db|gc-socket|gc\\.lock)(/.*)?|cache(/.*)?|tmp(/.*)?")) {
                    tree.put(name, described(file));
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return tree;
    }

    private static String described(Path file) throws IOException {
        if (Files.isSymbolicLink(file)) {
            return Files.readSymbolicLink(file) + " " + modified(file);
        }
        return Files.isDirectory(file) ? "folder" : Files.size(file) + " " + modified(file);
    }

    private static FileTime modified(Path file) throws IOException {
        return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** Returns the sum of the sizes of all files but folders; a file with several links counts once. */
    private static long bytesOf(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files
                    .map(CollectGarbageIT::attributes)
                    .filter(attributes -> !attributes.isDirectory())
                    .collect(Collectors.toMap(BasicFileAttributes::fileKey, BasicFileAttributes::size, (a, b) -> a))
                    .values()
                    .stream()
                    .mapToLong(Long::longValue)
                    .sum();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static BasicFileAttributes attributes(Path file) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
