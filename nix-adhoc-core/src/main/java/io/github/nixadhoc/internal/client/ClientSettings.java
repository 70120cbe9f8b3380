package io.github.nixadhoc.internal.client;

import io.github.nixadhoc.audit.Audit;
import io.github.nixadhoc.event.NixListener;
import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.internal.nix.NixSettings;
import io.github.nixadhoc.internal.pin.PinFolder;
import io.github.nixadhoc.internal.run.CommandLineRenderer;
import io.github.nixadhoc.internal.runtime.Nixpkgs;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Freshness;
import io.github.nixadhoc.policy.CleanRoom;
import io.github.nixadhoc.policy.CommandPolicy;
import io.github.nixadhoc.policy.Confinement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The choices that a client was built with.
 *
 * @param nixpkgs the flake of bare attribute paths
 * @param nix the Nix, its store and its settings
 * @param executor starts processes
 * @param policy reviews commands; null for none
 * @param audit records decisions and runs; null for nothing
 * @param cleanRoom the clean room of programs; null for none
 * @param confinement the confinement of programs; null for none
 * @param freshness the handling of a cached answer that is stale
 * @param listeners receive the events of commands
 * @param storeQuota the limit for the packages of the client in the store; null for none
 * @param withoutNix whether Nix is never called
 * @param processesOnly whether the store is used by processes of Nix alone
 */
public record ClientSettings(
        Nixpkgs nixpkgs,
        NixSettings nix,
        CommandExecutor executor,
        @Nullable CommandPolicy policy,
        @Nullable Audit audit,
        @Nullable CleanRoom cleanRoom,
        @Nullable Confinement confinement,
        Freshness freshness,
        List<NixListener> listeners,
        @Nullable ByteSize storeQuota,
        boolean withoutNix,
        boolean processesOnly) {

    public ClientSettings {
        listeners = List.copyOf(listeners);
    }

    /** Returns the variables that the client sees. */
    Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>(System.getenv());
        nix.environment().applyTo(variables);
        return variables;
    }

    /** Returns the environment that programs inherit. */
    ProcessEnvironment programEnvironment() {
        return cleanRoom == null
                ? nix.environment()
                : ProcessEnvironment.inherited().onTopOf(cleanRoom.variables(variables()));
    }

    /** Returns the renderer of command lines. */
    CommandLineRenderer renderer(PinFolder pins) {
        List<String> words = new ArrayList<>();
        words.add(nix.binary() == null ? "nix" : nix.binary().toString());
        words.addAll(NixSettings.FEATURES);
        words.addAll(nix.printedFlags());
        if (nix.offline()) {
            words.add("--offline");
        }
        return new CommandLineRenderer(nixpkgs, List.copyOf(words), pins);
    }
}
