package io.github.nixadhoc.internal.search;

import io.github.nixadhoc.error.BuildFailedException;
import io.github.nixadhoc.error.EvaluationException;
import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.PackageNotFoundException;
import io.github.nixadhoc.error.PackageRefusedException;
import io.github.nixadhoc.error.UnsupportedSystemException;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.nix.Secrets;
import io.github.nixadhoc.internal.resolve.PackageBounds;
import io.github.nixadhoc.model.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads all packages of a flake, and leaves out those whose evaluation fails in a way that no expression can catch.
 *
 * <p>The trace of such a failure names the package, and the next evaluation begins after it. When one has reached the end, a
 * last one reads what comes before the last broken package. So a flake with n broken packages takes n + 2 evaluations, of which
 * most are short. The errors of Nix 2.8 do not name the package, so that its first failure takes one more.
 *
 * <p>Immutable and thread-safe.
 */
final class PackageReader {

    private final NixCli nix;
    private final FlakePackages packages;

    PackageReader(NixCli nix, FlakePackages packages) {
        this.nix = nix;
        this.packages = packages;
    }

    /**
     * Reads the packages of a flake.
     *
     * @return what was left out
     * @throws PackageNotFoundException if the flake has no packages for this system
     * @throws NixException if the flake cannot be read
     */
    List<SkippedPackage> read(SearchedFlake flake, PackageTableBuilder table, Deadline deadline) {
        try (SearchNotes notes = SearchNotes.of(flake.location().reference())) {
            List<SkippedPackage> skipped = new ArrayList<>();
            SkippedPackage broken = attempt(flake, PackageBounds.ALL, table, notes, deadline);
            while (broken != null) {
                notes.skipped(broken);
                skipped.add(broken);
                PackageBounds rest = PackageBounds.after(broken.path());
                // a set with one broken package has more, and a trace is cheaper than a second evaluation
                boolean needsTrace = !packages.failuresNamePackage(deadline);
                broken = attempt(flake, needsTrace ? rest.withTrace() : rest, table, notes, deadline);
            }
            if (!skipped.isEmpty()) {
                PackageBounds before = PackageBounds.before(
                        skipped.stream().map(SkippedPackage::path).toList());
                packages.read(flake, before, new PackageMarks(notes::readWithoutSkipped), deadline, table);
            }
            if (table.isEmpty()) {
                requirePackages(flake, deadline);
            }
            return skipped;
        }
    }

    /** Reads a part of the packages; returns the package at which that has failed, and null if it has not failed. */
    private @Nullable SkippedPackage attempt(
            SearchedFlake flake,
            PackageBounds bounds,
            PackageTableBuilder table,
            SearchNotes notes,
            Deadline deadline) {
        PackageMarks marks = new PackageMarks(notes::read);
        try {
            packages.read(flake, bounds, marks, deadline, table);
            return null;
        } catch (NixException e) {
            if (!isOfOnePackage(e)) {
                throw e;
            }
            List<String> path = marks.failedAt();
            if (path.isEmpty() && (isCrash(e) || !packages.failuresNamePackage(deadline))) {
                path = lastBegun(flake, bounds, deadline);
            }
            if (path.isEmpty() || path.equals(bounds.after())) {
                throw e;
            }
            return new SkippedPackage(path, e.shortMessage());
        }
    }

    /** Returns the package at which Nix fails without naming it: the last one that it has begun. */
    private List<String> lastBegun(SearchedFlake flake, PackageBounds bounds, Deadline deadline) {
        PackageMarks marks = new PackageMarks((done, all) -> {});
        try {
            packages.read(flake, bounds.withTrace(), marks, deadline, (text, ends) -> {});
        } catch (NixException e) {
            if (!isOfOnePackage(e)) {
                throw e;
            }
        }
        return marks.failedAt();
    }

    private static boolean isCrash(NixException e) {
        return e.shortMessage().contains("stack overflow") || e.shortMessage().contains("ended by signal");
    }

    /** Returns whether a failure is about one package, so that the rest of the flake may work. */
    private static boolean isOfOnePackage(NixException failure) {
        return failure instanceof EvaluationException
                || failure instanceof PackageRefusedException
                || failure instanceof PackageNotFoundException
                || failure instanceof UnsupportedSystemException
                || failure instanceof BuildFailedException;
    }

    private void requirePackages(SearchedFlake flake, Deadline deadline) {
        Map<String, List<String>> names = packages.outputNames(flake, deadline);
        if (names.containsKey("packages") || names.containsKey("legacyPackages")) {
            return;
        }
        String reference = flake.location().reference();
        String what =
                reference + " has no packages for " + nix.installation(deadline).system();
        List<String> apps = names.getOrDefault("apps", List.of());
        String hint = apps.isEmpty()
                ? "search another flake; nix flake show " + reference + " tells what this one has"
                : "it has apps, which run by name: " + reference + "#"
                        + String.join(", " + reference + "#", apps.subList(0, Math.min(5, apps.size())));
        throw new PackageNotFoundException(
                Failure.of(Secrets.masked(what), "", Phase.RESOLVE, List.of(), Secrets.masked(hint)), List.of());
    }
}
