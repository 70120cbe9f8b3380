package io.github.nixadhoc.error;

import java.util.List;

/**
 * Reports that the flake has no such package or app.
 *
 * @since 0.1
 */
public final class PackageNotFoundException extends NixException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> suggestions;

    /**
     * Creates the exception.
     *
     * @param failure what happened
     * @param suggestions the names that Nix suggests instead, best first; empty if it has none
     */
    public PackageNotFoundException(Failure failure, List<String> suggestions) {
        super(failure);
        this.suggestions = List.copyOf(suggestions);
    }

    /**
     * Returns the names that Nix suggests instead, best first; empty if it has none.
     *
     * @return the names that Nix suggests instead, best first; empty if it has none
     */
    public List<String> suggestions() {
        return suggestions;
    }
}
