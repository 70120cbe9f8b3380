package io.github.nixadhoc.internal.nix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.nixadhoc.error.FetchFailedException;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.OfflineException;
import io.github.nixadhoc.exec.CommonsExecExecutor;
import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.testkit.NixSandbox;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real Nix on a machine without a network. */
class OfflineIT {

    /** What a person still takes for at once. */
    private static final Duration SOON = Duration.ofSeconds(2);

    private final NixSandbox sandbox = NixSandbox.create();

    @AfterEach
    void close() {
        sandbox.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "github:NixOS/nixpkgs/nixos-25.05#hello",
                "no-such-entry#hello",
                "git+https://github.com/NixOS/nix#hello",
                "https://example.org/flake.tar.gz#hello"
            })
    void withoutANetworkItIsKnownSoon(String installable) throws IOException {
        NixCli nix = cliWithoutNetwork(List.of());

        Timed timed = fail(nix, installable);

        assertThat(timed.failure()).isInstanceOf(OfflineException.class);
        assertThat(timed.duration()).isLessThan(SOON);
    }

    @Test
    void whatTheUsersOwnRegistryHasRunsWithoutANetwork() throws IOException {
        NixCli nix = cliWithoutNetwork(List.of());
        if (!nix.installation(Deadline.never()).dialect().canDoWithoutGlobalRegistry()) {
            assertThat(fail(nix, "nixpkgs#hello").failure()).isInstanceOf(OfflineException.class);
            return;
        }

        NixOutput output = nix.run(build("nixpkgs#hello"), Deadline.never());

        assertThat(output.stdout()).contains("-hello-");
    }

    @Test
    void aCacheThatCannotBeReachedIsDoneWithout() throws IOException {
        long start = System.nanoTime();
        NixCli nix = cliWithoutNetwork(options("--option", "substituters", "https://cache.nixos.org"));

        NixOutput output = nix.run(build("nixpkgs#hello"), Deadline.never());

        assertThat(output.stdout()).contains("-hello-");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
    }

    @Test
    void aServerOnThisMachineThatDoesNotAnswerIsNoSignOfBeingOffline() {
        NixCli nix = cli(options("--option", "download-attempts", "1"), Map.of());

        assertThat(fail(nix, "http://127.0.0.1:9/flake.tar.gz#hello").failure())
                .isInstanceOf(FetchFailedException.class);
    }

    @Test
    void aProxyThatCannotBeReachedIsNoSignOfBeingOffline() {
        NixCli nix = cli(options("--option", "download-attempts", "1"), Map.of("https_proxy", "http://127.0.0.1:9"));

        assertThat(fail(nix, "github:NixOS/nixpkgs#hello").failure()).isInstanceOf(FetchFailedException.class);
    }

    /** Returns a Nix that has no network: this machine's own where it has none, else one in a namespace without. */
    private NixCli cliWithoutNetwork(List<String> options) throws IOException {
        if (!hasNetwork()) {
            return cli(options, Map.of());
        }
        Path folder = Files.createDirectories(sandbox.root().resolve("without-network"));
        for (String tool : List.of("nix", "nix-store")) {
            Path wrapper = folder.resolve(tool);
            Files.writeString(
                    wrapper,
                    "#!/bin/sh\nexec unshare --map-root-user --net "
                            + sandbox.under().tool(tool) + " \"$@\"\n");
            assertThat(wrapper.toFile().setExecutable(true)).isTrue();
        }
        return new NixCli(
                CommonsExecExecutor.create(),
                new NixSettings(folder.resolve("nix"), null, options, environment(Map.of())),
                NetworkProbe.with(Map.of(), host -> false));
    }

    private static boolean hasNetwork() {
        try {
            return InetAddress.getAllByName("cache.nixos.org").length > 0;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static Timed fail(NixCli nix, String installable) {
        long start = System.nanoTime();
        NixException failure = catchThrowableOfType(NixException.class, () -> {
            NixOutput output = nix.run(build(installable), Deadline.after(Duration.ofSeconds(30)));
            throw new AssertionError("it succeeded: " + output);
        });
        return new Timed(failure, Duration.ofNanos(System.nanoTime() - start));
    }

    private static NixCall build(String installable) {
        return NixCall.nix(Phase.RESOLVE, List.of("build", "--no-link", "--json", installable));
    }

    private List<String> options(String... more) {
        return Stream.concat(sandbox.options().stream(), Arrays.stream(more)).toList();
    }

    private NixCli cli(List<String> options, Map<String, String> variables) {
        return new NixCli(
                CommonsExecExecutor.create(),
                new NixSettings(sandbox.under().binary(), null, options, environment(variables)));
    }

    private ProcessEnvironment environment(Map<String, String> variables) {
        ProcessEnvironment environment = ProcessEnvironment.inherited().onTopOf(sandbox.environment());
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            environment = environment.set(variable.getKey(), variable.getValue());
        }
        return environment;
    }

    private record Timed(NixException failure, Duration duration) {}
}
