package io.github.nixadhoc.internal.pin;

import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.nix.NixCall;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.nix.NixOutput;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.StorePath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Creates links to store paths by Nix, which treats them as roots. A daemon does so even for users who may not write to
 * its state directory.
 */
public final class PinLinks {

    private final NixCli nix;

    /** Creates the links of a Nix. */
    public PinLinks(NixCli nix) {
        this.nix = nix;
    }

    /**
     * Links paths that are in the store.
     *
     * @param paths the paths
     * @param link the link to the first path; that to the second ends in {@code -2}, and so on
     * @param deadline when to give up
     */
    public void link(List<StorePath> paths, Path link, Deadline deadline) {
        List<String> arguments = new ArrayList<>(List.of("--realise"));
        paths.forEach(path -> arguments.add(path.value()));
        arguments.addAll(List.of("--indirect", "--add-root", link.toString()));
        NixOutput unused = nix.run(new NixCall("nix-store", arguments, Phase.REALISE, null), deadline);
    }
}
