package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.NixNotInstalledException;
import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.internal.nix.HostSystem;
import io.github.nixadhoc.internal.nix.NixInstallation;
import io.github.nixadhoc.internal.nix.NixOutput;
import io.github.nixadhoc.model.Finding;
import io.github.nixadhoc.model.NixVersion;
import io.github.nixadhoc.result.StoreInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A simulated machine: files below a folder, and the answers of a Nix. */
final class Machine {

    private final Path root;
    private final Map<String, String> variables = new HashMap<>();
    private String system = "Linux";
    private String user = "alice";
    private CommandExecutor executor;
    private Probed<NixInstallation> installation = Probed.failed(new NixNotInstalledException(
            Failure.of("Nix is not installed", "apt-get update && apt-get install -y nix-bin")));
    private String configuration = "{}";
    private List<String> log = List.of();
    private StoreInfo store = StoreInfo.of("local", null, null);

    Machine(Path root) {
        this.root = root;
    }

    Machine with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    Machine user(String name) {
        user = name;
        return this;
    }

    Machine system(String name) {
        system = name;
        return this;
    }

    Machine starting(CommandExecutor processes) {
        executor = processes;
        return this;
    }

    Machine file(String absolute, String content) {
        try {
            Path file = path(absolute);
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds a Nix with its state below the root. */
    Machine nix(String version) {
        installation = Probed.of(new NixInstallation(
                Path.of("/usr/bin/nix"),
                NixVersion.parse(version),
                "x86_64-linux",
                path("/nix/store").toString(),
                variables.getOrDefault("NIX_REMOTE", "auto")));
        return with("NIX_STATE_DIR", path("/nix/var/nix").toString());
    }

    /** Sets the settings of Nix, as JSON with single quotes for double ones. */
    Machine settings(String json, String... logLines) {
        configuration = json.replace('\'', '"');
        log = List.of(logLines);
        return this;
    }

    Machine store(StoreInfo facts) {
        store = facts;
        return this;
    }

    Path path(String absolute) {
        return root.resolve(absolute.substring(1));
    }

    List<Finding> examine(Check check) throws Exception {
        return check.examine(examined());
    }

    Finding only(Check check) throws Exception {
        List<Finding> findings = examine(check);
        if (findings.size() != 1) {
            throw new AssertionError("not one finding: " + findings);
        }
        return findings.get(0);
    }

    ExaminedSystem examined() {
        NixFacts facts = new NixFacts() {
            @Override
            public Probed<NixInstallation> installation() {
                return installation;
            }

            @Override
            public Probed<NixConfiguration> configuration() {
                return installation.value().isPresent()
                        ? Probed.of(NixConfiguration.of(new NixOutput(configuration, log)))
                        : Probed.failed(installation.failure().orElseThrow());
            }

            @Override
            public Probed<StoreInfo> store() {
                return installation.value().isPresent()
                        ? Probed.of(store)
                        : Probed.failed(installation.failure().orElseThrow());
            }
        };
        return new ExaminedSystem(
                new HostSystem(system, root, user),
                ProcessEnvironment.inherited(),
                Map.copyOf(variables),
                Optional.ofNullable(executor),
                facts);
    }
}
