package io.github.nixadhoc;

import io.github.nixadhoc.internal.nix.Deadline;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.nix.NixInstallation;
import io.github.nixadhoc.internal.nix.NixSettings;
import io.github.nixadhoc.internal.resolve.ProgramFinder;
import io.github.nixadhoc.internal.resolve.ProgramStart;
import io.github.nixadhoc.internal.resolve.Realiser;
import io.github.nixadhoc.internal.resolve.Resolver;
import io.github.nixadhoc.internal.resolve.StoreQuestions;
import io.github.nixadhoc.internal.resolve.StoreView;
import java.util.HashMap;
import java.util.Map;

/** What can be asked of the Nix that is in use now, in the ways of its version. */
record NixTools(
        NixInstallation installation,
        StoreView view,
        Resolver resolver,
        Realiser realiser,
        ProgramFinder finder,
        ProgramStart start,
        StoreQuestions questions) {

    static NixTools of(NixCli nix, NixSettings settings, NixpkgsReference nixpkgs, Deadline deadline) {
        NixInstallation installation = nix.installation(deadline);
        Map<String, String> variables = new HashMap<>(System.getenv());
        settings.environment().applyTo(variables);
        StoreView view = StoreView.of(settings.store(), variables);
        return new NixTools(
                installation,
                view,
                new Resolver(nix, view, nixpkgs.flake(), nixpkgs.allowances()),
                new Realiser(nix, view),
                new ProgramFinder(view),
                new ProgramStart(settings, installation, view),
                new StoreQuestions(nix));
    }
}
