package io.github.nixadhoc.result;

import io.github.nixadhoc.model.EqualByContent;
import io.github.nixadhoc.model.StoreFinding;
import io.github.nixadhoc.model.StorePath;
import java.util.List;

/**
 * The result of a check of a store's paths.
 *
 * <p>Immutable and thread-safe. {@link #toString()} is made to be read at a prompt.
 *
 * @since 0.1
 */
public final class StoreVerification extends EqualByContent {

    private final int pathsChecked;
    private final List<StoreFinding> findings;

    private StoreVerification(int pathsChecked, List<StoreFinding> findings) {
        this.pathsChecked = pathsChecked;
        this.findings = List.copyOf(findings);
    }

    /**
     * Returns a {@code StoreVerification}. The library uses this, and so may the tests of its users.
     *
     * @param pathsChecked the number of paths that were checked
     * @param findings the faults of these paths, sorted by path
     * @return an immutable {@code StoreVerification}
     */
    public static StoreVerification of(int pathsChecked, List<StoreFinding> findings) {
        return new StoreVerification(pathsChecked, findings);
    }

    /**
     * Returns the number of paths that were checked.
     *
     * @return the number
     */
    public int pathsChecked() {
        return pathsChecked;
    }

    /**
     * Returns the faults of these paths, sorted by path.
     *
     * @return an unmodifiable list; empty if all is well
     */
    public List<StoreFinding> findings() {
        return findings;
    }

    /**
     * Returns whether nothing was found.
     *
     * @return true if there are no findings
     */
    public boolean isClean() {
        return findings.isEmpty();
    }

    /**
     * Returns the paths whose files are not what they should be.
     *
     * @return the paths, which {@link io.github.nixadhoc.StoreRepairCommand#paths(List)} takes; each once
     */
    public List<StorePath> damaged() {
        return findings.stream()
                .filter(StoreFinding::isDamage)
                .map(StoreFinding::path)
                .distinct()
                .toList();
    }

    @Override
    protected List<Object> parts() {
        return List.of(pathsChecked, findings);
    }

    /** Returns the number of paths, and what was found. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(TextLayout.counted(pathsChecked, "path"))
                .append(" checked")
                .append(isClean() ? ", all is well" : ", wrong with " + findings.size());
        TextLayout.append(text, "", findings.stream().map(Object::toString).toList());
        return text.toString();
    }
}
