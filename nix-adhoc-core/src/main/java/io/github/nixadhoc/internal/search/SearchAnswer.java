package io.github.nixadhoc.internal.search;

/** The packages that a search has found, the best first. Immutable. */
public final class SearchAnswer {

    private final PackageTable table;
    private final int[] found;

    SearchAnswer(PackageTable table, int[] found) {
        this.table = table;
        this.found = found;
    }

    public int size() {
        return found.length;
    }

    public FoundPackage get(int place) {
        return table.get(found[place]);
    }

    /** Returns where in the flake a package is, below {@code packages.SYSTEM} or {@code legacyPackages.SYSTEM}. */
    public String name(int place) {
        return table.name(get(place));
    }

    /** Returns whether another package is what Nix takes the bare name of this one for: that of {@code packages}. */
    public boolean isShadowed(int place) {
        return table.isShadowed(found[place]);
    }
}
