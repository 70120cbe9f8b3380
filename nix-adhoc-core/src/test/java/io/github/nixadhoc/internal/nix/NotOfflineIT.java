package io.github.nixadhoc.internal.nix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.nixadhoc.error.FetchFailedException;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.exec.commons.CommonsExecExecutor;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.testkit.NixSandbox;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Unreachable servers that are no sign of a missing network. */
class NotOfflineIT {

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    @Test
    void aServerOnThisMachineThatDoesNotAnswerIsNoSignOfBeingOffline() {
        NixCli nix = cli(options("--option", "download-attempts", "1"), Map.of());

        assertThat(fail(nix, "http://127.0.0.1:9/flake.tar.gz#hello")).isInstanceOf(FetchFailedException.class);
    }

    @Test
    void aProxyThatCannotBeReachedIsNoSignOfBeingOffline() {
        NixCli nix = cli(options("--option", "download-attempts", "1"), Map.of("https_proxy", "http://127.0.0.1:9"));

        assertThat(fail(nix, "github:NixOS/nixpkgs#hello")).isInstanceOf(FetchFailedException.class);
    }

    private static NixException fail(NixCli nix, String installable) {
        return catchThrowableOfType(NixException.class, () -> {
            NixOutput output = nix.run(build(installable), Deadline.after(Duration.ofSeconds(30)));
            throw new AssertionError("it succeeded: " + output);
        });
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
}
