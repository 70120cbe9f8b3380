package io.github.nixadhoc.policy;

import io.github.nixadhoc.model.Installable;
import java.util.List;

/** The default decision about names: only packages of the client's nixpkgs are admitted. */
final class DefaultAdmission {

    static final String CODE_HINT =
            ", which may read any file: allow exactly that with Policies.onlyExpressions(…), or override admit(…)";

    private DefaultAdmission() {}

    static Decision of(List<RequestedPackage> packages) {
        for (RequestedPackage each : packages) {
            if (each.installable() instanceof Installable.Code) {
                return Decision.denyByDefault(each.installable() + " is code" + CODE_HINT);
            }
            if (!each.fromNixpkgs()) {
                return Decision.denyByDefault(each.installable()
                        + " is not of the client's nixpkgs, and no policy says that Nix may look at it: join the policy with "
                        + (each.installable() instanceof Installable.Stored
                                ? "Policies.anyPackage()"
                                : "Policies.onlyFlakes(…) or Policies.anyPackage()")
                        + " by CommandPolicy.allOf(…), or let it override admit(…)" + lockedHint(each));
            }
        }
        return Decision.allow();
    }

    /** A locked revision may well be of nixpkgs, but nothing has verified that. */
    static String lockedHint(RequestedPackage requested) {
        String text = requested.installable().toString();
        return text.contains("narHash=") || text.contains("rev=")
                ? "; a locked revision is of it only for a client whose nixpkgs(…) is that very reference"
                : "";
    }
}
