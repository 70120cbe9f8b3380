package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.TimedOutException;
import io.github.nixadhoc.internal.nix.NixInstallation;
import io.github.nixadhoc.model.Finding;
import java.util.List;

/** Checks that there is a Nix, that it works, and that this library supports its version. */
final class NixCheck extends Check {

    NixCheck() {
        super("nix");
    }

    @Override
    List<Finding> examine(ExaminedSystem system) throws InterruptedException {
        Probed<NixInstallation> answer = system.nix().installation();
        return answer.failure().isPresent()
                ? broken(answer.failure().get())
                : assess(answer.value().orElseThrow());
    }

    private List<Finding> broken(NixException failure) {
        return failure instanceof TimedOutException
                ? error(
                        "Nix does not answer",
                        failure.command(),
                        "see whether nix --version ends; if it hangs too, install Nix anew")
                : error(failure.shortMessage(), failure.command(), failure.hint());
    }

    private List<Finding> assess(NixInstallation nix) {
        String found = nix.version() + (nix.system().isEmpty() ? "" : " for " + nix.system()) + ", " + nix.binary();
        if (nix.dialect().isTooOld()) {
            return error(
                    "too old: " + found, "builtins.nixVersion", "install Nix 2.8 or later: https://nixos.org/download");
        }
        if (nix.dialect().isNewerThanTested()) {
            return note(
                    found + ", newer than those this library is tested on",
                    "builtins.nixVersion",
                    "look for a newer version of this library if something fails");
        }
        return ok(found, "builtins.nixVersion");
    }
}
