package io.github.nixadhoc;

import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.nix.NixInstallation;
import io.github.nixadhoc.internal.nix.NixSettings;
import io.github.nixadhoc.internal.resolve.ProgramFinder;
import io.github.nixadhoc.internal.resolve.ProgramStart;
import io.github.nixadhoc.internal.resolve.Realiser;
import io.github.nixadhoc.internal.resolve.Resolver;
import io.github.nixadhoc.internal.resolve.StoreQuestions;
import io.github.nixadhoc.internal.resolve.StoreView;

/**
 * What can be asked of the Nix that is in use now, in the ways of its version. Each tool is made when it is asked for: what
 * is remembered needs none of those that call Nix.
 */
final class NixTools {

    private final NixCli nix;
    private final NixSettings settings;
    private final NixpkgsReference nixpkgs;
    private final NixInstallation installation;
    private final StoreView view;
    private final boolean locking;

    private NixTools(
            NixCli nix,
            NixSettings settings,
            NixpkgsReference nixpkgs,
            NixInstallation installation,
            StoreView view,
            boolean locking) {
        this.nix = nix;
        this.settings = settings;
        this.nixpkgs = nixpkgs;
        this.installation = installation;
        this.view = view;
        this.locking = locking;
    }

    static NixTools of(
            NixCli nix, NixSettings settings, NixpkgsReference nixpkgs, NixInstallation installation, boolean locking) {
        StoreView view = StoreView.of(settings.store(), settings.variables());
        return new NixTools(nix, settings, nixpkgs, installation, view, locking);
    }

    NixInstallation installation() {
        return installation;
    }

    StoreView view() {
        return view;
    }

    Resolver resolver() {
        return new Resolver(nix, view, nixpkgs.flake(), nixpkgs.allowances(), locking);
    }

    Realiser realiser() {
        return new Realiser(nix, view);
    }

    ProgramFinder finder() {
        return new ProgramFinder(view);
    }

    ProgramStart start() {
        return new ProgramStart(settings, installation, view);
    }

    StoreQuestions questions() {
        return new StoreQuestions(nix);
    }
}
