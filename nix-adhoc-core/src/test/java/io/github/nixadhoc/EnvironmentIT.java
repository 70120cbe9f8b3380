package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.nixadhoc.error.ConfigurationException;
import io.github.nixadhoc.error.EvaluationException;
import io.github.nixadhoc.error.FileAccessException;
import io.github.nixadhoc.error.FlakeNotFoundException;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.StoreUnavailableException;
import io.github.nixadhoc.model.Finding;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.Severity;
import io.github.nixadhoc.testkit.FailureOf;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.SandboxedClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Failures that the machine causes: each has a true cause and remedy, and the doctor finds it too. */
class EnvironmentIT {

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    @ParameterizedTest
    @ValueSource(strings = {"HOME", "XDG_CACHE_HOME"})
    void aFolderOfTheUserThatIsAFileIsNamed(String variable) throws IOException {
        Path file = Files.createFile(sandbox.root().resolve("file"));
        Map<String, String> environment = new TreeMap<>(sandbox.environment());
        environment.keySet().removeIf(name -> name.startsWith("XDG_") && !name.equals("XDG_CONFIG_HOME"));
        environment.put(variable, file.toString());
        try (NixClient nix = SandboxedClient.builder(sandbox, environment).build()) {
            // earlier versions do without a cache
            if (sandbox.under().isAtLeast(2, 34)) {
                FileAccessException failure =
                        FailureOf.running(() -> nix.run("hello").execute(), FileAccessException.class, Phase.RESOLVE);

                assertThat(failure.shortMessage()).startsWith(file + " is a file, and Nix needs a folder there");
                assertThat(failure.hint()).contains("set " + variable + " to a folder");
            }
            assertFound(nix, "user folders", file + " is a file", variable);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"substitute = maybe", "sandbox = yes", "max-jobs = many", "cores = x", "garbage here"})
    void aWrongSettingIsNamedAndNixIsNotToBlame(String setting) {
        sandbox.configure(setting);
        try (NixClient nix = SandboxedClient.of(sandbox)) {
            ConfigurationException failure =
                    FailureOf.running(() -> nix.run("hello").execute(), ConfigurationException.class, Phase.RESOLVE);

            assertThat(failure.shortMessage()).contains(setting.split(" ", 2)[0]);
            assertThat(failure.hint()).contains("nix.conf").doesNotContain("install");
            assertFound(nix, "nix", setting.split(" ", 2)[0], "nix.conf");
        }
    }

    @Test
    void aRepositoryOfAnotherUserIsToldWithTheWayToTrustIt() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")));
        Path repository = sandbox.root().resolve("repository");
        List<String> script = List.of(
                "/bin/sh",
                "-c",
                "cp -r \"$1\" \"$0\" && cd \"$0\" && git init -q . && git add . && git -c user.name=a -c user.email=a@b commit -qm x"
                        + " && chown -R 1234 .",
                repository.toString(),
                sandbox.nixpkgs().directory().toString());
        assertThat(sandbox.run(script, new byte[0]).exitCode()).isZero();
        try (NixClient nix = SandboxedClient.of(sandbox)) {
            FlakeNotFoundException failure = FailureOf.running(
                    () -> nix.run(repository + "#hello").execute(), FlakeNotFoundException.class, Phase.RESOLVE);

            assertThat(failure.hint())
                    .contains("git config --global --add safe.directory")
                    .contains("" + repository);
        }
    }

    @Test
    void aKilledNixIsToldAsThat() throws IOException {
        try (NixClient nix = client("case \"$*\" in *nixVersion*) ;; *) kill -9 $$;; esac")) {
            EvaluationException failure =
                    FailureOf.running(() -> nix.run("hello").execute(), EvaluationException.class, Phase.RESOLVE);

            assertThat(failure.shortMessage()).contains("Nix was ended by signal 9");
            assertThat(failure.hint()).contains("the memory was used up").doesNotContain("revision");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ABRT", "PIPE", "KILL", "SEGV"})
    void aCollectorThatBreaksOffIsNoExceptionOfThisLibraryItself(String signal) throws IOException {
        try (NixClient nix = client("case \"$0 $*\" in *--print-dead*|*--delete*) kill -" + signal + " $$;; esac")) {
            Throwable failure = catchThrowable(() -> nix.collectGarbage().execute());

            assertThat(failure).isExactlyInstanceOf(StoreUnavailableException.class);
            assertThat(((NixException) failure).hint()).isNotBlank().doesNotContain("may write");
        }
    }

    private NixClient client(String script) throws IOException {
        Path folder = Files.createDirectories(sandbox.root().resolve("fake"));
        for (String tool : List.of("nix", "nix-store", "nix-collect-garbage")) {
            Path file = Files.writeString(
                    folder.resolve(tool),
                    "#!/bin/sh\n" + script + "\nexec " + sandbox.under().tool(tool) + " \"$@\"\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return SandboxedClient.builder(sandbox).nixBinary(folder.resolve("nix")).build();
    }

    private static void assertFound(NixClient nix, String check, String found, String fix) {
        assertThat(nix.doctor().execute().findings())
                .filteredOn(finding -> finding.check().equals(check))
                .first()
                .returns(Severity.ERROR, Finding::severity)
                .satisfies(finding -> {
                    assertThat(finding.found()).contains(found);
                    assertThat(finding.fix()).contains(fix);
                });
    }
}
