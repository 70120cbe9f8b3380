package io.github.nixadhoc.internal.search;

import java.util.List;

/** The result of a search, the best package first. Immutable. */
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

    public FoundPackage get(int index) {
        return table.get(found[index]);
    }

    /** Returns the names that lead to a package from {@code packages.SYSTEM} or {@code legacyPackages.SYSTEM}. */
    public List<String> name(int index) {
        return table.name(get(index));
    }

    /**
     * Returns whether the bare name of a package refers to another one, because {@code packages} precedes {@code
     * legacyPackages}.
     */
    public boolean isShadowed(int index) {
        return table.isShadowed(found[index]);
    }
}
