package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.model.Termination;
import io.github.nixadhoc.model.Transfer;
import io.github.nixadhoc.result.StoreInfo;
import io.github.nixadhoc.testing.SampleResults;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each result prints itself for a prompt. */
class ResultTextTest {

    private static final String HELLO = "/nix/store/00000000000000000000000000000000-hello-2.12.1";

    static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of(SampleResults.run().stdout("hi\n").build(), """
                        hello: exit code 0 in 20 ms
                          store path  %s
                          closure     30.0 MiB
                          stdout
                            hi""".formatted(HELLO)),
                Arguments.of(SampleResults.pipeline().build(), """
                        pipeline: exit code 0 in 20 ms
                          hello: exit code 0
                          hello: exit code 0"""),
                Arguments.of(SampleResults.plan().build(), """
                        %1$s/bin/hello
                          store path  %1$s
                          all of it is in the store""".formatted(HELLO)),
                Arguments.of(SampleResults.missingPaths().build(), """
                        not in the store
                            %s
                            to build 0, to fetch 1: download 8.0 MiB, unpacked 30.0 MiB""".formatted(HELLO)),
                Arguments.of(SampleResults.pin().build(), """
                        hello: hello, 30.0 MiB, pinned 2026-01-01T00:00:00Z, not used yet
                            %s""".formatted(HELLO)),
                Arguments.of(SampleResults.prefetch().build(), "hello  30.0 MiB\n  all of it was in the store"),
                Arguments.of(
                        SampleResults.prefetch()
                                .transfer(SampleResults.transfer().build())
                                .build(),
                        "hello  30.0 MiB\n  built 0, fetched 1: download 8.0 MiB, unpacked 30.0 MiB"),
                Arguments.of(SampleResults.storeInfo().build(), "store daemon, Nix 2.34.0, not trusted"),
                Arguments.of(StoreInfo.builder().url("local").build(), "store local"),
                Arguments.of(SampleResults.storeUsage().build(), """
                        2 store paths, 60.0 MiB, on disk 60.0 MiB
                          reclaimable 30.0 MiB in 1 path
                          kept alone by
                                30.0 MiB  /nix/var/nix/gcroots/hello"""),
                Arguments.of(SampleResults.storeVerification().build(), "2 paths checked, all is well"),
                Arguments.of(
                        SampleResults.storeRepair().build(),
                        "2 paths checked, repaired 1, not repaired 0\n    " + HELLO),
                Arguments.of(SampleResults.garbage().dryRun(true).build(), """
                        1 store path would be deleted, 30.0 MiB freed
                          store paths
                            /nix/store/11111111111111111111111111111111-hello-2.10"""),
                Arguments.of(
                        SampleResults.sessionReceipt().build(),
                        "1 runs, 1 store paths added (30.0 MiB), 0 built, 1 downloaded, 0 deleted (0.0 KiB)"),
                Arguments.of(
                        SampleResults.sessionRun().command("hello").build(),
                        "SessionRun[command=hello, termination=Optional[Exited[code=0]], duration=PT0.02S]"),
                Arguments.of(
                        SampleResults.searchIndex().flake("nixpkgs").build(),
                        "SearchIndex[flake=nixpkgs, asOf=2026-01-01T00:00:00Z, packages=100000, skipped=1]"),
                Arguments.of(
                        SampleResults.prefetchedPackage().build(),
                        "PrefetchedPackage[installable=hello, storePaths=[" + HELLO + "], closureSize=30.0 MiB]"),
                Arguments.of(SampleResults.closure().build(), "1 path, 30.0 MiB\n        30.0 MiB  " + HELLO),
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
