package io.github.nixadhoc.internal.client;

import io.github.nixadhoc.error.ConfigurationException;
import io.github.nixadhoc.error.EvaluationException;
import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.nix.NixCall;
import io.github.nixadhoc.internal.nix.NixOutput;
import io.github.nixadhoc.internal.resolve.LockedFlake;
import io.github.nixadhoc.internal.resolve.RegistryQuestion;
import io.github.nixadhoc.internal.runtime.NixRuntime;
import io.github.nixadhoc.internal.runtime.NixTask;
import io.github.nixadhoc.internal.text.ShellQuoting;
import io.github.nixadhoc.model.Installable.FlakeOutput;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.RegistryEntry;
import io.github.nixadhoc.policy.HostChange;
import io.github.nixadhoc.result.RegistryChange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes what a name in the user's flake registry stands for.
 *
 * @param name the name
 * @param to the reference that it is to stand for; null to remove the name, or to keep what it stands for now
 * @param isPin whether the name is to stand for what it stands for now
 * @param words the words of the command line, which a policy is shown
 */
public record RegistryTask(String name, @Nullable String to, boolean isPin, List<String> words)
        implements NixTask<RegistryChange> {

    @Override
    public RegistryChange perform(NixRuntime nix, Deadline deadline) {
        if (isPin) {
            nix.policyGate()
                    .admit(List.of(new FlakeOutput(name, "", List.of())), null, nix.nixpkgs(), this::line, deadline);
        }
        Path file = file(nix);
        List<String> items = to == null ? List.of(name) : List.of(name, to);
        nix.policyGate()
                .permit(HostChange.of(HostChange.Kind.REGISTRY, file.toString(), items, words), this::line, deadline);
        String before = entry(nix, deadline);
        String after = isPin ? locked(nix, deadline) : to;
        List<String> arguments = new ArrayList<>(
                List.of("registry", after == null ? "remove" : "add", "--registry", file.toString(), name));
        if (after != null) {
            arguments.add(after);
        }
        NixOutput unused = nix.cli().run(new NixCall("nix", arguments, Phase.EXECUTE, null), deadline);
        return RegistryChange.of(file, name, before, entry(nix, deadline));
    }

    private Path file(NixRuntime nix) {
        try {
            return nix.userRegistry();
        } catch (IOException e) {
            throw new ConfigurationException(Failure.of(
                    "the settings of Nix cannot be read: " + e.getMessage(), "mend the file, or its permissions"));
        }
    }

    /** Nix 2.8 and 2.26 cannot pin a name that only the user's registry has, and 2.26 writes no hash of a folder. */
    private String locked(NixRuntime nix, Deadline deadline) {
        LockedFlake locked = nix.services(deadline).resolver().lock(name, null, deadline);
        if (!locked.isFixed()) {
            throw new EvaluationException(Failure.of(
                    name + " stands for " + locked.url() + ", which has no revision and no hash to pin it to",
                    line(),
                    Phase.RESOLVE,
                    List.of(),
                    "commit the changes of the repository, or give the name another reference"));
        }
        return locked.url();
    }

    private @Nullable String entry(NixRuntime nix, Deadline deadline) {
        for (RegistryEntry entry : new RegistryQuestion(nix.cli()).ask(deadline)) {
            if (entry.kind() == RegistryEntry.Kind.USER && entry.from().equals("flake:" + name)) {
                return entry.to();
            }
        }
        return null;
    }

    private String line() {
        return ShellQuoting.quote(words);
    }
}
