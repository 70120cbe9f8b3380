package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.model.Finding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** Checks whether the global flake registry, which defines {@code nixpkgs}, can be read. */
final class RegistryCheck extends Check {

    private static final String EVIDENCE = "the setting flake-registry";

    RegistryCheck() {
        super("registry");
    }

    @Override
    List<Finding> examine(ExaminedSystem system) throws InterruptedException {
        Optional<String> setting =
                system.configuration().flatMap(configuration -> configuration.text("flake-registry"));
        if (setting.isEmpty()) {
            return List.of();
        }
        String registry = setting.get();
        if (registry.isEmpty()) {
            return ok("no global one is used", EVIDENCE);
        }
        if (registry.startsWith("/")) {
            return Files.isReadable(Path.of(registry))
                    ? ok(registry, EVIDENCE)
                    : error(
                            "there is no file " + registry,
                            EVIDENCE,
                            "correct flake-registry in nix.conf, or remove it");
        }
        if (!registry.startsWith("http")) {
            return ok("not tried: " + WebAddress.forDisplay(registry), EVIDENCE);
        }
        return assess(WebAddress.forDisplay(registry), reply(new WebProbe(system.variables()), registry));
    }

    private List<Finding> assess(String display, WebProbe.Reply reply) {
        if (reply.isOk()) {
            return ok("reached in " + reply.millis() + " ms: " + display, EVIDENCE);
        }
        return reply.isUntrusted()
                ? note(display + ": " + reply.why(), EVIDENCE, "none if Nix downloads; else set NIX_SSL_CERT_FILE")
                : warning(
                        "cannot be downloaded: " + display + ", " + reply.why(),
                        EVIDENCE,
                        "connect to a network or set https_proxy; or pin: NixClient.builder().nixpkgs(...)");
    }

    private static WebProbe.Reply reply(WebProbe probe, String url) throws InterruptedException {
        try {
            return probe.get(url).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
