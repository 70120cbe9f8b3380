package io.github.nixadhoc.testing;

import io.github.nixadhoc.exec.ProcessOutcome;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.CapturedOutput;
import io.github.nixadhoc.model.Finding;
import io.github.nixadhoc.model.GcRoot;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.NixVersion;
import io.github.nixadhoc.model.PhaseTimes;
import io.github.nixadhoc.model.RegistryEntry;
import io.github.nixadhoc.model.Severity;
import io.github.nixadhoc.model.StoreFinding;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.model.StorePathInfo;
import io.github.nixadhoc.model.Termination;
import io.github.nixadhoc.model.Transfer;
import io.github.nixadhoc.result.Closure;
import io.github.nixadhoc.result.CopyResult;
import io.github.nixadhoc.result.FlakeInfo;
import io.github.nixadhoc.result.FlakeOutputs;
import io.github.nixadhoc.result.GarbageResult;
import io.github.nixadhoc.result.MissingPaths;
import io.github.nixadhoc.result.Pin;
import io.github.nixadhoc.result.PipelineResult;
import io.github.nixadhoc.result.Plan;
import io.github.nixadhoc.result.PrefetchResult;
import io.github.nixadhoc.result.PrefetchedPackage;
import io.github.nixadhoc.result.RegistryChange;
import io.github.nixadhoc.result.RunResult;
import io.github.nixadhoc.result.SearchIndex;
import io.github.nixadhoc.result.SessionReceipt;
import io.github.nixadhoc.result.SessionRun;
import io.github.nixadhoc.result.StoreInfo;
import io.github.nixadhoc.result.StoreRepair;
import io.github.nixadhoc.result.StoreUsage;
import io.github.nixadhoc.result.StoreVerification;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Results that are filled with plain values, for tests.
 *
 * <p>All went well, with a package {@code hello} and a time that does not change. A result of many parts comes as a new
 * builder whose {@code build()} succeeds as it is, and a test sets what it is about. A result of few parts comes as it is; a
 * test that is about another makes it with the result's {@code of}.
 *
 * <pre>{@code
 * RunResult failed = SampleResults.run().exitCode(3).stderr("no such file\n").build();
 * }</pre>
 *
 * @since 0.1
 */
public final class SampleResults {

    private static final StorePath HELLO = StorePath.parse("/nix/store/00000000000000000000000000000000-hello-2.12.1");

    private static final StorePath OLD_HELLO =
            StorePath.parse("/nix/store/11111111111111111111111111111111-hello-2.10");

    private static final Installable INSTALLABLE = Installable.parse("hello");

    private static final ByteSize SIZE = ByteSize.ofMiB(30);

    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

    private static final Duration DURATION = Duration.ofMillis(20);

    private static final String COMMAND = "nix shell nixpkgs#hello -c hello";

    private SampleResults() {}

    /**
     * Returns the result of a program that ended with exit code 0 and printed nothing.
     *
     * @return a new builder
     */
    public static RunResult.Builder run() {
        Termination end = new Termination.Exited(0);
        CapturedOutput nothing = CapturedOutput.empty();
        return RunResult.builder()
                .outcome(ProcessOutcome.builder(end)
                        .stdout(nothing)
                        .stderr(nothing)
                        .pid(4711)
                        .startedAt(TIME)
                        .duration(DURATION)
                        .build())
                .program(HELLO.path().resolve("bin/hello"))
                .storePaths(List.of(HELLO))
                .closureSize(SIZE)
                .times(phaseTimes())
                .command(COMMAND);
    }

    /**
     * Returns the result of a pipeline of two programs that ended with exit code 0 and printed nothing.
     *
     * @return the sample
     */
    public static PipelineResult pipeline() {
        RunResult stage = run().build();
        return PipelineResult.of(List.of(stage, stage), DURATION, COMMAND + " | " + COMMAND);
    }

    /**
     * Returns the plan of a program that is in the store and that no policy would deny.
     *
     * @return a new builder
     */
    public static Plan.Builder plan() {
        return Plan.builder()
                .command(List.of(HELLO.path().resolve("bin/hello").toString()))
                .installables(List.of(INSTALLABLE))
                .storePaths(List.of(HELLO));
    }

    /**
     * Returns the transfer of one package that is to be downloaded.
     *
     * @return a new builder
     */
    public static Transfer.Builder transfer() {
        return Transfer.builder()
                .toFetch(List.of(HELLO))
                .downloadSize(ByteSize.ofMiB(8))
                .unpackedSize(SIZE);
    }

    /**
     * Returns the closure of one package that depends on nothing and is in the store.
     *
     * @return the sample
     */
    public static Closure closure() {
        return Closure.of(List.of(HELLO), List.of(storePathInfo().build()));
    }

    /**
     * Returns one output that is not in the store, and its download.
     *
     * @return the sample
     */
    public static MissingPaths missingPaths() {
        return MissingPaths.of(List.of(HELLO), transfer().build());
    }

    /**
     * Returns a pin that is whole and that no run has used yet.
     *
     * @return a new builder
     */
    public static Pin.Builder pin() {
        return Pin.builder()
                .name("hello")
                .installable(INSTALLABLE)
                .storePaths(List.of(HELLO))
                .size(SIZE)
                .pinnedAt(TIME);
    }

    /**
     * Returns the result of a prefetch of one package that was in the store before.
     *
     * @return the sample
     */
    public static PrefetchResult prefetch() {
        return PrefetchResult.of(List.of(prefetchedPackage()), Transfer.none());
    }

