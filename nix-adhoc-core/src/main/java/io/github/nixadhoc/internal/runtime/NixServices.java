package io.github.nixadhoc.internal.runtime;

import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.nix.NixInstallation;
import io.github.nixadhoc.internal.nix.NixSettings;
import io.github.nixadhoc.internal.program.ProgramFinder;
import io.github.nixadhoc.internal.program.ProgramStart;
import io.github.nixadhoc.internal.resolve.Realiser;
import io.github.nixadhoc.internal.resolve.Resolver;
import io.github.nixadhoc.internal.store.ConnectedStore;
import io.github.nixadhoc.internal.store.StoreInspector;
import io.github.nixadhoc.internal.store.StoreView;
import java.util.List;
import java.util.function.Function;

/**
 * Factory of the services of one installed Nix: evaluation, realisation, queries of the store. A service is created
 * when it is needed, since a warm run needs none that calls Nix.
 */
public final class NixServices {

    private final NixCli nix;
    private final NixSettings settings;
    private final Nixpkgs nixpkgs;
    private final NixInstallation installation;
    private final StoreView view;
    private final ConnectedStore connected;
    private final boolean locking;
    private final Function<String, List<String>> programs;

    private NixServices(
            NixCli nix,
            NixSettings settings,
            Nixpkgs nixpkgs,
            NixInstallation installation,
            StoreView view,
            ConnectedStore connected,
            boolean locking,
            Function<String, List<String>> programs) {
        this.nix = nix;
        this.settings = settings;
        this.nixpkgs = nixpkgs;
        this.installation = installation;
        this.view = view;
        this.connected = connected;
        this.locking = locking;
        this.programs = programs;
    }

    static NixServices of(
            NixCli nix,
            NixSettings settings,
            Nixpkgs nixpkgs,
            NixInstallation installation,
            ConnectedStore connected,
            boolean locking,
            Function<String, List<String>> programs) {
        StoreView view = StoreView.of(installation, settings.variables());
        return new NixServices(nix, settings, nixpkgs, installation, view, connected, locking, programs);
    }

    public NixInstallation installation() {
        return installation;
    }

    public StoreView view() {
        return view;
    }

    public Resolver resolver() {
        return new Resolver(nix, view, nixpkgs.flake(), nixpkgs.allowances(), locking, programs);
    }

    public Realiser realiser() {
        return new Realiser(nix, view, connected);
    }

    public ProgramFinder finder() {
        return new ProgramFinder(view);
    }

    public ProgramStart start() {
        return new ProgramStart(settings, installation, view);
    }

    public StoreInspector inspector() {
        return new StoreInspector(nix);
    }
}
