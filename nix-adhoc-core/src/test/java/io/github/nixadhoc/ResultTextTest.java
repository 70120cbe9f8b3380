package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.model.Termination;
import io.github.nixadhoc.model.Transfer;
import io.github.nixadhoc.result.GarbageResult;
import io.github.nixadhoc.result.PrefetchResult;
import io.github.nixadhoc.result.SearchIndex;
import io.github.nixadhoc.result.SessionRun;
import io.github.nixadhoc.result.StoreInfo;
import io.github.nixadhoc.testing.SampleResults;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each result prints itself for a prompt. */
class ResultTextTest {

    private static final String HELLO = "/nix/store/00000000000000000000000000000000-hello-2.12.1";

    private static final List<StorePath> OLD =
            List.of(StorePath.parse("/nix/store/11111111111111111111111111111111-hello-2.10"));

    static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of(SampleResults.run().stdout("hi\n").build(), """
                        hello: exit code 0 in 20 ms
                          store path  %s
                          closure     30.0 MiB
                          stdout
                            hi""".formatted(HELLO)),
                Arguments.of(SampleResults.pipeline(), """
                        pipeline: exit code 0 in 20 ms
                          hello: exit code 0
                          hello: exit code 0"""),
                Arguments.of(SampleResults.plan().build(), """
                        %1$s/bin/hello
                          store path  %1$s
                          all of it is in the store""".formatted(HELLO)),
                Arguments.of(SampleResults.missingPaths(), """
                        not in the store
                            %s
                            to build 0, to fetch 1: download 8.0 MiB, unpacked 30.0 MiB""".formatted(HELLO)),
                Arguments.of(SampleResults.pin().build(), """
                        hello: hello, 30.0 MiB, pinned 2026-01-01T00:00:00Z, not used yet
                            %s""".formatted(HELLO)),
                Arguments.of(SampleResults.prefetch(), "hello  30.0 MiB\n  all of it was in the store"),
                Arguments.of(
                        PrefetchResult.of(
                                List.of(SampleResults.prefetchedPackage()),
                                SampleResults.transfer().build()),
                        "hello  30.0 MiB\n  built 0, fetched 1: download 8.0 MiB, unpacked 30.0 MiB"),
                Arguments.of(SampleResults.storeInfo(), "store daemon, Nix 2.34.0, not trusted"),
                Arguments.of(StoreInfo.of("local", null, null), "store local"),
                Arguments.of(SampleResults.storeUsage().build(), """
                        2 store paths, 60.0 MiB, on disk 60.0 MiB
                          reclaimable 30.0 MiB in 1 path
                          kept alone by
                                30.0 MiB  /nix/var/nix/gcroots/hello"""),
                Arguments.of(SampleResults.storeVerification(), "2 paths checked, all is well"),
                Arguments.of(SampleResults.storeRepair(), "2 paths checked, repaired 1, not repaired 0\n    " + HELLO),
                Arguments.of(GarbageResult.of(OLD, ByteSize.ofMiB(30), true, List.of()), """
                        1 store path would be deleted, 30.0 MiB freed
                          store paths
                            /nix/store/11111111111111111111111111111111-hello-2.10"""),
                Arguments.of(
                        SampleResults.sessionReceipt().build(),
                        "1 runs, 1 store paths added (30.0 MiB), 0 built, 1 downloaded, 0 deleted (0.0 KiB)"),
                Arguments.of(
                        SessionRun.of("hello", new Termination.Exited(0), Duration.ofMillis(20)),
                        "SessionRun[command=hello, termination=Optional[Exited[code=0]], duration=PT0.02S]"),
                Arguments.of(
                        SearchIndex.of("nixpkgs", Instant.EPOCH, 100_000, List.of("hello: it throws")),
                        "SearchIndex[flake=nixpkgs, asOf=1970-01-01T00:00:00Z, packages=100000, skipped=1]"),
                Arguments.of(
                        SampleResults.prefetchedPackage(),
                        "PrefetchedPackage[installable=hello, storePaths=[" + HELLO + "], closureSize=30.0 MiB]"),
                Arguments.of(SampleResults.closure(), "1 path, 30.0 MiB\n        30.0 MiB  " + HELLO),
                Arguments.of(
                        SampleResults.transfer().build(),
                        "to build 0, to fetch 1: download 8.0 MiB, unpacked 30.0 MiB"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void aResultIsOneScreen(Object result, String text) {
        assertThat(result).hasToString(text);
    }

    @Test
    void aTerminationOtherThanAnExitIsNamed() {
        assertThat(SampleResults.run().termination(new Termination.Signaled(9)).build())
                .asString()
                .startsWith("hello: ended by signal 9 in 20 ms\n");
    }

    @Test
    void aTransferNamesUnobtainablePaths() {
        Transfer transfer =
                Transfer.builder().unobtainable(List.of(StorePath.parse(HELLO))).build();

        assertThat(transfer.isEmpty()).isTrue();
        assertThat(transfer).asString().endsWith(", unobtainable 1");
    }
}