    /**
     * Returns a package that has been brought into the store.
     *
     * @return the sample
     */
    public static PrefetchedPackage prefetchedPackage() {
        return PrefetchedPackage.of(INSTALLABLE, List.of(HELLO), SIZE);
    }

    /**
     * Returns the facts of a store that is served by a daemon and does not trust this user.
     *
     * @return the sample
     */
    public static StoreInfo storeInfo() {
        return StoreInfo.of("daemon", NixVersion.parse("2.34.0"), false);
    }

    /**
     * Returns the usage of a store of two paths, of which one could be deleted.
     *
     * @return a new builder
     */
    public static StoreUsage.Builder storeUsage() {
        return StoreUsage.builder()
                .paths(2)
                .totalSize(ByteSize.ofMiB(60))
                .diskUsage(ByteSize.ofMiB(60))
                .reclaimable(SIZE)
                .reclaimablePaths(List.of(OLD_HELLO))
                .roots(List.of(gcRoot()));
    }

    /**
     * Returns a garbage collector root that protects one path.
     *
     * @return the sample
     */
    public static GcRoot gcRoot() {
        return GcRoot.of("/nix/var/nix/gcroots/hello", HELLO, SIZE, SIZE);
    }

    /**
     * Returns the facts about a path that depends on nothing.
     *
     * @return a new builder
     */
    public static StorePathInfo.Builder storePathInfo() {
        return StorePathInfo.builder(HELLO).narSize(SIZE).closureSize(SIZE);
    }

    /**
     * Returns the times of a run whose packages were in the store.
     *
     * @return the sample
     */
    public static PhaseTimes phaseTimes() {
        return PhaseTimes.of(Duration.ZERO, Duration.ZERO, Duration.ZERO, DURATION);
    }

    /**
     * Returns the finding of a check that has found no problem.
     *
     * @return the sample
     */
    public static Finding finding() {
        return Finding.of("nix", Severity.OK, "2.34.0", "/usr/bin/nix", "");
    }

    /**
     * Returns the entry of the name nixpkgs in the user's registry.
     *
     * @return the sample
     */
    public static RegistryEntry registryEntry() {
        return RegistryEntry.of(RegistryEntry.Kind.USER, "flake:nixpkgs", "github:NixOS/nixpkgs/nixpkgs-unstable");
    }

    /**
     * Returns the pin of a name in the user's flake registry.
     *
     * @return the sample
     */
    public static RegistryChange registryChange() {
        return RegistryChange.of(
                Path.of("/home/ann/.config/nix/registry.json"),
                "nixpkgs",
                null,
                "github:NixOS/nixpkgs/0123456789abcdef0123456789abcdef01234567");
    }

    /**
     * Returns the copy of one path, which the other store lacked.
     *
     * @return the sample
     */
    public static CopyResult copy() {
        return CopyResult.of(List.of(HELLO), SIZE, List.of());
    }

    /**
     * Returns the result of a check of two paths, of which none is damaged.
     *
     * @return the sample
     */
    public static StoreVerification storeVerification() {
        return StoreVerification.of(2, List.of());
    }

    /**
     * Returns the result of a check of two paths, of which one was damaged and has been repaired.
     *
     * @return the sample
     */
    public static StoreRepair storeRepair() {
        return StoreRepair.of(2, List.of(HELLO), List.of());
    }

    /**
     * Returns a flake without inputs.
     *
     * @return a new builder
     */
    public static FlakeInfo.Builder flakeInfo() {
        return FlakeInfo.builder()
                .reference("github:owner/repo/0000000000000000000000000000000000000000")
                .description("Greets the world")
                .source(HELLO);
    }

    /**
     * Returns the outputs of a flake with one package.
     *
     * @return the outputs
     */
    public static FlakeOutputs flakeOutputs() {
        return FlakeOutputs.of(List.of(FlakeOutputs.Output.of(
                List.of("packages", "x86_64-linux", "hello"), "derivation", "hello-2.12.1", "Greets the world")));
    }

    /**
     * Returns the failure of a repair: a path whose files are gone, and that no binary cache has.
     *
     * @return the failure, for {@link StoreRepair#of}
     */
    public static StoreRepair.Failure repairFailure() {
        return StoreRepair.Failure.of(StoreFinding.Missing.of(OLD_HELLO), "no binary cache has it");
    }

    /**
     * Returns the result of a garbage collection that has deleted one path.
     *
     * @return the sample
     */
    public static GarbageResult garbage() {
        return GarbageResult.of(List.of(OLD_HELLO), SIZE, false, List.of());
    }

    /**
     * Returns the receipt of an open session that has downloaded and run one program.
     *
     * @return a new builder
     */
    public static SessionReceipt.Builder sessionReceipt() {
        return SessionReceipt.builder()
                .added(List.of(HELLO))
                .addedSize(SIZE)
                .addedOnDisk(SIZE)
                .downloaded(List.of(HELLO))
                .runs(List.of(sessionRun()));
    }

    /**
     * Returns a program that a session has run and that ended with exit code 0.
     *
     * @return the sample
     */
    public static SessionRun sessionRun() {
        return SessionRun.of(COMMAND, new Termination.Exited(0), DURATION);
    }

    /**
     * Returns the index of a flake of 100,000 packages.
     *
     * @return the sample
     */
    public static SearchIndex searchIndex() {
        return SearchIndex.of(
                "github:NixOS/nixpkgs/0000000000000000000000000000000000000000",
                TIME,
                100_000,
                List.of("perlPackages.BioBigFile: attribute 'libpng' missing"));
    }
}
