package io.github.nixadhoc.changing;

import io.github.nixadhoc.NixClientBuilder;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.Ran;
import io.github.nixadhoc.testkit.SandboxedClient;
import io.github.nixadhoc.testkit.Waits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The store of a changing world, and all that changes about it: the place of the store, and what is collected from it. */
final class Stores {

    /** A way to say where the store is. */
    enum Choice {
        /** The store of the sandbox, by variables. */
        OWN,
        /** A store with a root of its own, by {@code --store}. */
        ROOTED
    }

    private final NixSandbox sandbox;
    private final Path rooted;
    private Choice choice = Choice.OWN;

    Stores(NixSandbox sandbox) {
        this.sandbox = sandbox;
        this.rooted = sandbox.root().resolve("rooted");
    }

    void choose(Choice other) {
        choice = other;
    }

    /** Deletes everything from the store, since nothing keeps it. */
    void collect() {
        List<String> command =
                new ArrayList<>(List.of(sandbox.under().tool("nix-store").toString(), "--gc"));
        command.addAll(flags());
        // before the first question there is no store
        Ran unused = Ran.run(command, environment(), sandbox.root(), new byte[0], Waits.LIMIT);
    }

    String name() {
        return choice.name();
    }

    /** Programs in a store with a root of its own need a namespace, which not every machine allows. */
    boolean canRun() {
        return choice == Choice.OWN;
    }

    NixClientBuilder client() {
        NixClientBuilder builder = SandboxedClient.builder(sandbox, environment());
        return choice == Choice.OWN ? builder : builder.store(rooted.toString());
    }

    /** The flags of a Nix that uses the same store. */
    List<String> flags() {
        return choice == Choice.OWN ? List.of() : List.of("--store", rooted.toString());
    }

    Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(sandbox.environment());
        if (choice == Choice.ROOTED) {
            List.of("NIX_STORE_DIR", "NIX_STATE_DIR", "NIX_LOCALSTATE_DIR", "NIX_LOG_DIR")
                    .forEach(environment::remove);
        }
        return environment;
    }
}
