package io.github.nixadhoc.internal.store;

import io.github.nixadhoc.model.StoreFinding;
import io.github.nixadhoc.model.StorePath;
import java.util.List;

/**
 * What came of looking at paths.
 *
 * @param checked how many paths were looked at
 * @param findings what is wrong with them, sorted by path
 */
public record Verification(int checked, List<StoreFinding> findings) {

    public Verification {
        findings = List.copyOf(findings);
    }

    /** Returns what needs a repair. */
    public List<StoreFinding> damages() {
        return findings.stream().filter(StoreFinding::isDamage).toList();
    }

    /** Returns whether a path is among those that need a repair. */
    boolean isDamaged(StorePath path) {
        return damages().stream().anyMatch(finding -> finding.path().equals(path));
    }
}
