package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.model.Finding;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Checks whether the binary caches can be reached. */
final class CachesCheck extends Check {

    private static final String EVIDENCE = "the setting substituters";

    private static final String INFO = "nix-cache-info";

    private static final String STORE_DIRECTORY = "StoreDir:";

    CachesCheck() {
        super("binary cache");
    }

    @Override
    List<Finding> examine(ExaminedSystem system) throws InterruptedException {
        Optional<NixConfiguration> configuration = system.configuration();
        if (configuration.isEmpty()) {
            return List.of();
        }
        if (configuration.get().text("substitute").equals(Optional.of("false"))) {
            return note(
                    "none is used: all is built here", "the setting substitute", "set in nix.conf: substitute = true");
        }
        List<String> caches = configuration.get().texts("substituters");
        if (caches.isEmpty()) {
            return note(
                    "there is none: all is built here",
                    EVIDENCE,
                    "set in nix.conf: substituters = https://cache.nixos.org");
        }
        String storeDirectory = system.installation().orElseThrow().storeDirectory();
        WebProbe probe = new WebProbe(system.variables());
        List<CompletableFuture<List<Finding>>> answers = new ArrayList<>();
        for (String cache : caches) {
            answers.add(finding(cache, storeDirectory, probe));
        }
        List<Finding> findings = new ArrayList<>();
        for (CompletableFuture<List<Finding>> answer : answers) {
            findings.addAll(await(answer));
        }
        return findings;
    }

    private CompletableFuture<List<Finding>> finding(String cache, String storeDirectory, WebProbe probe) {
        String plain = WebAddress.withoutParameters(cache);
        String display = WebAddress.forDisplay(cache);
        if (plain.startsWith("http://") || plain.startsWith("https://")) {
            return probe.get(plain + (plain.endsWith("/") ? "" : "/") + INFO)
                    .thenApply(reply -> assess(display, reply, storeDirectory));
        }
        return CompletableFuture.completedFuture(
                plain.startsWith("file:") ? fileCache(plain, display) : ok("not tried: " + display, EVIDENCE));
    }

    private List<Finding> fileCache(String address, String display) {
        Path folder;
        try {
            folder = Path.of(URI.create(address).getPath());
        } catch (IllegalArgumentException | NullPointerException e) {
            return warning("is no address: " + display, EVIDENCE, "correct substituters in nix.conf");
        }
        return Files.isReadable(folder.resolve(INFO))
                ? ok(display, EVIDENCE)
                : warning(
                        "is not there: " + display,
                        "there is no " + folder.resolve(INFO),
                        "remove it from substituters in nix.conf");
    }

    private List<Finding> assess(String display, WebProbe.Reply reply, String storeDirectory) {
        if (reply.isOk()) {
            return assessInfo(display, reply, storeDirectory);
        }
        if (reply.wantsPassword()) {
            return note(
                    display + " wants a password, which only Nix is given",
                    EVIDENCE,
                    "none if Nix downloads; else put it into the file that the setting netrc-file names");
        }
        return reply.isUntrusted()
                ? note(display + ": " + reply.why(), EVIDENCE, "none if Nix downloads; else set NIX_SSL_CERT_FILE")
                : warning(
                        "cannot be reached: " + display + ", " + reply.why(),
                        EVIDENCE,
                        "connect to a network or set https_proxy; or remove it from substituters in nix.conf");
    }

    private List<Finding> assessInfo(String display, WebProbe.Reply reply, String storeDirectory) {
        Optional<String> served = reply.body()
                .lines()
                .filter(line -> line.startsWith(STORE_DIRECTORY))
                .map(line -> line.substring(STORE_DIRECTORY.length()).strip())
                .findFirst();
        if (served.isEmpty()) {
            return warning(display + " is no binary cache", INFO, "correct substituters in nix.conf");
        }
        return served.get().equals(storeDirectory)
                ? ok("reached in " + reply.millis() + " ms: " + display, EVIDENCE)
                : warning(
                        display + " is of no use: it serves " + served.get() + ", and the store is " + storeDirectory,
                        INFO,
                        "use the store " + served.get() + ", or a cache for " + storeDirectory);
    }

    private static List<Finding> await(CompletableFuture<List<Finding>> answer) throws InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
